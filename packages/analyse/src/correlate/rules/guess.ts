// What has no id in common is guessed: the same media address or SDP origin, then the same numbers soon after each other, along a chain of
// hosts. A guess counts only when no other leg fits as well (resolve.ts); below JOINS it is shown as possible.
import { brief, shared, valuesIn, type Guess } from "../leg.ts";
import { bothLong, type PairView } from "../pair-view.ts";

export const JOINS = 0.75;

/** Legs of one session begin within this of each other, unless media say more. */
export const WINDOW_US = 15_000_000;
/** Clocks that are further apart than this need both numbers to say so. */
const USUAL_SKEW_US = 400_000;
/** An extension alone says who it is only of what follows at once. */
const AT_ONCE_US = 3_000_000;
/** Without a chain of hosts, only what is as good as simultaneous counts. */
const CLOSE_US = 4_000_000;
const SHORTEST_SESSION_ID = 5;
/** "Soon after each other" says nothing of a call that stood when capture began. */
const UNTIMED = 0.5;
/** A direct path of media can be agreed on long after the start (re-INVITE). */
const MEDIA_WINDOW_US = 600_000_000;

export function guess(view: PairView, windowUs: number): Guess | undefined {
  // The same way at the same time is a second call, not a leg of the first.
  if (!view.during || view.hosts === "parallel") return undefined;
  return byMedia(view) ?? byNumbers(view, windowUs);
}

function byMedia(view: PairView): Guess | undefined {
  const { first, second, hosts, caller, callee, gapUs } = view;
  const media = shared(valuesIn(first, "media"), valuesIn(second, "media"));
  const origin = shared(valuesIn(first, "origin").filter(isUnique), valuesIn(second, "origin"));
  if (media === undefined && origin === undefined) return undefined;
  const agreeing = (caller === "same" ? 1 : 0) + (callee === "same" ? 1 : 0);
  const apart = caller === "differ" && callee !== "same" || callee === "differ" && caller !== "same";
  const both = media !== undefined && origin !== undefined;
  // Whoever sits between has a port for each side: one that both legs show is a port used again, unless something else agrees.
  const isOwn = !both && agreeing === 0 && media?.startsWith(`${second.from}:`) === true;
  const confidence = isOwn ? 0.6 : mediaConfidence({ both, hosts, agreeing, apart, gapUs });
  if (confidence === 0) return undefined;
  const what = media === undefined ? `the SDP origin ${brief(origin!)}` : `the media address ${media}${both ? " and the SDP origin" : ""}`;
  return {
    rule: both || media === undefined ? "sdp_origin" : "media_address", confidence, gapUs, alone: agreeing === 0,
    evidence: `Both legs have ${what}${numbersToo(view)}${chainToo(view)}`,
  };
}

/** Some agents number all their sessions 0 or 1. */
const isUnique = (origin: string): boolean => (origin.split(" ", 2)[1] ?? "").length >= SHORTEST_SESSION_ID;

interface MediaSigns extends Pick<PairView, "hosts" | "gapUs"> {
  both: boolean;
  agreeing: number;
  apart: boolean;
}

function mediaConfidence({ both, hosts, agreeing, apart, gapUs }: MediaSigns): number {
  const near = gapUs <= CLOSE_US;
  if (gapUs > MEDIA_WINDOW_US) return 0;
  if (hosts === "chain") {
    if (apart && !both) return 0.6;
    return (both ? 0.95 : 0.91) + agreeing * 0.02;
  }
  if (agreeing === 2) return both ? 0.93 : 0.9;
  if (agreeing === 1 && (both || near)) return both ? 0.9 : 0.85;
  if (both && near && !apart) return 0.84;
  return agreeing > 0 || both ? 0.6 : 0;
}

function byNumbers(view: PairView, windowUs: number): Guess | undefined {
  const { hosts, caller, callee, gapUs } = view;
  if (gapUs > windowUs || (caller !== "same" && callee !== "same")) return undefined;
  const isTimed = view.first.facts.startSeen && view.second.facts.startSeen;
  const confidence = isTimed ? numbersConfidence(view) : Math.min(numbersConfidence(view), UNTIMED);
  const alone = caller !== "same" || callee !== "same";
  const who = alone ? `The ${caller === "same" ? "caller" : "callee"} is` : "Caller and callee are";
  const diverted = view.isDiverted ? `, diverted from ${view.second.diverted[0]?.user ?? ""}` : "";
  const seconds = (Math.max(0, gapUs) / 1e6).toFixed(gapUs < 1e6 ? 3 : 1);
  return {
    rule: "numbers", confidence, gapUs, alone,
    evidence: `${who} the same (${nameOf(view)}${diverted}), ${seconds} s after the first leg began${hosts === "chain" ? chainToo(view) : ", on hosts that make no chain"}${isTimed ? "" : ", but the start of one was not seen"}`,
  };
}

function numbersConfidence(view: PairView): number {
  const { hosts, caller, callee, gapUs } = view;
  if (hosts === "chain") {
    if (caller === "same" && callee === "same") return 0.9;
    if (gapUs < -USUAL_SKEW_US) return 0.55;
    if (gapUs > AT_ONCE_US && !isWhole(view)) return 0.6;
    return caller === "differ" || callee === "differ" ? 0.55 : 0.8;
  }
  return hosts === "apart" && bothLong(view) && gapUs <= CLOSE_US ? 0.78 : 0.5;
}

/** The number that agrees is that of a subscriber, not an extension or a name. */
const isWhole = ({ second, caller }: PairView): boolean => (caller === "same" ? second.callers : second.callees).some(({ isLong }) => isLong);

function nameOf({ caller, callee, second }: PairView): string {
  const names = [caller === "same" ? second.facts.callers[0] : "", callee === "same" ? second.facts.callees[0] : ""];
  return names.filter((name) => name !== undefined && name !== "").join(" → ");
}

const numbersToo = ({ caller, callee }: PairView): string =>
  caller === "same" && callee === "same" ? ", caller and callee" : caller === "same" ? " and the caller" : callee === "same" ? " and the callee" : "";

const chainToo = ({ hosts, second }: PairView): string => (hosts === "chain" ? `; ${second.from} took the first leg and made the second` : "");
