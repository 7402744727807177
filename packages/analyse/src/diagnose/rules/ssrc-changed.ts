// A sender began a new stream in the middle of the call without saying so in SIP.
import { heardIn, legMedia, partyName } from "../directions.ts";
import { exchangesOf } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, type Rule } from "../rule.ts";

export const ssrcChanged: Rule = {
  id: "ssrc_changed",
  title: "Stream began anew",
  severity: "info",
  weight: "oddity",
  looksFor: "After the answer, two captured streams of one side from the same address one after the other, with different SSRCs and no re-INVITE or UPDATE in the call.",
  source: "RFC 3550 §5.1, §8.2",
  nextStep: "A click or gap at that moment comes from there: music on hold mixed in, a device that restarted, a loop of its own packets.",
  needs: [NEED.rtp],
  examine(examined) {
    for (const { leg, ways } of legMedia(examined)) {
      if (exchangesOf(examined).some((one) => one.callId === leg.call.id && !one.initial)) continue;
      for (const { speaker, streams } of [ways.caller, ways.callee]) {
        const inCall = streams.filter(({ rtp, toUs, ssrc }) => rtp !== null && ssrc !== 0 && toUs > leg.call.answeredAtUs && leg.call.answeredAtUs > 0).toSorted((a, b) => a.fromUs - b.fromUs);
        const next = inCall.find((one, i) => inCall.slice(0, i).some((before) => before.ssrc !== one.ssrc && before.src === one.src && before.dst === one.dst && before.toUs <= one.fromUs && one.fromUs > leg.call.answeredAtUs));
        const before = inCall.find((one) => next !== undefined && one !== next && one.ssrc !== next.ssrc && one.src === next.src && one.dst === next.dst);
        if (next === undefined || before === undefined) continue;
        return found({
          sentence: `The device of ${partyName(leg.call, speaker)} began a new stream of sound in the middle of the call (${next.src}).`, host: next.src,
          evidence: [heardIn({ ...before, fromUs: before.toUs }, `SSRC ${hex(before.ssrc)} ends`), heardIn(next, `SSRC ${hex(next.ssrc)} begins`)],
        });
      }
    }
    return ABSENT;
  },
};

const hex = (ssrc: number): string => `0x${ssrc.toString(16).padStart(8, "0")}`;
