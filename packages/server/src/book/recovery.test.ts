// Killed at chosen points and at random ones: what the archive holds is in exactly one call each, and every call is what it would have been.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, MATCH_ALL, type CallJson } from "@sipglass/model";
import { overlay, play } from "../../../../fixtures/calls/traffic.ts";
import { frameOf, packetOf, sipText } from "../pipeline/frames.fixture.ts";
import { answered, at, ended, FAR_US, info, rtcp, S, say } from "./messages.fixture.ts";
import { allCalls, archivedRefs, derivedAnew, heardOf, openSite, settledAt, type Heard, type Run, type RunOptions, type Site } from "./site.fixture.ts";

const brief = ({ call_id, state, messages, talk_ms }: Pick<CallJson, "call_id" | "state" | "messages" | "talk_ms">) => [call_id, state, messages, talk_ms];

/** The same calls as those that the archive alone gives, and every packet of the archive in one of them. */
async function asIfNothingHadHappened(site: Site, run: Run, options: RunOptions = {}): Promise<(string | number | null)[][]> {
  const calls = await settledAt(run, FAR_US);
  run.kill();
  assert.deepEqual(calls, await derivedAnew(site, FAR_US, options));
  assert.deepEqual(calls.flatMap(({ refs }) => refs).sort(), await archivedRefs(site));
  return calls.map(({ call }) => brief(call));
}

test("killed after the packets were written and before their row was: the call is tracked again from the archive", async () => {
  const site = await openSite();
  const first = await site.up({ onCommit: ([batch]) => (batch.count > 0 ? "die" : "commit") });
  first.hear([...answered(), ...ended(9)]);
  first.until(at(60));
  await first.arrive();
  const second = await site.up({ nowUs: at(61) });
  assert.deepEqual(await second.recovered.then(({ packets, openCalls }) => [packets, openCalls]), [6, 0]);
  assert.deepEqual(await asIfNothingHadHappened(site, second), [["one@host", "completed", 6, 6000]]);
});

test("killed after the row of a call was committed and before the next checkpoint: the call does not come back as open", async () => {
  const site = await openSite();
  const first = await site.up();
  first.hear(answered());
  first.until(at(30));
  first.checkpoint();
  await first.arrive();
  first.hear(ended(31));
  first.until(at(70));
  await first.arrive();
  first.kill();
  const second = await site.up({ nowUs: at(71) });
  assert.deepEqual(await second.recovered.then(({ openCalls }) => openCalls), 0);
  assert.deepEqual(await asIfNothingHadHappened(site, second), [["one@host", "completed", 6, 28_000]]);
});

test("a call that timed out without another packet does not come back as open either", async () => {
  const site = await openSite();
  const first = await site.up();
  first.hear(answered().slice(0, 2));
  first.until(at(30));
  first.checkpoint();
  first.until(at(240));
  first.until(at(300));
  await first.arrive();
  first.kill();
  const second = await site.up({ nowUs: at(301) });
  assert.deepEqual(await second.recovered.then(({ packets, openCalls }) => [packets, openCalls]), [0, 0]);
  assert.deepEqual(await asIfNothingHadHappened(site, second), [["one@host", "no_answer", 2, null]]);
});

