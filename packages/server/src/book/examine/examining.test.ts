// Examining in a whole collector: live, after a restart, at a rebuild, and when legs join.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, PROJECTION_VERSION, type Call } from "@sipglass/model";
import { openMemoryStore } from "../../store/memory/mod.ts";
import type { Store } from "../../store/store.ts";
import { allCalls, openSite, type Run, type Site } from "../site.fixture.ts";
import { FAR_US, answered, at, ended, say } from "../messages.fixture.ts";

const EXAMINED_MS = 5000;

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + EXAMINED_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const value = await ask();
    if (value !== undefined) return value;
    assert.ok(Date.now() < end, "in time");
  }
}

const versions = (calls: readonly Call[]): number[] => calls.map(({ projectionVersion }) => projectionVersion);
const allExamined = (run: Run, count: number) => async (): Promise<Call[] | undefined> => {
  const calls = await allCalls(run.book);
  return calls.length === count && calls.every(({ projectionVersion }) => projectionVersion === PROJECTION_VERSION) ? calls : undefined;
};

/** One call per name: refused for want of a circuit. */
const refused = (seconds: number, callId: string) => [
  say({ seconds, callId, start: "INVITE sip:bob@example.org SIP/2.0", cseq: "1 INVITE", toTag: "" }),
  say({ seconds: seconds + 0.2, callId, start: "SIP/2.0 503 Service Unavailable", cseq: "1 INVITE", back: true }),
];

async function unexaminedSite(): Promise<Site> {
  const site = await openSite();
  const run = await site.up();
  run.hear([...answered(), ...ended(5), ...refused(6, "two@host")]);
  run.until(at(60));
  run.second();
  await run.arrive();
  assert.deepEqual(versions(await allCalls(run.book)), [0, 0]);
  assert.equal((await site.store.unexamined(10)).total, 2);
  run.kill();
  return site;
}

test("calls that were stored and not examined when the collector died are examined by the next one, in their rows", async () => {
  const site = await unexaminedSite();
  const run = await site.up({ nowUs: FAR_US, examining: true });
  const [clean, failed] = await until(allExamined(run, 2));
  assert.equal(clean!.state, "completed");
  assert.ok(failed!.findings.length > 0);
  const { examined, failed: faults, backlog } = (await run.book.state()).examining;
  assert.deepEqual([examined, faults], [2, 0]);
  assert.ok(backlog <= 2);
  assert.equal((await site.store.find(ALL, failed!.id))!.findings.length, failed!.findings.length);
  assert.deepEqual(run.failures, []);
  run.kill();
});

test("days are not sealed while rows wait to be examined, for some rounds of housekeeping", async () => {
  const store = await openMemoryStore();
  let seals = 0;
  const waiting = new Proxy(store, {
    get: (target, name: keyof Store) => name === "unexamined" ? async () => ({ calls: [], total: 5 }) : name === "seal" ? async () => void (seals += 1) : target[name].bind(target),
  });
  const site = await openSite();
  const run = await site.up({ examining: true, store: waiting });
  await until(async () => ((await run.book.state()).examining.backlog === 5 ? true : undefined));
  for (let round = 0; round < 6; round++) await run.book.seal(at(0));
  assert.equal(seals, 0);
  await run.book.seal(at(0));
  assert.equal(seals, 1);
  run.kill();
});

test("a rebuild examines everything anew, and is over when that is done", async () => {
  const site = await unexaminedSite();
  const run = await site.up({ nowUs: FAR_US, examining: true });
  const before = await until(allExamined(run, 2));
  await site.store.examine(before.map(({ id }) => ({ id, projectionVersion: 99, packets: 0, findings: [{ id: "of_older_rules", severity: "info" as const }], mos: null, lossPct: null, jitterMs: null, rttMs: null })));
  await run.book.rebuild();
  const after = await allCalls(run.book);
  assert.deepEqual(after.map(({ id, findings, projectionVersion }) => ({ id, findings, projectionVersion })), before.map(({ id, findings, projectionVersion }) => ({ id, findings, projectionVersion })));
  run.kill();
});

test("a call is examined while it is live, and a late message makes it be examined again", async () => {
  const site = await openSite();
  const run = await site.up({ examining: true });
  run.hear(refused(0, "live@host"));
  run.beat();
  const [first] = await until(allExamined(run, 1));
  assert.equal((await site.store.unexamined(9)).total, 0);
  run.hear([say({ seconds: 0.9, callId: "live@host", start: "SIP/2.0 503 Service Unavailable", cseq: "1 INVITE", back: true })]);
  const [changed] = await allCalls(run.book);
  assert.deepEqual([changed!.projectionVersion, changed!.findings], [0, first!.findings]);
  run.beat();
  await until(allExamined(run, 1));
  run.kill();
});

test("legs that join are looked at together, also when one of them is stored already", async () => {
  const site = await openSite();
  const run = await site.up({ examining: true });
  run.hear(refused(0, "stored@host"));
  run.beat();
  await until(allExamined(run, 1));
  run.until(at(60));
  run.second();
  await run.arrive();
  const stored = (await site.store.findByCallId(ALL, "stored@host"))[0]!;
  assert.equal(stored.projectionVersion, PROJECTION_VERSION);
  const { examined } = (await run.book.state()).examining;
  run.hear(refused(61, "later@host"));
  run.beat();
  await until(allExamined(run, 2));
  const later = (await run.book.find(ALL, "later@host"))[0]!;
  await run.book.decideLink(stored.id, later.id, { from: stored.id, to: later.id, verdict: "confirmed", by: "ada", atUs: at(62) });
  await until(async () => ((await run.book.state()).examining.examined >= examined + 3 ? true : undefined));
  assert.deepEqual(versions(await allCalls(run.book)), [PROJECTION_VERSION, PROJECTION_VERSION]);
  assert.deepEqual(run.failures, []);
  run.kill();
});
