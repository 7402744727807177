// Rules about why a call was refused share this: the deepest refusal is looked up, its code and Q.850 cause compared, its echoes shown as evidence.
import { hostPort, type Severity } from "@sipglass/model";
import { addressUser } from "./addresses.ts";
import type { Case, Failure } from "./case.ts";
import type { CaseMessage } from "./case-message.ts";
import { ABSENT, found, shows, type Outcome, type Weight } from "./rule.ts";

export interface RefusalKind {
  codes: readonly number[];
  /** Q.850 causes that say it whatever the code is. */
  causes?: readonly number[];
  severity?: Severity;
  weight?: Weight;
}

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

export function refusal(examined: Case, kind: RefusalKind, sentence: (words: RefusalWords) => string): Outcome {
  const { failure } = examined;
  const message = failure?.final ?? null;
  if (failure === null || message === null) return ABSENT;
  const cause = q850Of(message);
  const fits = cause !== 0 && kind.causes !== undefined && kind.causes.includes(cause) ? true : kind.codes.includes(message.status) && !isToldOtherwise(cause, kind);
  if (!fits) return ABSENT;
  const request = failure.leaf.requests[0];
  const number = addressUser(request?.sip.requestUri ?? "") || addressUser(message.sip.to);
  const words = { host: examined.name(failure.host || hostPort(message.view.src, message.view.srcPort)), says: sayings(message), number, message, failure };
  return found({
    sentence: sentence(words), host: failure.host,
    evidence: [...(request === undefined ? [] : [shows(request, `${request.method} to ${failure.leaf.dst}`)]), shows(message, `refused here first: ${sayings(message)}`), ...echoes(failure)],
    ...(kind.severity === undefined ? {} : { severity: kind.severity }), ...(kind.weight === undefined ? {} : { weight: kind.weight }),
  });
}

/** A cause with a rule of its own is nearer to the truth than the code it was mapped to; 16, 31, 127 and the like say nothing. */
const isToldOtherwise = (cause: number, { causes }: RefusalKind): boolean => SPEAKING_CAUSES.has(cause) && !(causes ?? []).includes(cause);

/** Causes that a rule of refusal claims. */
const SPEAKING_CAUSES = new Set([1, 2, 3, 17, 18, 19, 20, 21, 22, 27, 28, 34, 38, 41, 42, 44, 47]);

export const q850Of = (message: CaseMessage): number => message.reasons.find(({ protocol }) => /^q\.?850$/i.test(protocol))?.cause ?? 0;

/** "503 Service Unavailable (Q.850 cause 34: no circuit; Warning: …)". */
export function sayings(message: CaseMessage): string {
  const reasons = message.reasons.map(({ protocol, cause, text }) => `${protocol} cause ${cause}${text === "" ? "" : `: ${text}`}`);
  const warnings = message.headers("warning").map((value) => `Warning ${value}`);
  const more = [...reasons, ...warnings].join("; ");
  return more === "" ? message.title : `${message.title} (${more})`;
}

/** What hosts further up made of it. */
function echoes({ leaf, top }: Failure) {
  const shown = [];
  for (let one = leaf.parent; one !== null; one = one.parent) {
    if (one.final !== null) shown.push(shows(one.final, `sent on by ${one.dst} as ${one.final.title}`));
    if (one === top) break;
  }
  return shown;
}
