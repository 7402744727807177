// The media was captured and nobody reports about it: what is lost behind the capture point stays unknown.
import type { Sdp, SdpMedia } from "@sipglass/decode";
import { heardIn, legMedia, openUs } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LONG_ENOUGH_US = 20_000_000;

/** RS alone at 0 makes senders the like of receivers, RR alone at 0 silences only who sends no media (RFC 3556 §2). */
const isWithoutRtcp = (media: Pick<SdpMedia, "bandwidth">, session: Pick<Sdp, "bandwidth">): boolean =>
  ["RS", "RR"].every((kind) => (media.bandwidth[kind] ?? session.bandwidth[kind]) === 0);

export const rtcpAbsent: Rule = {
  id: "rtcp_absent",
  title: "No RTCP",
  severity: "info",
  weight: "capture",
  looksFor: "Captured media of an answered call of twenty seconds or more without one RTCP packet, and no b=RS:0 together with b=RR:0, which leave none to anybody.",
  source: "RFC 3550 §6.2; RFC 3556 §2; RFC 3605 §2.1",
  nextStep: "Switch RTCP on, and capture the port above the media's too: only receivers know what reached them.",
  needs: [NEED.rtp],
  examine(examined) {
    for (const { leg, rtcpFrom, captured, ways } of legMedia(examined)) {
      const long = openUs(examined, leg);
      const streams = [...ways.caller.streams, ...ways.callee.streams];
      const isForbidden = leg.messages.some(({ sdp }) => sdp !== null && sdp.media.some((media) => isWithoutRtcp(media, sdp)));
      if (!captured || rtcpFrom.size > 0 || long < LONG_ENOUGH_US || isForbidden || streams.some(({ reports }) => reports.some(({ source }) => source !== "rtp"))) continue;
      return found({
        sentence: `Neither side reported how the call sounded: no RTCP in ${spanText(long)}.`, host: streams[0]?.src ?? "",
        evidence: [...streams.slice(0, 2).map((stream) => heardIn(stream, `${stream.packets ?? "some"} packets of media, ${stream.src} to ${stream.dst}`)), missing(leg.call.id, leg.call.answeredAtUs, "no RTCP packet")],
      });
    }
    return ABSENT;
  },
};
