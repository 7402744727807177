// Sessions across shards, live and stored: legs that come late, restarts, rebuilds, words of users.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, MATCH_ALL, type Call } from "@sipglass/model";
import { allCalls, openSite, START_US, type Run } from "../site.fixture.ts";
import { heardLeg, inOrder } from "./legs.fixture.ts";

const [PHONE, PBX, TRUNK, FAR] = ["192.0.2.10", "192.0.2.20", "198.51.100.5", "203.0.113.9"];
const at = (seconds: number): number => START_US + seconds * 1e6;
const first = heardLeg({ callId: "first-leg@phone", src: PHONE!, dst: PBX! });
const second = heardLeg({ callId: "second-leg@pbx", at: 0.03, lasts: 4.9, src: PBX!, dst: TRUNK!, agent: "8" });
const third = heardLeg({ callId: "third-leg@trunk", at: 0.06, lasts: 4.8, src: TRUNK!, dst: FAR!, agent: "9" });
const stranger = heardLeg({ callId: "stranger@phone", at: 0.02, src: "192.0.2.11", dst: PBX!, from: "+4940777777777", to: "+4940888888888" });

async function settle(run: Run, seconds: number): Promise<void> {
  run.until(at(seconds));
  run.beat();
  run.second();
  for (let i = 0; i < 6; i += 1) await run.arrive();
}

/** Call-ID → Call-ID of the first leg of its session. */
async function sessionsIn(run: Run): Promise<Record<string, string>> {
  const calls = await allCalls(run.book);
  const byId = new Map(calls.map((call) => [call.id, call]));
  return Object.fromEntries(calls.map((call) => [call.callId, byId.get(call.sessionId)?.callId ?? call.sessionId]).sort());
}

const JOINED = { "first-leg@phone": "first-leg@phone", "second-leg@pbx": "first-leg@phone", "stranger@phone": "stranger@phone", "third-leg@trunk": "first-leg@phone" };
const named = (calls: readonly Call[]): string[] => calls.map(({ callId }) => callId);

for (const shards of [1, 3]) {
  test(`legs of all shards are one session while they live and when they are stored (${shards} shards)`, async () => {
    const site = await openSite();
    const run = await site.up({ shards, lingerUs: 1e6 });
    run.hear(inOrder(first, second, third, stranger).filter(({ receivedUs }) => receivedUs < at(3)));
    await settle(run, 3);
    assert.deepEqual(await sessionsIn(run), JOINED);
    run.hear(inOrder(first, second, third, stranger).filter(({ receivedUs }) => receivedUs >= at(3)));
    await settle(run, 60);
    assert.equal((await site.store.findBySession(ALL, (await run.book.find(ALL, "first-leg@phone"))[0]!.id)).length, 3, "all are stored");
    assert.deepEqual(await sessionsIn(run), JOINED);
    run.kill();
  });
}

test("an earlier leg that comes when the others are stored takes them into its session, and the old id still finds them", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: 1e6 });
  run.hear(inOrder(second, third));
  await settle(run, 60);
  const [old] = await run.book.find(ALL, "second-leg@pbx");
  assert.equal(old!.sessionId, old!.id);
  run.hear(first);
  await settle(run, 120);
  const [now] = await run.book.find(ALL, "second-leg@pbx");
  const [begun] = await run.book.find(ALL, "first-leg@phone");
  assert.equal(now!.sessionId, begun!.id);
  assert.equal((await site.store.findBySession(ALL, begun!.id)).length, 3, "the store was told");
  for (const id of [begun!.id, old!.id]) assert.deepEqual(named(await run.book.session(ALL, id)), ["first-leg@phone", "second-leg@pbx", "third-leg@trunk"]);
  run.kill();
});

test("a leg that comes after a restart joins those that were stored before", async () => {
  const site = await openSite();
  const before = await site.up({ shards: 2, lingerUs: 1e6 });
  before.hear(first);
  await settle(before, 60);
  await before.stop();
  const after = await site.up({ shards: 2, lingerUs: 1e6, nowUs: at(61) });
  after.hear(inOrder(second, stranger).map((heard) => ({ ...heard, receivedUs: heard.receivedUs + 70e6 })));
  await settle(after, 200);
  const { "third-leg@trunk": _, ...expected } = JOINED;
  assert.deepEqual(await sessionsIn(after), expected);
  after.kill();
});

test("open legs keep their session over a crash, and a rebuild comes to the same sessions", async () => {
  const site = await openSite();
  const before = await site.up({ shards: 2, lingerUs: 1e6 });
  before.hear(inOrder(first, second, third, stranger).filter(({ receivedUs }) => receivedUs < at(3)));
  await settle(before, 3);
  before.checkpoint();
  await before.arrive();
  before.kill();
  const after = await site.up({ shards: 3, lingerUs: 1e6, nowUs: at(3) });
  await settle(after, 4);
  assert.deepEqual(await sessionsIn(after), JOINED);
  after.hear(inOrder(first, second, third, stranger).filter(({ receivedUs }) => receivedUs >= at(4)));
  await settle(after, 60);
  await after.book.rebuild();
  await settle(after, 61);
  assert.deepEqual(await sessionsIn(after), JOINED);
  after.kill();
});

