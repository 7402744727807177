// How long a call may be silent before that means something, in event time.
import { isOpen, type Call, type CallState } from "@sipglass/model";
import type { CallFacts, TrackedCall } from "./open-call.ts";
import { anyBye } from "./dialogs.ts";
import { isChallenge } from "./outcome.ts";

/** Timer B and F: 64·T1 without any response (RFC 3261 §17.1.1.2, §17.1.2.2). */
const NO_ANSWER_AT_ALL_US = 32_000_000;
/** Timer C is more than three minutes after each provisional response (§16.6 step 11). */
const RINGING_US = 185_000_000;
/** An established call without session timer may be silent for long. */
const SILENT_US = 12 * 3_600_000_000;

/** Somebody is asked for the password and types it: the INVITE that comes then is the same attempt. */
const TYPING_US = 90_000_000;

/** A call that timed out waits from then on: a late answer still belongs to it. What had ended has waited already. */
const lingerFromUs = (call: Call, facts: CallFacts): number =>
  GIVEN_UP.has(call.state) ? Math.max(call.lastSeenAtUs, facts.expiredUs) : call.lastSeenAtUs;
const GIVEN_UP: ReadonlySet<CallState> = new Set(["timeout", "no_answer", "lost"]);

const isAsked = ({ kind, statusCode, answeredAtUs }: Call): boolean => kind === "call" && answeredAtUs === 0 && isChallenge(statusCode);

/** When the call changes by itself if nothing more is heard. */
export function deadlineOf({ call, facts }: TrackedCall, lingerUs: number): number {
  const { lastSeenAtUs } = call;
  if (!isOpen(call.state)) return lingerFromUs(call, facts) + (isAsked(call) ? Math.max(lingerUs, TYPING_US) : lingerUs);
  if (isChallenge(call.statusCode)) return lastSeenAtUs + lingerUs;
  if (call.kind !== "call") return lastSeenAtUs + NO_ANSWER_AT_ALL_US;
  if (call.state === "established") {
    if (anyBye(facts)) return lastSeenAtUs + lingerUs;
    return lastSeenAtUs + (facts.sessionExpiresS > 0 ? facts.sessionExpiresS * 2_000_000 : SILENT_US);
  }
  return wasAnswered(facts) ? lastSeenAtUs + RINGING_US : Math.max(facts.attemptUs, call.startedAtUs) + NO_ANSWER_AT_ALL_US;
}

const wasAnswered = ({ ringingUs, attempt, transactions }: CallFacts): boolean =>
  ringingUs > 0 || transactions.some((t) => t.attempt === attempt && t.status >= 100);

/** The last retransmission of timers A and E is at 31.5 s; half a second of it may be the network's. */
const LAST_REPETITION_US = 31_000_000;

/** Its request was repeated to the end of timer B or F without any response: nothing more is to come, whether or not anyone looks on. */
export const isExhausted = ({ call, facts }: TrackedCall): boolean =>
  isOpen(call.state) &&
  call.state !== "established" &&
  call.retransmissions > 0 &&
  !wasAnswered(facts) &&
  call.lastSeenAtUs - Math.max(facts.attemptUs, call.startedAtUs) >= LAST_REPETITION_US;