for (const fate of ["die", "die_after"] as const) {
  test(`killed in recovery, rows of the replay committed, ${fate === "die" ? "before" : "after"} earlier boots were retired: the next recovery ends the work`, async () => {
    const site = await openSite();
    const first = await site.up({ lingerUs: S });
    // Three are in the last checkpoint: one goes on, one ends and its end is only in the archive, one is young and only there.
    first.hear([...answered(0, "goes-on@host"), ...answered(0.5, "ends@host")].sort((a, b) => a.receivedUs - b.receivedUs));
    first.until(at(20));
    first.checkpoint();
    await first.arrive();
    first.hear([...ended(21, "ends@host"), ...answered(22, "young@host"), ...ended(26, "young@host"), info(40, 2, "goes-on@host")]);
    first.beat();
    first.kill();
    const isRetirement = ([, checkpoints]: Parameters<NonNullable<RunOptions["onCommit"]>>[0]): boolean => checkpoints.some(({ shard }) => shard.startsWith("ctest-2-"));
    let rows = 0;
    const second = await site.start({
      lingerUs: S, nowUs: at(41), onCommit: (parameters) => {
        rows += parameters[0].count;
        return isRetirement(parameters) ? fate : "commit";
      },
    });
    await assert.rejects(second.recovered, /killed/);
    assert.equal(rows, 2);
    const third = await site.up({ lingerUs: S, nowUs: at(42) });
    assert.deepEqual(await third.recovered.then(({ openCalls }) => openCalls), 1);
    third.hear([info(43, 3, "goes-on@host"), ...ended(50, "goes-on@host")]);
    assert.deepEqual((await asIfNothingHadHappened(site, third, { lingerUs: S })).sort(), [
      ["ends@host", "completed", 6, 17_500], ["goes-on@host", "completed", 8, 47_000], ["young@host", "completed", 6, 1000],
    ]);
  });
}

test("no checkpoint of half a recovery is stored, however long it takes, and the clock of the wall ends no call meanwhile", async () => {
  const site = await openSite();
  const first = await site.up();
  // The second call's final response comes 40 s after its INVITE, with life from its agent between.
  first.hear([...answered().slice(0, 1), info(20, 9, "other@host"), say({ seconds: 30, start: "SIP/2.0 180 Ringing", cseq: "1 INVITE", back: true }), info(100, 10, "other@host")]);
  first.beat();
  first.kill();
  const shards = new Set<string>();
  const second = await site.start({ nowUs: at(3600), onCommit: ([, checkpoints]) => {
    for (const { shard, openCalls } of checkpoints) for (const { json } of openCalls) if (json !== null) shards.add(shard);
    return "commit";
  } });
  let nowUs = at(3600);
  const timer = setInterval(() => {
    nowUs += 300 * S;
    second.until(nowUs);
    second.second();
    second.checkpoint();
  }, 0);
  await second.recovered;
  clearInterval(timer);
  await second.arrive();
  assert.deepEqual(await asIfNothingHadHappened(site, second), [["one@host", "no_answer", 2, null], ["other@host", "established", 2, null]]);
});

for (const how of ["short", "garbage"] as const) {
  test(`a last block that is ${how === "short" ? "cut short" : "followed by half of another"} costs its own packets and nothing else`, async () => {
    const site = await openSite();
    const first = await site.up();
    first.hear(answered());
    first.beat();
    first.hear([info(10, 2)]);
    first.beat();
    first.kill();
    site.tear(how);
    const second = await site.up({ nowUs: at(12) });
    second.hear(ended(20));
    assert.deepEqual(await asIfNothingHadHappened(site, second), [["one@host", "completed", how === "short" ? 6 : 7, 17_000]]);
  });
}

test("another number of shards at each start makes no difference", async () => {
  const site = await openSite();
  const calls = Array.from({ length: 12 }, (_, i) => `call-${i}@host`);
  let nowUs = at(0);
  for (const [i, shards] of [1, 3, 2, 5, 1].entries()) {
    const run = await site.up({ shards, nowUs });
    run.hear(calls.slice(i * 2, i * 2 + 4).flatMap((callId, n) => (n < 2 && i > 0 ? ended(i * 30 + n, callId) : answered(i * 30 + n, callId))).sort((a, b) => a.receivedUs - b.receivedUs));
    run.until(at(i * 30 + 20));
    if (i % 2 === 0) run.checkpoint();
    await run.arrive();
    nowUs = at(i * 30 + 25);
    if (i === 3) await run.stop();
    else run.kill();
  }
  const last = await site.up({ shards: 4, nowUs });
  const states = await asIfNothingHadHappened(site, last, { shards: 2 });
  assert.deepEqual(Object.entries(Object.groupBy(states, ([, state]) => String(state))).map(([state, of]) => [state, of?.length]).sort(), [["completed", 8], ["established", 4]]);
});

