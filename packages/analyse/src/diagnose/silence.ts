// Which sides of an answered call were not heard although both were to speak: by captured media, by the RTCP of who should have heard, or by a device's report.
import { otherSide, senderOf, type Side } from "../quality/media-plan.ts";
import type { CaseMessage } from "./case-message.ts";
import type { Case } from "./case.ts";
import { legMedia, openUs, type LegMedia } from "./directions.ts";
import { exchangesOf, mediaEnd } from "./exchanges.ts";
import { once } from "./once.ts";

export interface Silence {
  media: LegMedia;
  /** Sides that nobody heard. */
  unheard: Side[];
  openUs: number;
}

/** Less than this may be a slow start. */
const LONG_ENOUGH_US = 5_000_000;

export const silencesOf = once((examined): Silence[] => legMedia(examined).flatMap((media) => silenceOf(examined, media)));

function silenceOf(examined: Case, media: LegMedia): Silence[] {
  if (media.unclear) return [];
  const open = openUs(examined, media.leg);
  if (open < LONG_ENOUGH_US) return [];
  const sides: Side[] = ["caller", "callee"];
  const unheard = sides.filter((side) => !media.ways[side].heard && isMissed(media, side));
  return unheard.length === 0 ? [] : [{ media, unheard, openUs: open }];
}

/** The other direction was captured as media, or who should have heard tells of what it hears, and not of this. */
function isMissed({ ways, captured, rtcpFrom }: LegMedia, speaker: Side): boolean {
  const listener = otherSide(speaker);
  const isCounted = ways[speaker].streams.some(({ packets, reports }) => packets !== null && reports.length > 0);
  return (captured && ways[listener].streams.some(({ rtp }) => rtp !== null)) || rtcpFrom.has(listener) || isCounted;
}

/** Where a side wants to receive, by its last word on it. */
export function announced(examined: Case, callId: string, side: Side): { message: CaseMessage; end: string; host: string; address: string } | undefined {
  const exchanges = exchangesOf(examined).filter((one) => one.callId === callId && one.answer !== null);
  const callerTag = exchanges.find(({ initial }) => initial)?.first.requests[0]?.sip.fromTag ?? "";
  for (const { offer, offerSdp, offeredBy, answer, answerSdp, answeredBy } of exchanges.toReversed()) {
    if (answer === null) continue;
    const isOffer = senderOf(offer.view, callerTag) === side;
    const [message, sdp, host] = isOffer ? [offer, offerSdp, offeredBy] : [answer, answerSdp, answeredBy];
    const audio = sdp?.media.find(({ kind, port }) => kind === "audio" && port > 0);
    if (audio !== undefined) return { message, end: mediaEnd(audio), host, address: audio.address };
  }
  return undefined;
}
