// How an answered call ended: the answer, the BYEs and who sent the first, hop by hop.
import { answer, isInitial, type Transaction } from "./case-transactions.ts";
import type { CaseLeg } from "./case.ts";
import type { CaseMessage } from "./case-message.ts";

export interface End {
  leg: CaseLeg;
  /** Deepest and topmost answered INVITE. */
  invite: Transaction;
  answered: CaseMessage;
  /** The first BYE after the answer, on the hop where it was born; null when none was seen. */
  bye: Transaction | null;
  byeMessage: CaseMessage | null;
  /** Whose side sent it, by its tags; "middle" when a host between the ends sent BYEs both ways. */
  by: "caller" | "callee" | "middle" | "unknown";
  /** Answer → BYE. */
  talkUs: number;
}

const known = new WeakMap<CaseLeg, End[]>();

/** One for each leg that was answered; made once for a leg, as many rules ask. */
export function endsOf(legs: readonly CaseLeg[]): End[] {
  return legs.flatMap((leg) => {
    const ends = known.get(leg) ?? endOf(leg);
    known.set(leg, ends);
    return ends;
  });
}

function endOf(leg: CaseLeg): End[] {
  const invite = leg.transactions.find((one) => one.method === "INVITE" && isInitial(one) && answer(one) !== undefined);
  const answered = invite === undefined ? undefined : answer(invite);
  if (invite === undefined || answered === undefined) return [];
  const byes = leg.of("BYE").filter(({ startUs }) => startUs >= answered.atUs);
  const bye = byes.filter(({ parent }) => parent === null).toSorted((a, b) => a.startUs - b.startUs)[0] ?? null;
  const byeMessage = bye?.requests[0] ?? bye?.responses[0] ?? null;
  return [
    {
      leg,
      invite,
      answered,
      bye,
      byeMessage,
      by: bye === null ? "unknown" : sideOf(leg, bye, byes),
      talkUs: byeMessage === null ? 0 : byeMessage.atUs - answered.atUs,
    },
  ];
}

function sideOf(leg: CaseLeg, bye: Transaction, byes: readonly Transaction[]): End["by"] {
  const callerTag = leg.invites[0]?.requests[0]?.sip.fromTag ?? leg.invites[0]?.responses[0]?.sip.fromTag ?? "";
  const tag = (one: Transaction): string => (one.requests[0] ?? one.responses[0])?.sip.fromTag ?? "";
  const both = byes.find(
    (other) =>
      other.parent === null &&
      other !== bye &&
      other.srcIp === bye.srcIp &&
      other.dstIp !== bye.dstIp &&
      tag(other) !== tag(bye) &&
      Math.abs(other.startUs - bye.startUs) < 1_000_000,
  );
  if (both !== undefined) return "middle";
  if (callerTag === "") return "unknown";
  return tag(bye) === callerTag ? "caller" : "callee";
}

/** Requests that refresh or change the call after its answer: re-INVITE and UPDATE of the dialog. */
export const refreshesOf = (leg: CaseLeg, sinceUs: number): Transaction[] =>
  leg.transactions.filter(
    (one) => (one.method === "INVITE" || one.method === "UPDATE") && one.startUs > sinceUs && (one.requests[0]?.sip.toTag ?? "") !== "",
  );
