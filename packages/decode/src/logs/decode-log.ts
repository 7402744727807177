// Log lines that agents send as HEP (payload type 100, OpenSIPS xlog 86, Loki 200): plain text, a line of JSON, or with a syslog head.
// What people read is `text`; level and Call-ID are taken out where the line says them.
import { looseJson, type JsonObject, isObject } from "../rtcp/loose-json.ts";

export interface LogLine {
  text: string;
  level?: LogLevel;
  callId?: string;
}

export const LOG_LEVELS = ["trace", "debug", "info", "notice", "warning", "error", "critical"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/** Syslog's severities 0–7 (RFC 5424 §6.2.1). */
const SEVERITIES: readonly LogLevel[] = ["critical", "critical", "critical", "error", "warning", "notice", "info", "debug"];
const WORDS: Readonly<Record<string, LogLevel>> = {
  trace: "trace",
  dbg: "debug",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "notice",
  warn: "warning",
  warning: "warning",
  err: "error",
  error: "error",
  crit: "critical",
  critical: "critical",
  alert: "critical",
  emerg: "critical",
  emergency: "critical",
  fatal: "critical",
  bug: "critical",
  panic: "critical",
};
const SYSLOG_HEAD = /^<(\d{1,3})>(?:\d{1,2} )?/;
const LEVEL_WORD =
  /(?:^|[\s[(<|])(trace|debug|dbg|info|notice|warn(?:ing)?|error|err|crit(?:ical)?|alert|emerg(?:ency)?|fatal|panic|bug)(?:[\s:\])>|]|$)/i;
const CALL_ID = /\bcall[-_ ]?id\b["']?\s*[=:]\s*["'<[(]?([^\s"'<>\])(,;]+)/i;
const TEXT_FIELDS = ["message", "msg", "text", "log", "line", "event"];
const LEVEL_FIELDS = ["level", "severity", "lvl", "levelname", "loglevel"];
const CALL_ID_FIELDS = ["call_id", "callid", "call-id", "callId", "Call-ID", "sip_call_id", "correlation_id"];

/** Never refuses: any bytes are a line. Invalid UTF-8 is read as Latin-1. */
export function decodeLog(payload: Uint8Array): LogLine {
  const raw = textOf(payload).replace(/[\0\r\n\s]+$/, "");
  const json = raw.startsWith("{") ? looseJson(raw) : undefined;
  if (isObject(json)) return fromJson(json, raw);
  const head = SYSLOG_HEAD.exec(raw);
  const text = head ? raw.slice(head[0].length) : raw;
  const word = LEVEL_WORD.exec(text.slice(0, 200))?.[1];
  return line(
    text,
    head ? SEVERITIES[Number(head[1]) & 7] : word === undefined ? undefined : WORDS[word.toLowerCase()],
    CALL_ID.exec(text)?.[1],
  );
}

function textOf(payload: Uint8Array): string {
  try {
    return utf8.decode(payload);
  } catch {
    return latin1.decode(payload);
  }
}

function fromJson(json: JsonObject, raw: string): LogLine {
  const first = (names: readonly string[]): string | undefined => {
    const value = names.map((name) => json[name]).find((found) => typeof found === "string" || typeof found === "number");
    return value === undefined ? undefined : String(value);
  };
  return line(first(TEXT_FIELDS) ?? raw, levelOf(first(LEVEL_FIELDS)), first(CALL_ID_FIELDS) ?? CALL_ID.exec(raw)?.[1]);
}

/** A word, or a number as pino and bunyan write it: 10 trace … 60 fatal. */
function levelOf(value: string | undefined): LogLevel | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === "" || Number.isNaN(number)) return WORDS[value.trim().toLowerCase()];
  if (number < 10) return SEVERITIES[number];
  return (["trace", "debug", "info", "warning", "error", "critical"] as const)[Math.min(Math.floor(number / 10), 6) - 1];
}

function line(text: string, level: LogLevel | undefined, callId: string | undefined): LogLine {
  return { text, ...(level === undefined ? {} : { level }), ...(callId === undefined || callId === "" ? {} : { callId }) };
}
