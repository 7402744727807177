// Outcome: what became of a call, in the few groups that colour, icon and histogram speak of. Colour means outcome and nothing else.
import type { CallKind, CallState } from "@sipglass/model";
import type { CallJson } from "../api/shapes.ts";

export type Outcome = "answered" | "live" | "unanswered" | "cancelled" | "rejected" | "failed" | "other";

export interface OutcomeGroup {
  id: Outcome;
  label: string;
  states: readonly CallState[];
}

/** Bottom of the stacked histogram first. */
export const OUTCOMES: readonly OutcomeGroup[] = [
  { id: "answered", label: "answered", states: ["completed"] },
  { id: "live", label: "in progress", states: ["trying", "ringing", "established"] },
  { id: "unanswered", label: "busy, no answer", states: ["busy", "no_answer"] },
  { id: "cancelled", label: "caller gave up", states: ["cancelled"] },
  { id: "other", label: "other", states: ["redirected", "lost"] },
  { id: "rejected", label: "rejected", states: ["rejected"] },
  { id: "failed", label: "failed", states: ["failed", "timeout"] },
];

const BY_STATE = new Map(OUTCOMES.flatMap((group) => group.states.map((state) => [state, group.id] as const)));

export const outcomeOf = (state: CallState): Outcome => BY_STATE.get(state) ?? "other";

const WORDS: Record<CallState, string> = {
  trying: "trying",
  ringing: "ringing",
  established: "talking",
  completed: "answered",
  busy: "busy",
  no_answer: "no answer",
  cancelled: "caller gave up",
  rejected: "rejected",
  failed: "failed",
  redirected: "redirected",
  timeout: "no response",
  lost: "end not seen",
};

export const stateWord = (state: CallState): string => WORDS[state];

/** 401 and 407 are invitations to try again with credentials, not refusals (RFC 3261 §22). */
export const isChallenge = (code: number | null): boolean => code === 401 || code === 407;

const statusLine = (call: Pick<CallJson, "status_code" | "status_text">): string => `${call.status_code ?? ""} ${call.status_text}`.trim();

/** Request that makes a dialogue of this kind; the record does not say whether one about events is SUBSCRIBE, NOTIFY or PUBLISH. */
export const REQUEST_OF_KIND: Record<CallKind, string> = {
  call: "INVITE",
  registration: "REGISTER",
  options: "OPTIONS",
  message: "MESSAGE",
  subscribe: "Event request",
  other: "Request",
};

/** The text beside the outcome's icon in a list: the word where it says all, the status line where that says more. */
export function outcomeText(call: Pick<CallJson, "kind" | "state" | "status_code" | "status_text">): string {
  if (call.kind !== "call") return `${REQUEST_OF_KIND[call.kind]} ${statusLine(call) || stateWord(call.state)}`;
  const speaking = call.state === "failed" || call.state === "rejected" || call.state === "redirected";
  return speaking ? statusLine(call) || stateWord(call.state) : stateWord(call.state);
}
