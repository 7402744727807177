// What the messages of a call say beyond its record: whether it rang, where it failed, who stayed silent, what became of credentials.
import { fromRfc3339 } from "@sipglass/model";
import type { Ladder, LadderRow, MessageJson } from "../api/shapes.ts";
import { bornRow, finalRow, hostName } from "../ladder/born.ts";
import { credentialsOf } from "./credentials.ts";
import type { CredentialsOutcome } from "./credentials.ts";
import { isChallenge } from "./outcome.ts";

export interface Evidence {
  /** Of the request that began it all: a dialogue about events may begin with SUBSCRIBE, NOTIFY or PUBLISH. */
  method: string;
  /** When the first 180 was sent; null when none was. */
  ringUs: number | null;
  /** A 180 reached the caller's end. */
  ringHeard: boolean;
  /** The first provisional answer beyond 100 that is no ringing: "183 Session Progress". */
  progress: { status: string; atUs: number } | null;
  /** When the caller sent CANCEL; null when not. */
  cancelUs: number | null;
  /** The final answer as the caller got it. */
  finalUs: number | null;
  /** Retransmissions of that request, on every hop. */
  repeats: number;
  /** Where the final failure was first sent, and as what. */
  born: { host: string; status: string } | null;
  /** The last host that the request was sent to and that never answered. */
  silent: { host: string; requests: number } | null;
  credentials: CredentialsOutcome;
}

/** undefined when the request that began it all is not among the messages: then they prove too little. */
export function readEvidence(ladder: Ladder, messages: readonly MessageJson[], code: number | null): Evidence | undefined {
  const { rows } = ladder;
  const first = rows.find((row) => row.kind === "request");
  if (!first) return undefined;
  const method = first.method ?? "";
  const ring = rows.find((row) => row.status_code === 180);
  const progress = rows.find((row) => row.kind === "provisional" && row.status_code !== 180 && (row.status_code ?? 0) > 100);
  const cancel = rows.find((row) => row.kind === "request" && row.method === "CANCEL" && row.from === first.from);
  const [final, born] = [rows[finalRow(ladder, code)], rows[bornRow(ladder, code)]];
  return {
    method,
    ringUs: timeOf(ring),
    ringHeard: rows.some((row) => row.status_code === 180 && row.to === first.from),
    progress: progress ? { status: progress.label, atUs: fromRfc3339(progress.at) } : null,
    cancelUs: timeOf(cancel),
    finalUs: timeOf(final),
    repeats: rows.filter((row) => row.kind === "request" && row.method === method && row.retransmission).length,
    born: born ? { host: hostName(ladder, born.from), status: born.label } : null,
    silent: silentHost(ladder, messages, method),
    credentials: isChallenge(code) ? credentialsOf(messages, method) : "none",
  };
}

const timeOf = (row: LadderRow | undefined): number | null => (row ? fromRfc3339(row.at) : null);

/** A branch belongs to one hop (RFC 3261 §17.1.3): where nothing came back on it, the other end said nothing. */
function silentHost(ladder: Ladder, messages: readonly MessageJson[], method: string): Evidence["silent"] {
  const byRef = new Map(messages.map((message) => [message.ref, message]));
  const answered = new Set(
    messages.flatMap(({ status_code, cseq_method, branch }) => (status_code !== null && cseq_method === method ? [branch] : [])),
  );
  const unanswered = ladder.rows.filter((row) => {
    const branch = byRef.get(row.ref)?.branch ?? "";
    return row.kind === "request" && row.method === method && branch !== "" && !answered.has(branch);
  });
  const to = unanswered.at(-1)?.to;
  if (to === undefined) return null;
  return { host: hostName(ladder, to), requests: unanswered.filter((row) => row.to === to).length };
}
