// What each line of a message is for: shown when somebody hovers one. What codes, causes and warnings mean comes from the tables of the model.
import { parseReason } from "@sipglass/decode";
import { Q850_CAUSES, SIP_WARNINGS, sipCode } from "@sipglass/model";
import { ATTRIBUTE_MEANINGS, HEADER_MEANINGS, SDP_MEANINGS } from "../words/meanings.ts";
import type { Line, Token } from "./tokens.ts";

/** Compact forms, RFC 3261 §7.3.3 and the extensions that define their own. */
const COMPACT: Record<string, string> = {
  v: "via",
  f: "from",
  t: "to",
  i: "call-id",
  m: "contact",
  c: "content-type",
  l: "content-length",
  k: "supported",
  e: "content-encoding",
  s: "subject",
  x: "session-expires",
  r: "refer-to",
  y: "identity",
};

/** In lower case, the compact form written out. */
export function longHeaderName(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

export const explainHeader = (name: string): string | undefined => HEADER_MEANINGS[longHeaderName(name)];

export function explainSdp(type: string, tokens: readonly Token[]): string | undefined {
  const attribute = tokens.find((token) => token.type === "sdp-attribute")?.text;
  return (attribute && ATTRIBUTE_MEANINGS[attribute]) ?? SDP_MEANINGS[type];
}

/** undefined when there is nothing to say. */
export function explainLine(line: Line): string | undefined {
  if (line.type === "start") return explainCode(Number(line.tokens.find(({ type }) => type.startsWith("code-"))?.text ?? 0));
  if (line.type === "sdp") return explainSdp(line.name, line.tokens);
  if (line.type !== "header") return undefined;
  const value = explainValue(line.name.toLowerCase(), textBehindName(line));
  return [explainHeader(line.name), value].filter((text) => text !== undefined).join("\n") || undefined;
}

function explainCode(code: number): string | undefined {
  const known = sipCode(code);
  return known && `${known.meaning} (${known.source})`;
}

function explainValue(name: string, value: string): string | undefined {
  if (name === "warning") return SIP_WARNINGS.get(Number.parseInt(value, 10))?.meaning;
  if (name !== "reason") return undefined;
  const meanings = parseReason(value).flatMap(({ protocol, cause }) => {
    const meaning = /^q\.?850$/i.test(protocol) ? Q850_CAUSES.get(cause) : /^sip$/i.test(protocol) ? sipCode(cause) : undefined;
    return meaning === undefined ? [] : [`${cause}: ${meaning.meaning}`];
  });
  return meanings.length === 0 ? undefined : meanings.join("\n");
}

function textBehindName({ tokens }: Line): string {
  const text = tokens.map((token) => token.text).join("");
  return text.slice(text.indexOf(":") + 1).trim();
}
