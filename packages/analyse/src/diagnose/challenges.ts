// Challenges and what became of them (RFC 3261 §22, RFC 7616, RFC 8760): the 401 or 407, the next try on the same hop, its credentials, its result.
import type { AuthHeader } from "@sipglass/decode";
import type { CaseMessage } from "./case-message.ts";
import type { CaseLeg } from "./case.ts";
import type { Transaction } from "./case-transactions.ts";

export interface ChallengeRound {
  challenged: Transaction;
  /** The 401 or 407. */
  challenge: CaseMessage;
  realms: string[];
  nonces: string[];
  algorithms: string[];
  stale: boolean;
  /** Credentials that the challenged request already carried. */
  before: AuthHeader[];
  /** The next request of the same kind on this hop; null when none was seen. */
  retry: Transaction | null;
  credentials: AuthHeader[];
  /** Final response to the retry. */
  result: CaseMessage | null;
}

const known = new WeakMap<CaseLeg, ChallengeRound[]>();

/** In the order of the challenges, on every hop. Made once for a leg: many rules ask. */
export function challengeRounds(leg: CaseLeg): ChallengeRound[] {
  const rounds = known.get(leg) ?? roundsOf(leg);
  known.set(leg, rounds);
  return rounds;
}

function roundsOf({ transactions }: CaseLeg): ChallengeRound[] {
  return transactions.flatMap((one) => {
    const { final } = one;
    if (final === null || !isChallenge(final)) return [];
    const retry =
      transactions.find(
        (next) => next.method === one.method && next.srcIp === one.srcIp && next.dstIp === one.dstIp && next.cseq > one.cseq,
      ) ?? null;
    const parameter = (name: string): string[] => final.challenges.map(({ parameters }) => parameters.get(name) ?? "");
    return [
      {
        challenged: one,
        challenge: final,
        realms: parameter("realm"),
        nonces: parameter("nonce"),
        algorithms: parameter("algorithm"),
        stale: parameter("stale").some((value) => value.toLowerCase() === "true"),
        before: one.requests[0]?.credentials ?? [],
        retry,
        credentials: retry?.requests[0]?.credentials ?? [],
        result: retry?.final ?? null,
      },
    ];
  });
}

export const isChallenge = ({ status }: CaseMessage): boolean => status === 401 || status === 407;

export const parameterOf = (headers: readonly AuthHeader[], name: string): string[] =>
  headers.map(({ parameters }) => parameters.get(name) ?? "");
