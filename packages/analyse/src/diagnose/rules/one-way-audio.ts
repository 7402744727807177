// One side speaks and the other never hears it.
import { otherSide } from "../../quality/media-plan.ts";
import { heardIn, partyName } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { announced, silencesOf } from "../silence.ts";
import { spanText } from "../words.ts";

export const oneWayAudio: Rule = {
  id: "one_way_audio",
  title: "One-way audio",
  severity: "error",
  weight: "harm",
  looksFor: "Both sides agreed to send and receive for five seconds or more; media of one side was captured or reported, of the other nothing, by the media itself or by the RTCP of its listener.",
  source: "RFC 3264 §5.1, §6.1; RFC 4961 §3; RFC 3550 §6.4",
  nextStep: "Compare the announced address with where the packets really come from; look for a NAT or firewall between these ends; switch on symmetric RTP or a media relay for the side behind it.",
  needs: [NEED.media, NEED.bothMediaEnds],
  explains: ["poor_quality", "very_short_call", "media_timeout"],
  examine(examined) {
    for (const { media, unheard, openUs } of silencesOf(examined)) {
      const speaker = unheard[0];
      if (speaker === undefined || unheard.length !== 1) continue;
      const listener = otherSide(speaker);
      const { call } = media.leg;
      const [from, to] = [announced(examined, call.id, speaker), announced(examined, call.id, listener)];
      const path = from === undefined || to === undefined ? "" : `; nothing came from ${from.end} to ${to.end}`;
      const other = media.ways[listener].streams[0];
      return found({
        sentence: `${partyName(call, listener)} never heard ${partyName(call, speaker)} in ${spanText(openUs)}${path}.`, host: from?.host ?? "",
        evidence: [
          ...(from === undefined ? [] : [shows(from.message, `${partyName(call, speaker)} announced audio at ${from.end}`)]),
          ...(to === undefined ? [] : [shows(to.message, `${partyName(call, listener)} announced audio at ${to.end}`)]),
          ...(other === undefined ? [] : [heardIn(other, `the other direction works: ${media.ways[listener].packets} packets`)]),
          missing(call.id, call.answeredAtUs, `no media of ${partyName(call, speaker)} was ${media.captured ? "captured" : "reported as received"}`),
        ],
      });
    }
    return ABSENT;
  },
};