test("the links of a call say why, from any leg and when the engine has forgotten, and foreign legs are not shown", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: 1e6 });
  run.hear(inOrder(first, second, third, stranger));
  await settle(run, 60);
  await run.stop();
  const forgetful = await site.up({ shards: 1, nowUs: at(90) });
  const [call] = await forgetful.book.find(ALL, "third-leg@trunk");
  const { legs, links, possible } = await forgetful.book.links(ALL, call!);
  assert.deepEqual(named(legs), ["first-leg@phone", "second-leg@pbx", "third-leg@trunk"]);
  assert.deepEqual(links.map(({ rule, verdict }) => [rule, verdict]), [["numbers", "joined"], ["numbers", "joined"]]);
  assert.match(links[0]!.evidence, /Caller and callee are the same/);
  assert.deepEqual(possible, []);
  assert.deepEqual(await forgetful.book.links({ kind: "tenants", tenants: ["acme"] }, call!).then(({ legs, links }) => [legs, links]), [[], []]);
  forgetful.kill();
});

test("what a user says of stored legs is done at once, survives a rebuild and can be taken back", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: 1e6 });
  run.hear(inOrder(first, second, third, stranger));
  await settle(run, 60);
  await run.stop();
  const later = await site.up({ shards: 2, lingerUs: 1e6, nowUs: at(90) });
  const idOf = async (callId: string): Promise<string> => (await later.book.find(ALL, callId))[0]!.id;
  const [a, c, z] = [await idOf("first-leg@phone"), await idOf("third-leg@trunk"), await idOf("stranger@phone")];
  const said = { by: "ada", atUs: at(90) };
  await later.book.decideLink(a, z, { from: a, to: z, verdict: "confirmed", ...said });
  await later.book.decideLink(a, c, { from: a, to: c, verdict: "split", ...said });
  const expected = { ...JOINED, "stranger@phone": "first-leg@phone", "third-leg@trunk": "third-leg@trunk" };
  assert.deepEqual(await sessionsIn(later), expected);
  await later.book.rebuild();
  await settle(later, 91);
  assert.deepEqual(await sessionsIn(later), expected);
  await later.book.decideLink(a, c, undefined);
  await later.book.decideLink(a, z, undefined);
  await settle(later, 92);
  assert.deepEqual(await sessionsIn(later), JOINED);
  later.kill();
});

test("a header named by a user's rule joins legs that come after, a pattern on the Call-ID joins those that are here", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: 1e6 });
  await run.book.linkKnowledge([], [{ id: "1", kind: "header", value: "x-trace" }]);
  const headers = ["X-Trace: 7d8e9f0a1b2c3d4e"];
  run.hear(inOrder(heardLeg({ callId: "one@a", src: PHONE!, dst: PBX!, from: "a", to: "b", headers }), heardLeg({ callId: "two@b", at: 1, src: TRUNK!, dst: FAR!, from: "c", to: "d", headers }),
    heardLeg({ callId: "job77.x@c", at: 1, src: "192.0.2.77", dst: "192.0.2.78", from: "e", to: "f" }), heardLeg({ callId: "job77.y@d", at: 1, src: "192.0.2.87", dst: "192.0.2.88", from: "g", to: "h" })));
  await settle(run, 60);
  const apart = { "job77.x@c": "job77.x@c", "job77.y@d": "job77.y@d", "one@a": "one@a", "two@b": "one@a" };
  assert.deepEqual(await sessionsIn(run), apart);
  await run.book.linkKnowledge([], [{ id: "2", kind: "call_id_pattern", value: "^(job\\d+)\\." }]);
  await settle(run, 61);
  const [x, y] = Object.entries(await sessionsIn(run)).filter(([callId]) => callId.startsWith("job")).map(([, session]) => session);
  assert.equal(x, y);
  run.kill();
});

test("a list of sessions holds each once, at its first matching leg, over pages of any size", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: 1e6 });
  run.hear(inOrder(first, second, third, stranger));
  await settle(run, 60);
  for (const order of ["newest", "oldest"] as const) {
    for (const limit of [1, 2, 10]) {
      const found: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await run.book.sessions(ALL, { query: MATCH_ALL, fromUs: 0, toUs: at(1000), limit, order, ...(cursor === undefined ? {} : { cursor }) });
        found.push(...page.items.map(({ legs }) => named(legs)));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(found.sort(), [["first-leg@phone", "second-leg@pbx", "third-leg@trunk"], ["stranger@phone"]], `${order}, ${limit} a page`);
    }
  }
  run.kill();
});

test("a transfer that names a call which the engine has let go of joins it all the same", async () => {
  const site = await openSite();
  const before = await site.up({ shards: 2, lingerUs: 1e6 });
  before.hear(first);
  await settle(before, 60);
  await before.stop();
  const after = await site.up({ shards: 2, lingerUs: 1e6, nowUs: at(9 * 60) });
  // More than ten minutes later nobody reads the time of the first leg any more.
  after.hear(heardLeg({ callId: "taken-over@x", at: 620, src: "203.0.113.77", dst: "203.0.113.78", from: "x", to: "y", headers: ["Replaces: first-leg@phone;to-tag=t;from-tag=f"] }));
  await settle(after, 700);
  assert.deepEqual(await sessionsIn(after), { "first-leg@phone": "first-leg@phone", "taken-over@x": "taken-over@x" }, "it was over for too long");
  after.hear(heardLeg({ callId: "again@x", at: 480, src: "203.0.113.77", dst: "203.0.113.78", from: "x", to: "y", headers: ["Replaces: first-leg@phone;to-tag=t;from-tag=f"] }));
  await settle(after, 800);
  assert.equal((await sessionsIn(after))["again@x"], "first-leg@phone");
  after.kill();
});
