// What only messages can tell: found whether a call is live or stored, page by page, in bounded time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, parseQuery, type Page, type Call, type Query } from "@sipglass/model";
import { answered, at, ended, rtcp, S, say } from "./messages.fixture.ts";
import { searchAll, type RawPlaces } from "./raw-search.ts";
import { openSite, PORTS, type Heard, type Run } from "./site.fixture.ts";

const query = (text: string): Query => {
  const parsed = parseQuery(text, { nowUs: at(0) });
  assert.ok(parsed.ok, text);
  return parsed.query;
};

const everything = (text: string) => ({ query: query(text), fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 100, order: "oldest" as const });
const callIds = ({ items }: Page<Call>): string[] => items.map(({ callId }) => callId);

/** Nine calls, every other one ended and stored; call 3 has an unusual INFO, call 4 a report. */
async function someCalls(): Promise<Run> {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: S });
  const heard: Heard[] = [];
  for (let i = 0; i < 9; i += 1) {
    heard.push(...answered(i, `call-${i}@host`));
    if (i % 2 === 0) heard.push(...ended(20, `call-${i}@host`));
  }
  heard.push(say({ seconds: 15, callId: "call-3@host", start: "INFO sip:Needle@192.0.2.2 SIP/2.0", cseq: "2 INFO" }), rtcp(16.5, "call-4@host"));
  run.hear(heard.sort((a, b) => a.receivedUs - b.receivedUs));
  run.until(at(40));
  run.second();
  await run.arrive();
  return run;
}

test("a text that only one message has is found, in any case, live or stored", async () => {
  const run = await someCalls();
  assert.deepEqual(callIds(await run.book.search(ALL, everything('raw:"sip:needle@"'))), ["call-3@host"]);
  assert.deepEqual(callIds(await run.book.search(ALL, everything('raw:"sip:needle@" OR callid:call-1@host'))), ["call-1@host", "call-3@host"]);
  assert.equal((await run.book.search(ALL, everything('NOT raw:"sip:needle@"'))).items.length, 8);
  assert.deepEqual(callIds(await run.book.search(ALL, everything('raw:"\\"ssrc\\":16500"'))), ["call-4@host"]);
  const none = await run.book.search(ALL, everything('raw:"sip:needle@" callid:call-1@host'));
  assert.deepEqual([none.items, none.next, none.partial], [[], null, false]);
  run.kill();
});

test("a header that is not kept on calls is read from messages, a kept one is not", async () => {
  const run = await someCalls();
  assert.equal((await run.book.search(ALL, everything("header:content-length=0"))).items.length, 9);
  assert.equal((await run.book.search(ALL, everything("header:content-length=1"))).items.length, 0);
  run.kill();
});

test("pages of one call each hold every match once", async () => {
  const run = await someCalls();
  const found: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 12; pages += 1) {
    const page = await run.book.search(ALL, { ...everything('raw:"@192.0.2.2"'), limit: 1, order: "newest", ...(cursor === undefined ? {} : { cursor }) });
    found.push(...callIds(page));
    if (page.next === null) break;
    cursor = page.next;
  }
  assert.deepEqual(found, Array.from({ length: 9 }, (_, i) => `call-${8 - i}@host`));
  run.kill();
});

/** Calls that exist as rows only, five thousand packets each; reading is counted. */
function heavyPlaces(calls: number): RawPlaces & { reads: number } {
  const rows = Array.from({ length: calls }, (_, i) => ({ id: `${i}`.padStart(26, "0"), callId: `c${i}`, startedAtUs: at(i), refs: [{ writer: "w-1-0.call", sequences: Array.from({ length: 5000 }, (_, n) => n) }], headers: {} }) as unknown as Call);
  const places = {
    reads: 0, shards: [], headers: new Set<string>(), ports: PORTS,
    store: {
      search: (_scope: unknown, { cursor, limit }: { cursor?: string; limit: number }) => {
        const begin = cursor === undefined ? 0 : rows.findIndex(({ startedAtUs, id }) => `${startedAtUs}.${id}` === cursor) + 1;
        return Promise.resolve({ items: rows.slice(begin, begin + limit), next: null, partial: false, warnings: [] });
      },
    } as unknown as RawPlaces["store"],
    reader: { read: () => Promise.resolve((places.reads += 1, [])) },
  };
  return places;
}

test("a question that has worked long enough says how far it came, and the next goes on there", async () => {
  const places = heavyPlaces(3);
  const first = await searchAll(places, ALL, everything('raw:"x"'), 0);
  assert.equal(places.reads, 1, "one call with many packets is read by itself");
  assert.equal(first.partial, true);
  assert.match(first.warnings[0] ?? "", /as far as calls of 2026-01-01T00:00:00/);
  const second = await searchAll(places, ALL, { ...everything('raw:"x"'), cursor: first.next! }, 0);
  const third = await searchAll(places, ALL, { ...everything('raw:"x"'), cursor: second.next! }, 0);
  assert.equal(places.reads, 3);
  assert.deepEqual([third.next, third.partial], [null, false]);
});
