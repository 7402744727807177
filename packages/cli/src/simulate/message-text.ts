// A SIP message as text in the way of a user agent: its order of headers, its compact forms. Fields of the call stand as `{{name:length}}`.
import { filledLength } from "./template.ts";
import type { UserAgent } from "./user-agents.ts";

export type HeaderLine = readonly [name: string, value: string];

const COMPACT: Record<string, string> = {
  Via: "v", From: "f", To: "t", "Call-ID": "i", Contact: "m", "Content-Type": "c", "Content-Length": "l", Supported: "k", "Session-Expires": "x",
};
/** Proxies read these first (RFC 3261 §7.3.1 recommends them at the top). */
const FIRST = ["Via", "Record-Route", "Route"];
const LAST = ["Content-Type", "Content-Length"];

export function messageText(startLine: string, headers: readonly HeaderLine[], body: string, agent: UserAgent): string {
  const all: HeaderLine[] = body === "" ? [...headers, ["Content-Length", "0"]]
    : [...headers, ["Content-Type", "application/sdp"], ["Content-Length", String(filledLength(body))]];
  const ordered = all.map((line, i) => ({ line, at: place(line[0], agent), i })).sort((a, b) => a.at - b.at || a.i - b.i);
  const lines = ordered.map(({ line: [name, value] }) => `${agent.compact ? (COMPACT[name] ?? name) : name}: ${value}`);
  return `${startLine}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}

function place(name: string, agent: UserAgent): number {
  if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
  return LAST.includes(name) ? 0x1_0000_0000 + LAST.indexOf(name) : agent.rank(name);
}