test("crash after crash, each before anything was committed, loses and doubles nothing", async () => {
  const site = await openSite();
  const seconds = [0, 10, 20, 30];
  for (const second of seconds) {
    const run = await site.start({ nowUs: at(second), shards: 2, onCommit: (_, number) => (second > 0 && number > 0 ? "die" : "commit") });
    if (second > 0) {
      await assert.rejects(run.recovered);
      continue;
    }
    await run.recovered;
    run.hear([...answered(0), ...answered(5, "two@host")]);
    run.beat();
    run.kill();
  }
  const last = await site.up({ nowUs: at(40), shards: 2 });
  last.hear([...ended(41), ...ended(42, "two@host")]);
  assert.deepEqual((await asIfNothingHadHappened(site, last)).sort(), [["one@host", "completed", 6, 38_000], ["two@host", "completed", 6, 34_000]]);
});

test("after a clean stop nothing is replayed, and open calls are open", async () => {
  const site = await openSite();
  const first = await site.up({ shards: 2 });
  first.hear([...answered(), ...ended(5), ...answered(6, "two@host"), rtcp(8, "two@host")]);
  await first.stop();
  assert.deepEqual(first.failures, []);
  const second = await site.up({ shards: 2, nowUs: at(20) });
  const { packets, openCalls } = await second.recovered;
  assert.deepEqual([packets, openCalls], [0, 2]);
  second.hear(ended(21, "two@host"));
  assert.deepEqual((await asIfNothingHadHappened(site, second)).sort(), [["one@host", "completed", 6, 2000], ["two@host", "completed", 6, 12_000]]);
});

test("a call that lasts for hours with a message each minute is one call, and replay is no longer for it", async () => {
  const site = await openSite();
  let nowUs = at(0);
  let number = 1;
  const replayed: number[] = [];
  for (let hour = 0; hour < 4; hour += 1) {
    const run = await site.up({ nowUs, shards: 1 + (hour % 2) });
    replayed.push((await run.recovered).packets);
    if (hour === 0) run.hear(answered());
    for (let minute = 0; minute < 55; minute += 1) {
      run.hear([info(hour * 3600 + minute * 60 + 10, (number += 1))]);
      run.checkpoint();
      await run.arrive();
    }
    run.hear([info(hour * 3600 + 56 * 60, (number += 1))]);
    run.beat();
    run.kill();
    nowUs = at(hour * 3600 + 57 * 60);
  }
  const last = await site.up({ nowUs });
  replayed.push((await last.recovered).packets);
  assert.deepEqual(replayed, [0, 1, 1, 1, 1]);
  const calls = await settledAt(last, nowUs);
  assert.deepEqual(calls.map(({ call }) => [call.state, call.messages]), [["established", 4 + 4 * 56]]);
  assert.deepEqual(calls[0]!.refs.sort(), await archivedRefs(site));
});

for (const shards of [1, 3]) {
  test(`a packet with messages of two calls belongs to both after a crash, to each once (${shards} shards)`, async () => {
    const site = await openSite();
    const both = (seconds: number, cseq: number): Heard => {
      const text = (callId: string): string => sipText({ start: "INFO sip:bob@192.0.2.2 SIP/2.0", callId, cseq: `${cseq} INFO`, toTag: "t1", branch: `z9hG4bK${callId}${cseq}` });
      return { frame: frameOf(packetOf(text("a@host") + text("b@host"), at(seconds), { ipProtocol: 6 })), receivedUs: at(seconds) };
    };
    const first = await site.up({ shards });
    first.hear([both(0, 2), both(20, 3)]);
    first.checkpoint();
    await first.arrive();
    first.hear([both(21, 4)]);
    first.beat();
    first.kill();
    const second = await site.up({ shards, nowUs: at(22) });
    second.hear([both(23, 5)]);
    const calls = await settledAt(second, at(24));
    assert.deepEqual(calls.map(({ call, refs }) => [call.call_id, call.messages, refs.length]).sort(), [["a@host", 4, 4], ["b@host", 4, 4]]);
  });
}

