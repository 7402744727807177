// Only one side says how it hears the other: half of the quality is unknown.
import type { Side } from "../../quality/media-plan.ts";
import { otherSide } from "../../quality/media-plan.ts";
import { heardIn, legMedia, openUs, partyName } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** RTCP comes every five seconds; three of them missing are no chance. */
const LONG_ENOUGH_US = 20_000_000;

export const rtcpOneSided: Rule = {
  id: "rtcp_one_sided",
  title: "RTCP of one side only",
  severity: "info",
  weight: "capture",
  looksFor: "Reports of one side in a call of twenty seconds or more, and none of the other.",
  source: "RFC 3550 §6.2, §6.4; RFC 5761 §5.1.1",
  nextStep: "Switch RTCP on in the silent device, or look for a firewall that lets only the media port pass (port + 1 is RTCP's, unless rtcp-mux was agreed).",
  needs: [NEED.rtcp],
  examine(examined) {
    for (const { leg, rtcpFrom, ways } of legMedia(examined)) {
      const long = openUs(examined, leg);
      const [side] = rtcpFrom;
      if (rtcpFrom.size !== 1 || side === undefined || long < LONG_ENOUGH_US) continue;
      const silent: Side = otherSide(side);
      const told = [...ways.caller.streams, ...ways.callee.streams].find(({ reports }) => reports.some(({ ref }) => ref !== ""));
      return found({
        sentence: `Only ${partyName(leg.call, side)} reports how the call sounds; ${partyName(leg.call, silent)} sent no RTCP in ${spanText(long)}.`, host: told?.src ?? "",
        evidence: [...(told === undefined ? [] : [heardIn(told, `report of ${partyName(leg.call, side)}`)]), missing(leg.call.id, leg.call.answeredAtUs, `no RTCP of ${partyName(leg.call, silent)}`)],
      });
    }
    return ABSENT;
  },
};
