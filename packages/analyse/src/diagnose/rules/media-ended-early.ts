// The media of one side stops long before the call ends: the path broke, or the device went away without a word.
import { heardIn, legMedia, partyName } from "../directions.ts";
import { otherSide } from "../../quality/media-plan.ts";
import { exchangesOf } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const SHORTEST_US = 10_000_000;
const SHARE = 0.05;

export const mediaEndedEarly: Rule = {
  id: "media_ended_early",
  title: "Media stopped before the call",
  severity: "warning",
  weight: "mechanism",
  looksFor: "Captured media of a side stops more than ten seconds and 5 % of the talk before the end of the call, and no later offer or answer put it on hold or moved it.",
  source: "RFC 3551 §4.1; RFC 3550 §6.3.5; RFC 3389 §5",
  nextStep: "Look at that second: a lost network, a NAT or firewall whose timer ran out, a device that crashed; where silence is not sent (VAD), check that comfort noise was agreed.",
  needs: [NEED.rtp, NEED.end],
  explains: ["media_timeout", "bye_unanswered", "call_lost"],
  examine(examined) {
    for (const { leg, ways, unclear } of legMedia(examined)) {
      const { call } = leg;
      const endUs = call.endedAtUs;
      if (unclear || call.answeredAtUs === 0 || endUs === 0) continue;
      const longest = Math.max(SHORTEST_US, (endUs - call.answeredAtUs) * SHARE);
      const way = [ways.caller, ways.callee].find(({ heard, streams, toUs }) => heard && streams.every(({ rtp }) => rtp !== null && rtp.comfortNoise === 0) && endUs - toUs > longest);
      const stream = way?.streams.find(({ toUs }) => toUs === way.toUs);
      if (way === undefined || stream === undefined || exchangesOf(examined).some((one) => one.callId === call.id && !one.initial && one.answer !== null)) continue;
      const bye = leg.requests("BYE")[0];
      return found({
        sentence: `${partyName(call, otherSide(way.speaker))} heard nothing of ${partyName(call, way.speaker)} in the last ${spanText(endUs - way.toUs)} of the call: packets from ${stream.src} stopped.`, host: stream.src,
        evidence: [heardIn({ ...stream, fromUs: stream.toUs }, `last packet ${spanText(endUs - way.toUs)} before the end, after ${stream.packets ?? "some"}`), ...(bye === undefined ? [] : [shows(bye, "BYE")])],
      });
    }
    return ABSENT;
  },
};
