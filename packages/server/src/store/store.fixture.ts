// Calls for the tests of the stores.
import { ALL, MATCH_ALL, emptyCall, encodeCalls, parseQuery, type Call, type Query, type Scope } from "@sipglass/model";
import type { Store } from "./store.ts";

export const DAY_US = 86_400_000_000;
export const HOUR_US = 3_600_000_000;
/** 2026-11-20T00:00:00Z */
export const NOON_US = 1_795_132_800_000_000 + 12 * HOUR_US;
export const ALWAYS = { fromUs: 0, toUs: 4_000_000_000_000_000 };
export const everything = { ...ALWAYS, query: MATCH_ALL };
export const tenants = (...names: string[]): Scope => ({ kind: "tenants", tenants: names });

export function makeCall(number: number, changes: Partial<Call> = {}): Call {
  const id = `call${String(number).padStart(4, "0")}`;
  return {
    ...emptyCall(id, `${id}@pbx.example`), kind: "call", state: "completed", startedAtUs: NOON_US + number * 1_000_000, fromUser: `+4930${number}`, toUser: "112",
    src: "10.0.0.1", srcPort: 5060, dst: "192.0.2.7", dstPort: 5060, statusCode: 200, messages: 7, tenants: ["acme"],
    refs: [{ writer: "c1-1-0.call", sequences: [number * 10, number * 10 + 5] }], ...changes,
  };
}

export const makeCalls = (count: number, changes?: (number: number) => Partial<Call>): Call[] => Array.from({ length: count }, (_, i) => makeCall(i, changes?.(i)));

export const add = (store: Store, calls: readonly Call[]): Promise<void> => store.append(encodeCalls(calls), [], []);

export function query(text: string): Query {
  const parsed = parseQuery(text, { nowUs: NOON_US });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.query;
}

/** Ids of one page with everything in it. */
export async function idsOf(store: Store, text = "", scope: Scope = ALL, order: "newest" | "oldest" = "oldest"): Promise<string[]> {
  const page = await store.search(scope, { ...ALWAYS, query: query(text), limit: 1000, order });
  return page.items.map(({ id }) => id);
}

/** All pages, followed by cursor. */
export async function allPages(store: Store, limit: number, order: "newest" | "oldest", text = ""): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await store.search(ALL, { ...ALWAYS, query: query(text), limit, order, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && pages.length < 1000);
  return pages;
}
