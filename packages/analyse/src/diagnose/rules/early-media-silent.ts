// 183 with a session description promises sound before the answer, and none was captured.
import { legMedia } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const PATIENCE_US = 3_000_000;

export const earlyMediaSilent: Rule = {
  id: "early_media_silent",
  title: "Promised early media is silent",
  severity: "warning",
  weight: "harm",
  looksFor: "A 18x with session description and no 180 without one, three seconds or more before the answer or the end, while the captured media of the called side begins only after the answer or never.",
  source: "RFC 3960 §3.2, §3.3; RFC 5009 §4",
  nextStep: "The caller heard silence instead of ringing. Look at P-Early-Media and at gates for media before the answer; or let the far end send 180 without SDP.",
  needs: [NEED.rtp, NEED.earlyMedia],
  explains: ["caller_gave_up"],
  examine(examined) {
    for (const { leg, ways, unclear } of legMedia(examined)) {
      const { call } = leg;
      const early = leg.messages.find(({ isRequest, method, status, sdp }) => !isRequest && method === "INVITE" && status > 100 && status < 200 && sdp !== null);
      if (early === undefined || unclear || leg.messages.some(({ isRequest, status, sdp }) => !isRequest && status === 180 && sdp === null)) continue;
      const untilUs = call.answeredAtUs || call.endedAtUs || call.lastSeenAtUs;
      if (untilUs - early.atUs < PATIENCE_US || ways.callee.streams.some(({ fromUs, rtp }) => rtp === null || fromUs < untilUs)) continue;
      if (!ways.caller.heard && !ways.callee.heard) continue;
      return found({
        sentence: `${examined.name(early.from)} promised ringing or an announcement of its own (${early.title} with SDP) and sent no sound for ${spanText(untilUs - early.atUs)}.`, host: early.from,
        evidence: [shows(early, `${early.title} with session description`), missing(call.id, early.atUs, "no media of the called side before the answer")],
      });
    }
    return ABSENT;
  },
};