test("RTCP joins its call across a restart, and none is attached twice", async () => {
  const site = await openSite();
  const first = await site.up({ shards: 2 });
  first.hear([...answered(), rtcp(5), rtcp(10)]);
  first.until(at(20));
  first.checkpoint();
  await first.arrive();
  // A young call holds the replay of media back to before those that the long call has.
  first.hear([...answered(21, "young@host"), rtcp(24.5, "young@host"), rtcp(25), rtcp(26, "nobody@host")]);
  first.checkpoint();
  await first.arrive();
  first.hear([rtcp(30), rtcp(31, "young@host")]);
  first.beat();
  first.kill();
  const second = await site.up({ shards: 2, nowUs: at(33) });
  second.hear([rtcp(35), rtcp(36, "young@host"), ...ended(40), ...ended(41, "young@host")]);
  const calls = await settledAt(second, FAR_US);
  assert.deepEqual(calls, await derivedAnew(site, FAR_US, { shards: 3 }));
  const media = ({ refs }: { refs: string[] }): number => refs.filter((ref) => ref.includes(".media:")).length;
  assert.deepEqual(calls.map((call) => [call.call.call_id, media(call)]).sort(), [["one@host", 5], ["young@host", 3]]);
});

test("RTCP that came by another id of the call is not attached twice", async () => {
  const site = await openSite();
  const first = await site.up();
  const invite = sipText({ start: "INVITE sip:bob@example.org SIP/2.0", callId: "one@host", cseq: "1 INVITE", extra: "X-CID: trunk-7" });
  first.hear([{ frame: frameOf(packetOf(invite, at(0))), receivedUs: at(0) }, ...answered().slice(1), rtcp(5, "trunk-7")]);
  first.until(at(18));
  first.hear([...answered(19, "young@host"), rtcp(20, "young@host"), rtcp(22.5, "trunk-7"), rtcp(23, "trunk-7")]);
  first.checkpoint();
  await first.arrive();
  first.kill();
  const second = await site.up({ nowUs: at(25) });
  second.hear([rtcp(26, "trunk-7")]);
  const calls = await settledAt(second, at(27));
  assert.deepEqual(calls.map(({ call, refs }) => [call.call_id, refs.filter((ref) => ref.includes(".media:")).length]).sort(), [["one@host", 4], ["young@host", 1]]);
});

test("a call with more packets than it keeps references to is not counted up by a replay", async () => {
  const site = await openSite();
  const first = await site.up();
  first.hear(answered());
  const infos = (from: number, count: number): Heard[] => Array.from({ length: count }, (_, i) => info(from + i / 1000, Math.round(from * 1000) + i));
  first.hear([...infos(4, 20_000), ...answered(25, "young@host"), ...infos(29, 200)]);
  first.checkpoint();
  await first.arrive();
  first.kill();
  const second = await site.up({ nowUs: at(31) });
  const [call] = await second.book.find(ALL, "one@host");
  assert.equal(call?.messages, 4 + 20_000 + 200);
});

test("messages without a Call-ID are calls of their own, before and after a crash", async () => {
  const site = await openSite();
  const nameless = (seconds: number): Heard => ({ frame: frameOf(packetOf(sipText({ start: "OPTIONS sip:x SIP/2.0", callId: "?", cseq: "1 OPTIONS" }).replace("Call-ID: ?\r\n", ""), at(seconds))), receivedUs: at(seconds) });
  const first = await site.up({ lingerUs: S });
  first.hear([nameless(0), nameless(14), nameless(30), nameless(33), nameless(60)]);
  first.until(at(65));
  await first.arrive();
  first.kill();
  const second = await site.up({ lingerUs: S, nowUs: at(66) });
  assert.equal((await asIfNothingHadHappened(site, second, { lingerUs: S })).length, 5);
});

