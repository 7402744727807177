// How the text of a setting becomes a value, or the reason why it does not: addresses, durations, sizes, counts, lists.
import { networkTest, type CodecValue, type MosScale, type Trunk, type Role } from "@sipglass/model";
import type { GroupRule } from "./serve/auth/rights.ts";

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

export interface Address {
  host: string;
  port: number;
}

const OFF = new Set(["off", "none", "disabled", "''", '""']);

/** `host:port`, `:port`, `[::1]:port`, `port`; off (and anything under 3 characters, as heplify-server has it) means disabled. */
export function parseAddress(text: string): Read<Address | null> {
  if (OFF.has(text.toLowerCase())) return { ok: true, value: null };
  const match = /^(?:(\[[^\]]+\]|[^:[\]]*):)?(\d{1,5})$/.exec(text.trim());
  if (!match) return text.length < 3 ? { ok: true, value: null } : { ok: false, problem: "is not host:port" };
  const port = Number(match[2]);
  if (port > 65535) return { ok: false, problem: "has a port above 65535" };
  const host = (match[1] ?? "").replace(/^\[|\]$/g, "");
  return { ok: true, value: { host: host === "" || host === "*" ? "0.0.0.0" : host, port } };
}

const DURATION_US: Record<string, number> = { us: 1, ms: 1000, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 };

/** `90s`, `1h30m`, `24h`, `2d`; a bare number is seconds. Result in µs. */
export function parseDuration(text: string): Read<number> {
  if (/^\d+$/.test(text)) return { ok: true, value: Number(text) * 1e6 };
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h|d|w))+$/.test(text)) return { ok: false, problem: "is not a duration" };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d|w)/g)) total += Number(amount) * (DURATION_US[unit ?? ""] ?? 0);
  return { ok: true, value: Math.round(total) };
}

/** As parseDuration, but a bare number is days (the unit of HEPLIFYSERVER_DBDROPDAYS). */
export const parseDays = (text: string): Read<number> => parseDuration(/^\d+$/.test(text) ? `${text}d` : text);

const UNITS: Record<string, number> = { "": 1, b: 1, k: 1e3, kb: 1e3, kib: 1024, m: 1e6, mb: 1e6, mib: 1024 ** 2, g: 1e9, gb: 1e9, gib: 1024 ** 3, t: 1e12, tb: 1e12, tib: 1024 ** 4 };

export function parseBytes(text: string, least: number): Read<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = match && UNITS[(match[2] ?? "").toLowerCase()];
  if (!match || unit === undefined || unit === null) return { ok: false, problem: "is not a size" };
  const value = Math.round(Number(match[1]) * unit);
  return value < least ? { ok: false, problem: `is below ${least} bytes` } : { ok: true, value };
}

export function parseCount(text: string, least: number, most: number): Read<number> {
  const value = Number(text);
  if (!Number.isInteger(value)) return { ok: false, problem: "is not a whole number" };
  return value < least || value > most ? { ok: false, problem: `is not within ${least}..${most}` } : { ok: true, value };
}

export const parseText = (text: string): Read<string> => ({ ok: true, value: text });

/** Addresses or networks in CIDR, separated by commas. */
export function parseNetworks(text: string): Read<string[]> {
  const read = parseList(text);
  if (!read.ok) return read;
  const wrong = read.value.find((network) => networkTest(network) === undefined);
  return wrong === undefined ? read : { ok: false, problem: `has "${wrong}", which is no address and no network` };
}

const ROLES: readonly string[] = ["admin", "support", "customer", "readonly"] satisfies Role[];

export function parseRoles(text: string): Read<Role[]> {
  const read = parseList(text);
  if (!read.ok) return read;
  const wrong = read.value.find((name) => !ROLES.includes(name));
  return wrong === undefined ? { ok: true, value: read.value as Role[] } : { ok: false, problem: `has "${wrong}", which is no role` };
}

export function parseRole(text: string): Read<Role | null> {
  if (OFF.has(text.toLowerCase())) return { ok: true, value: null };
  return ROLES.includes(text) ? { ok: true, value: text as Role } : { ok: false, problem: "is no role" };
}

