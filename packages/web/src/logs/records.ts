// What came with a call and is neither signalling nor media: log lines, CDRs, DNS and ISUP records; and the call's own turning points between them.
import { decodeLog } from "@sipglass/decode";
import type { LogLevel } from "@sipglass/decode";
import { fromRfc3339, isMediaPayload } from "@sipglass/model";
import type { CallJson, MessageJson } from "../api/shapes.ts";
import { LOG_WORDS } from "../words/call.ts";

const SIP = 1;

export const isRecord = ({ type }: Pick<MessageJson, "type">): boolean => type !== SIP && !isMediaPayload(type);

export interface LogRow {
  atUs: number;
  /** "" for a turning point of the call, which is no packet. */
  ref: string;
  /** Whose turning point it is, by its place among the legs. */
  leg?: number;
  level: LogLevel | "event" | "";
  /** Who sent it. */
  by: string;
  text: string;
}

const encoder = new TextEncoder();

export function logRows(messages: readonly MessageJson[], legs: readonly CallJson[]): LogRow[] {
  const lines = messages.filter(isRecord).map((message): LogRow => {
    const { text, level = "" } = decodeLog(encoder.encode(message.raw));
    return { atUs: fromRfc3339(message.time), ref: message.ref, level, by: message.agent || message.src, text };
  });
  return [...lines, ...legs.flatMap(turningPoints)].toSorted((a, b) => a.atUs - b.atUs);
}

function turningPoints(
  { caller, callee, started_at, ringing_at, answered_at, ended_at, status_code, status_text }: CallJson,
  leg: number,
): LogRow[] {
  const { events } = LOG_WORDS;
  const outcome = status_code === null ? events.ended : `${events.ended}: ${status_code} ${status_text}`;
  const points: [string | null, string][] = [
    [started_at, `${events.started}: ${caller} → ${callee}`],
    [ringing_at, events.ringing],
    [answered_at, events.answered],
    [ended_at, outcome],
  ];
  return points.flatMap(([at, text]): LogRow[] =>
    at === null ? [] : [{ atUs: fromRfc3339(at), ref: "", leg, level: "event", by: LOG_WORDS.event, text }],
  );
}
