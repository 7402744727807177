// Rules about why a call was refused share this: the deepest refusal is looked up, its code and Q.850 cause judged, its echoes shown as evidence.
import { Q850_CAUSES, SIP_WARNINGS, type Evidence } from "@sipglass/model";
import { addressUser } from "./addresses.ts";
import type { Case, Failure } from "./case.ts";
import type { CaseMessage } from "./case-message.ts";
import { ringing } from "./case-transactions.ts";
import { ABSENT, found, shows, type Outcome } from "./rule.ts";

export interface RefusalWords {
  /** The host that refused, as people call it. */
  host: string;
  /** "404 Not Found", with what Reason and Warning add. */
  says: string;
  /** Whom the refused request was for. */
  number: string;
  message: CaseMessage;
  failure: Failure;
}

/** `fits` judges status code, Q.850 cause (0 = none) and phrase. */
export function refusal(
  examined: Case,
  fits: (code: number, cause: number, phrase: string) => boolean,
  sentence: (words: RefusalWords) => string,
): Outcome {
  const { failure } = examined;
  const message = failure?.final ?? null;
  // A call that rang and was then given up is people's matter: no_answer and caller_gave_up.
  if (failure === null || message === null || message.status === 487 || isRungOut(failure, message)) return ABSENT;
  if (!fits(message.status, q850Of(message), message.view.statusText)) return ABSENT;
  const words = wordsOf(examined, failure, message);
  const request = failure.leaf.requests[0];
  const asked = request === undefined ? [] : [shows(request, `${request.method} to ${failure.leaf.dst}`)];
  return found({
    sentence: sentence(words),
    host: failure.host,
    evidence: [...asked, shows(message, `refused here first: ${words.says}`), ...echoes(failure)],
  });
}

export function wordsOf(examined: Case, failure: Failure, message: CaseMessage): RefusalWords {
  const number = addressUser(failure.leaf.requests[0]?.sip.requestUri ?? "") || addressUser(message.sip.to) || "this address";
  return { host: examined.name(failure.host), says: sayings(message), number, message, failure };
}

/** Nobody took the ringing phone: 408 or 480 after 18x, or the cause says so. */
export const isRungOut = (failure: Failure, message: CaseMessage): boolean =>
  q850Of(message) === 19 ||
  ((message.status === 408 || message.status === 480) && ringing(failure.leaf) !== undefined && !SAYS_OTHERWISE.has(q850Of(message)));

/** Busy, absent, rejected: whatever rang. */
const SAYS_OTHERWISE = new Set([17, 20, 21]);

/** From Reason, or as some gateways write it, from the phrase: "480 Error (q.850 cause 21)". 0 = none. */
function q850Of(message: CaseMessage): number {
  const given = message.reasons.find(({ protocol }) => /^q\.?850$/i.test(protocol))?.cause;
  return given ?? Number(/\bq\.?850\D{1,12}(\d{1,3})\b/i.exec(message.view.statusText)?.[1] ?? 0);
}

/** "503 Service Unavailable (Q.850 cause 34: no circuit available; warning: …)". */
export function sayings(message: CaseMessage): string {
  const reasons = message.reasons.map(({ protocol, cause, text }) => {
    const known = /^q\.?850$/i.test(protocol) ? Q850_CAUSES.get(cause)?.name.toLowerCase() : undefined;
    return `${protocol} cause ${cause}${text || known ? `: ${text || known}` : ""}`;
  });
  const warnings = message.headers("warning").map((value) => `warning: ${SIP_WARNINGS.get(Number.parseInt(value, 10))?.meaning ?? value}`);
  const more = [...reasons, ...warnings].join("; ");
  return more === "" ? message.title : `${message.title} (${more})`;
}

/** What hosts further up made of it. */
export function echoes({ leaf, top }: Failure): Evidence[] {
  const shown: Evidence[] = [];
  for (let one = leaf; one !== top && one.parent !== null;) {
    one = one.parent;
    if (one.final !== null) shown.push(shows(one.final, `sent on by ${one.dst} as ${one.final.title}`));
  }
  return shown;
}