/** `GROUP=VALUE` items. What is behind the last `=` is the value: names of an LDAP directory have some themselves, and commas, so `;` parts items too. */
export function parseGroupRules(text: string): Read<GroupRule[]> {
  const rules: GroupRule[] = [];
  for (const item of text.split(text.includes(";") ? ";" : ",").filter((each) => each.trim() !== "")) {
    const [, group, value] = /^(.+)=([^=]+)$/.exec(item) ?? [];
    if (group === undefined || value === undefined) return { ok: false, problem: `has "${item}", which is not GROUP=VALUE` };
    rules.push({ group: group.trim(), value: value.trim() });
  }
  return { ok: true, value: rules };
}

export function parseRoleRules(text: string): Read<GroupRule<Role>[]> {
  const read = parseGroupRules(text);
  if (!read.ok) return read;
  const wrong = read.value.find(({ value }) => !ROLES.includes(value));
  return wrong === undefined ? { ok: true, value: read.value as GroupRule<Role>[] } : { ok: false, problem: `has "${wrong.value}", which is no role` };
}

/** Without a slash at its end. */
export function parseUrl(text: string, protocols: readonly string[]): Read<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol) || url.host === "") return { ok: false, problem: `is no address that begins with ${protocols.map((each) => `${each}//`).join(" or ")}` };
  return { ok: true, value: text.replace(/\/$/, "") };
}

export function parseLdapUrls(text: string): Read<string[]> {
  const read = parseList(text);
  if (!read.ok) return read;
  for (const item of read.value) {
    const url = parseUrl(item, ["ldap:", "ldaps:"]);
    if (!url.ok) return { ok: false, problem: `has "${item}", which ${url.problem}` };
  }
  return read;
}

/** "" or `/voice`: with a slash before and none behind. */
export function parseBasePath(text: string): Read<string> {
  const path = `/${text}`.replace(/^\/+/, "/").replace(/\/+$/, "");
  return /^(\/[A-Za-z0-9._~-]+)*$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path) ? { ok: true, value: path } : { ok: false, problem: "is no path" };
}

/** `NAME=NETWORK` items; a name may come several times. */
export function parseTrunks(text: string): Read<Trunk[]> {
  const read = parseList(text);
  if (!read.ok) return read;
  const networks = new Map<string, string[]>();
  for (const item of read.value) {
    const [, name, network = ""] = /^([^=]+)=(.*)$/.exec(item) ?? [];
    if (name === undefined || networkTest(network) === undefined) return { ok: false, problem: `has "${item}", which is not NAME=NETWORK` };
    networks.set(name, [...(networks.get(name) ?? []), network]);
  }
  return { ok: true, value: Array.from(networks, ([name, of]) => ({ name, networks: of })) };
}

/** `NAME=IE/BPL` items, with `/nb`, `/wb` or `/fb` behind it for another scale. */
export function parseCodecs(text: string): Read<CodecValue[]> {
  const read = parseList(text);
  if (!read.ok) return read;
  const codecs: CodecValue[] = [];
  for (const item of read.value) {
    const [, name, ie, bpl, scale] = /^([^=\s]+)=(\d{1,3}(?:\.\d+)?)\/(\d{1,3}(?:\.\d+)?)(?:\/(nb|wb|fb))?$/.exec(item) ?? [];
    if (name === undefined || Number(bpl) === 0) return { ok: false, problem: `has "${item}", which is not NAME=IE/BPL` };
    codecs.push({ name, ie: Number(ie), bpl: Number(bpl), ...(scale === undefined ? {} : { scale: scale as MosScale }) });
  }
  return { ok: true, value: codecs };
}

/** Commas between items; brackets and quotes around them (a common slip with heplify-server) are forgiven. */
export function parseList(text: string): Read<string[]> {
  const items = text.replace(/^\[|\]$/g, "").split(",").map((item) => item.trim().replace(/^["']|["']$/g, ""));
  return { ok: true, value: items.filter((item) => item !== "") };
}

export function parseFlag(text: string): Read<boolean> {
  if (/^(on|true|yes|1)$/i.test(text)) return { ok: true, value: true };
  if (/^(off|false|no|0)$/i.test(text)) return { ok: true, value: false };
  return { ok: false, problem: "is neither on nor off" };
}
