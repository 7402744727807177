// What a bare word means, by its shape: network, IP address, number, Call-ID, id, else text. Written as terms, so that every evaluator agrees.
import { canonicalIp, speaksOfPort } from "./ip.ts";
import { canonicalEnd } from "./match.ts";
import { or, type Match, type Query } from "./query.ts";

const literal = (text: string): string => text.replaceAll(/[\\*]/g, "\\$&");

/** `*` inside a bare word stands for any text. */
function containing(value: string): Match {
  return value.includes("*") ? { type: "wildcard", pattern: `*${value.replaceAll("\\", "\\\\")}*` } : { type: "contains", value };
}

const term = (field: string, match: Match): Query => ({ type: "term", field, any: [match], at: -1 });
const anyOf = (fields: string, match: Match): Query[] => fields.split(" ").map((field) => term(field, match));

function network(value: string): Match | undefined {
  const [, address = "", bits = ""] = /^(.+)\/(\d{1,3})$/.exec(value) ?? [];
  const ip = canonicalIp(address);
  return ip !== undefined && Number(bits) <= (ip.includes(":") ? 128 : 32) ? { type: "cidr", address: ip, bits: Number(bits) } : undefined;
}

/** Hexadecimal, UUID-like or base-36 with digits in it, and long: somebody pasted an identifier. */
const looksLikeId = (value: string): boolean => value.length >= 16 && /^[\w.+%!~-]+$/.test(value) && /\d/.test(value);

export function expandText(value: string): Query {
  const cidr = network(value);
  if (cidr) return term("ip", cidr);
  if (canonicalIp(value) !== undefined || (speaksOfPort(value) && canonicalIp(canonicalEnd(value).replace(/:\d+$/, "")) !== undefined)) {
    return term("ip", { type: "exact", value: canonicalEnd(value) });
  }
  const exact: Match = { type: "exact", value };
  if (/^\+?[\d*#]*\d[\d*#]*$/.test(value) && value.length < 20) {
    // +49…, 0049… and 49… are one number, written by three kinds of switch.
    const digits = value.replace(/^(?:\+|00)(?=.)/, "");
    return or([...anyOf("number caller callee", containing(digits)), ...anyOf("callid external_id", exact)]);
  }
  if (value.includes("*")) return or(anyOf("caller callee number callid ua", containing(value)));
  if (/^[^@\s]+@[^@\s]+$/.test(value)) return or(anyOf("callid from to ruri external_id correlation", exact));
  if (looksLikeId(value)) {
    return or([term("callid", { type: "wildcard", pattern: `${literal(value)}*` }), ...anyOf("id session external_id correlation", exact), ...anyOf("number", containing(value))]);
  }
  return or(anyOf("caller callee number callid ua", containing(value)));
}
