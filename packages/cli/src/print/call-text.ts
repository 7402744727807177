// Calls and their messages as text for people.
import { styleText } from "node:util";
import { printable } from "@sipglass/analyse";
import type { CallJson, MessageJson } from "@sipglass/model";
import { table, type Column } from "./table.ts";

const COLOURS: Partial<Record<string, "green" | "red" | "yellow" | "cyan">> = {
  completed: "green", established: "cyan", ringing: "cyan", trying: "cyan", failed: "red", timeout: "red", lost: "red", rejected: "yellow", busy: "yellow", no_answer: "yellow",
};

export interface CallTableOptions {
  width: number;
  colours: boolean;
  /** First column counts from here. */
  numbered?: number;
  /** Which of how many legs of its session a call is, by id. */
  legOf?: ReadonlyMap<string, string>;
  /** Columns keep their place from one table to the next. */
  steady?: boolean;
}

export function callTable(calls: readonly CallJson[], { width, colours, numbered, legOf = new Map(), steady = false }: CallTableOptions): string {
  const numbers: Column<CallJson>[] = numbered === undefined ? [] : [{ title: "#", text: (call) => String(calls.indexOf(call) + numbered), align: "right" }];
  const shown = columns(colours).map((column) => (steady ? { ...column, least: STEADY[column.title] ?? 0 } : column));
  const legs: Column<CallJson>[] = legOf.size === 0 ? [] : [{ title: "leg", text: ({ id }) => legOf.get(id) ?? "" }];
  return table(calls, [...numbers, ...legs, ...shown], width);
}

const STEADY: Readonly<Record<string, number>> = { state: 11, from: 18, to: 18, talk: 7, source: 21, destination: 21 };

function columns(colours: boolean): Column<CallJson>[] {
  const colour = (cell: string, { state }: CallJson): string => {
    const name = COLOURS[state];
    return colours && name !== undefined ? styleText(name, cell, { validateStream: false }) : cell;
  };
  return [
    { title: "started", text: ({ started_at }) => (started_at ?? "").replace("T", " ").slice(0, 23) },
    { title: "state", text: ({ state, kind }) => (kind === "call" ? state : kind === "registration" ? "register" : kind), colour },
    { title: "code", text: ({ status_code }) => String(status_code ?? ""), align: "right" },
    { title: "from", text: ({ caller, from_user }) => caller || from_user, most: 24, flexible: true },
    { title: "to", text: ({ callee, to_user }) => callee || to_user, most: 24, flexible: true },
    { title: "talk", text: ({ duration_s }) => (duration_s === null ? "" : durationText(duration_s)), align: "right" },
    { title: "msgs", text: ({ messages }) => String(messages), align: "right" },
    { title: "source", text: ({ src }) => src, most: 27 },
    { title: "destination", text: ({ dst }) => dst, most: 27 },
    { title: "Call-ID", text: ({ call_id }) => call_id, flexible: true },
  ];
}

/** "0:07", "12:34", "1:02:03". */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Everything there is to say about one call, a line each; what is not known is left out. */
export function callDetails(call: CallJson): string {
  const ms = (value: number | null): string => (value === null ? "" : `${Math.round(value)} ms`);
  const reason = call.reason === null ? "" : `${call.reason.protocol} ${call.reason.cause} ${call.reason.text}`.trim();
  const lines: [string, string][] = [
    ["Call-ID", call.call_id], ["id", call.id], ["session", call.session_id === call.id ? "" : call.session_id],
    ["state", `${call.state}${call.status_code === null ? "" : ` (${call.status_code} ${call.status_text})`}`], ["ended by", call.ended_by === "unknown" ? "" : call.ended_by],
    ["cause", call.hangup_cause], ["reason", reason], ["from", party(call.caller, call.from_user, call.from_domain)], ["to", party(call.callee, call.to_user, call.to_domain)],
    ["asserted", call.pai_user], ["started", call.started_at ?? ""], ["answered", call.answered_at ?? ""], ["ended", call.ended_at ?? ""],
    ["post-dial delay", ms(call.pdd_ms)], ["setup", ms(call.setup_ms)], ["ringing", ms(call.ring_ms)], ["talk", call.duration_s === null ? "" : durationText(call.duration_s)],
    ["path", call.hops.join(" → ")], ["transport", call.transport], ["user agents", call.user_agents.join(" · ")], ["codecs", call.codecs.join(", ")],
    ["messages", `${call.messages}${call.retransmissions > 0 ? `, ${call.retransmissions} of them sent again` : ""}${call.duplicates > 0 ? `, and ${call.duplicates} mirror duplicates` : ""}`],
    ["MOS", call.mos === null ? "" : `${call.mos.worst} worst, ${call.mos.average} average (${call.mos.source})`], ["captured by", call.agents.join(", ")],
    ["findings", (call.findings ?? []).map(({ id, severity }) => `${id} (${severity})`).join(", ")], ["tenants", call.tenants.join(", ")], ["not whole", call.partial ?? ""],
  ];
  return lines.filter(([, text]) => text !== "").map(([name, text]) => `${name.padEnd(16)}${printable(text)}\n`).join("");
}

function party(shown: string, user: string, domain: string): string {
  const address = domain === "" ? user : `${user}@${domain}`;
  return shown === user || shown === "" ? address : `${shown} <${address}>`;
}

export function messageTable(messages: readonly MessageJson[], width: number): string {
  return table(messages, [
    { title: "time", text: ({ time }) => time.slice(11, 26) },
    { title: "source", text: ({ src }) => src }, { title: "destination", text: ({ dst }) => dst },
    { title: "message", text: messageTitle, flexible: true },
    { title: "CSeq", text: ({ cseq, cseq_method }) => (cseq_method === "" ? "" : `${cseq} ${cseq_method}`) },
    { title: "", text: ({ retransmission, also_seen_by }) => [retransmission ? "again" : "", ...also_seen_by.map((agent) => `+${agent}`)].join(" ").trim() },
  ], width);
}

function messageTitle({ method, status_code, status_text, request_uri, type }: MessageJson): string {
  if (status_code !== null) return `${status_code} ${status_text}`.trimEnd();
  return method === null ? `type ${type}` : `${method} ${request_uri}`.trimEnd();
}

/** The messages as they were on the wire, each under a line that says when and between whom. Line ends stay; other controls are shown. */
export function rawMessages(messages: readonly MessageJson[]): string {
  return messages.map((message) => {
    const about = `---- ${message.time} ${message.src} → ${message.dst} ${message.transport}${message.retransmission ? " (again)" : ""}`;
    return `${about}\n${message.raw.split(/\r?\n/).map(printable).join("\n").trimEnd()}\n\n`;
  }).join("");
}