test("with a short linger a replayed call keeps its late messages: restored calls do not hurry the clock", async () => {
  const site = await openSite();
  const options = { lingerUs: 4 * S };
  const first = await site.up(options);
  first.hear(answered());
  const again = (seconds: number): Heard => ended(seconds, "young@host")[0]!;
  first.hear([...answered(19, "young@host"), ...ended(24, "young@host"), info(25, 2), again(25.5), info(26.6, 3), info(27.7, 4), info(28.8, 5)]);
  first.checkpoint();
  await first.arrive();
  first.kill();
  const second = await site.up({ ...options, nowUs: at(29) });
  assert.deepEqual((await asIfNothingHadHappened(site, second, options)).map(([callId, , messages]) => [callId, messages]).sort(), [["one@host", 8], ["young@host", 7]]);
});

test("rebuild gives the same calls, and one that is killed on its way is ended by the next start", async () => {
  const site = await openSite();
  const first = await site.up({ shards: 2 });
  first.hear(heardOf(overlay([
    { name: "busy", startUs: at(0), stretch: 1 }, { name: "stands-for-hours", startUs: at(1), stretch: 1 }, { name: "register", startUs: at(2), stretch: 1 }, { name: "parallel-fork", startUs: at(3), stretch: 2 },
  ])));
  await first.stop();
  const second = await site.up({ shards: 3, nowUs: FAR_US });
  const before = await settledAt(second, FAR_US);
  const { packets } = await second.book.rebuild();
  assert.equal(packets, (await archivedRefs(site)).length);
  assert.deepEqual(await settledAt(second, FAR_US), before);
  await second.stop();
  let clearing = false;
  const third = await site.up({ shards: 1, nowUs: FAR_US, onCommit: () => (clearing ? "die" : "commit") });
  clearing = true;
  void third.book.rebuild().catch(() => undefined);
  await assert.rejects(Promise.race([third.recovered.then(() => new Promise((_, reject) => setTimeout(() => reject(new Error("killed")), 50)))]));
  const fourth = await site.up({ shards: 2, nowUs: FAR_US });
  assert.equal((await fourth.recovered).packets, packets);
  assert.deepEqual(await settledAt(fourth, FAR_US), before);
});

test("a rebuild tracks open calls anew too", async () => {
  const site = await openSite();
  const first = await site.up();
  first.hear(answered());
  first.until(at(20));
  const [before] = await allCalls(first.book);
  await first.book.rebuild();
  const [after] = await allCalls(first.book);
  assert.deepEqual(after?.refs, before?.refs);
  assert.equal(await first.book.count(ALL, { query: MATCH_ALL, fromUs: 0, toUs: Infinity }), 1);
  first.hear(ended(30));
  assert.deepEqual(await asIfNothingHadHappened(site, first), [["one@host", "completed", 6, 27_000]]);
});

test("scripts of calls that try again, come late or come twice, killed after every message, comes to the same", async () => {
  for (const name of ["tries-again", "call-id-reused", "late-200-acknowledged", "mirror-duplicates"]) {
    const heard = heardOf(play(name, "a@host", at(0)));
    for (let cut = 1; cut < heard.length; cut += 1) {
      const site = await openSite();
      const first = await site.up();
      first.hear(heard.slice(0, cut));
      first.beat();
      first.kill();
      const second = await site.up({ nowUs: heard[cut]!.receivedUs });
      second.hear(heard.slice(cut));
      await asIfNothingHadHappened(site, second);
    }
  }
});
