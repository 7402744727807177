// KPIs of the real server against a recount from the raw messages that were sent to it (kpi-recount.ts).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { encodeHep3 } from "@sipglass/decode";
import { play } from "../fixtures/calls/traffic.ts";
import { LADDER_START_US } from "../fixtures/calls/ladder.ts";
import { readFrames, sendTcp, sendUdp, randomFrom } from "./hep-frames.ts";
import { allCalls, callIdsOf, hasScenario } from "./corpus-run.ts";
import { readHep, recount, sum, type Recount } from "./kpi-recount.ts";
import { startServer, until, type ServerProcess } from "./server-process.ts";

interface Kpi {
  id: string;
  value: number | null;
  numerator: number;
  denominator: number;
  percentiles: { p50: number; p95: number; p99: number } | null;
  query: { numerator: string; denominator: string };
}
interface Kpis {
  total: { calls: number; counts: Record<string, number>; kpis: Kpi[] };
  groups: { value: string; calls: number; query: string }[];
}

const EVER = "from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
/** Ratios as they are written in the RFC and the recommendations, from the recount's own numbers. */
const RATIOS: Record<string, [string, string]> = {
  asr: ["answered", "seizures"], abr: ["answered", "attempts"], ner: ["effective", "seizures"], ser: ["answered", "not_redirected"], seer: ["established_effectively", "not_redirected"],
  isa: ["ineffective", "attempts"], scr: ["released", "attempts"], ira: ["registrations_failed", "registrations"], availability: ["pings_answered", "pings"],
};

async function compare(server: ServerProcess, expected: Recount): Promise<void> {
  const { total } = await server.get<Kpis>(`stats/kpis?${EVER}&count=legs`);
  for (const [id, number] of Object.entries(expected.numbers)) assert.equal(total.counts[id], number, id);
  const kpi = (id: string): Kpi => total.kpis.find((each) => each.id === id) ?? assert.fail(id);
  for (const [id, [above, below]] of Object.entries(RATIOS)) {
    const [numerator, denominator] = [expected.numbers[above] ?? 0, expected.numbers[below] ?? 0];
    assert.deepEqual([kpi(id).numerator, kpi(id).denominator], [numerator, denominator], id);
    assert.equal(kpi(id).value, denominator === 0 ? null : (numerator / denominator) * 100, id);
  }
  const completed = expected.numbers["completed"] ?? 0;
  assert.equal(kpi("acd").value, completed === 0 ? null : expected.numbers["talk_us"]! / 1e6 / completed);
  for (const [id, delays] of Object.entries(expected.delays)) holdsDelays(id === "talk" ? kpi("sdt") : kpi(id), delays);
  // MOS come when calls are examined, a little later than their rows: asked again until number and calls were read in the same state.
  const differences = await until(() => drillDown(server), (found) => found.length === 0).catch(() => drillDown(server));
  assert.deepEqual(differences, []);
}

/** From a number to its calls: as many as it says, for every KPI and every group. What differs. */
async function drillDown(server: ServerProcess): Promise<string[]> {
  const { total, groups } = await server.get<Kpis>(`stats/kpis?${EVER}&count=legs&group_by=code&limit=1000`);
  const shown = new Map<string, number>();
  for (const { id, numerator, denominator, query } of total.kpis) {
    if (["acd", "mht", "retransmission_rate"].includes(id)) continue;
    shown.set(query.numerator, numerator).set(query.denominator, denominator);
  }
  for (const { calls, query } of groups) shown.set(query, calls);
  const differences: string[] = [];
  for (const [query, count] of shown) {
    const { total: found } = await server.get<{ total: number }>(`calls/histogram?${EVER}&buckets=1&q=${encodeURIComponent(query)}`);
    if (found !== count) differences.push(`${query}: counts ${count}, shows ${found}`);
  }
  const sum = groups.reduce((calls, group) => calls + group.calls, 0);
  return sum === total.calls ? differences : [...differences, `the groups have ${sum} calls of ${total.calls}`];
}

/** The same attempts split by code and by hour, and those of joined legs counted once. */
async function compareSplits(server: ServerProcess, { codes, hours, numbers }: Recount): Promise<void> {
  const attempts = "q=kind:call%20NOT%20partial:began_before_capture&count=legs";
  const { items } = await server.get<{ items: { value: string; attempts: number }[] }>(`stats/top?${EVER}&by=code&limit=1000&${attempts}`);
  assert.deepEqual(Object.fromEntries(items.map(({ value, attempts: many }) => [value, many])), codes);
  const byHour: Record<number, number> = {};
  for (const day of new Set(Object.keys(hours).map((us) => Math.floor(Number(us) / 86_400e6)))) {
    const [from, to] = [day, day + 1].map((one) => new Date(one * 86_400_000).toISOString());
    const { groups } = await server.get<{ groups: { at: string; calls: number }[] }>(`stats/kpis?from=${from}&to=${to}&bucket=1h&limit=1000&kpis=abr&${attempts}`);
    for (const { at, calls } of groups) byHour[Date.parse(at) * 1000] = calls;
  }
  assert.deepEqual(byHour, hours);
  const calls = (await allCalls(server)).filter(({ kind, partial }) => kind === "call" && partial !== "began_before_capture");
  assert.equal(calls.length, numbers["attempts"]);
  const sessions = await server.get<Kpis>(`stats/kpis?${EVER}&count=sessions&kpis=abr`);
  assert.equal(sessions.total.counts["attempts"], new Set(calls.map(({ session_id }) => session_id)).size);
}

/** Nearest rank; a percentile of the server may be off by half a bucket. */
function holdsDelays({ id, percentiles, denominator }: Kpi, delays: readonly number[]): void {
  assert.equal(denominator, delays.length, id);
  if (delays.length === 0) return assert.equal(percentiles, null, id);
  const sorted = delays.toSorted((a, b) => a - b);
  for (const [name, part] of [["p50", 0.5], ["p95", 0.95], ["p99", 0.99]] as const) {
    const truth = sorted[Math.max(1, Math.ceil(sorted.length * part)) - 1]!;
    assert.ok(Math.abs(percentiles![name] - truth) <= truth / 64 + 0.001, `${id} ${name}: ${percentiles![name]} for ${truth}`);
  }
}

/** Nothing is on its way any more, and no call is open. */
async function settled(server: ServerProcess, frames: number): Promise<void> {
  await until(() => server.health(), ({ stored, duplicates }) => stored + duplicates >= frames);
}

async function compareWithRecount(server: ServerProcess, recordings: readonly (readonly Buffer[])[]): Promise<void> {
  await settled(server, recordings.reduce((frames, recording) => frames + recording.length, 0));
  const expected = sum(recordings.map((frames) => recount(frames.flatMap((frame) => readHep(frame) ?? []))));
  await compare(server, expected);
  if ((expected.numbers["attempts"] ?? 0) > 0) await compareSplits(server, expected);
}

/** One case each: everything about them can be told from one Call-ID. */
const LADDERS = [
  "busy", "bye-challenged", "bye-unanswered", "callee-hangs-up", "cancel", "challenge-and-retry", "challenge-unanswered", "mirror-duplicates", "not-found", "offer-does-not-fit",
  "parallel-fork", "proxied-call", "proxy-refuses", "reason-of-the-trunk", "redirect", "redirect-followed", "rejected", "register", "register-refused", "serial-fork", "uas-503-becomes-500", "lost-ack",
];

for (const shards of [1, 3]) {
  test(`KPIs of 220 calls of ${LADDERS.length} kinds are those of a recount of the messages, with ${shards} shard${shards > 1 ? "s" : ""}`, async () => {
    const steps = LADDERS.flatMap((name, i) => Array.from({ length: 10 }, (_, n) => play(name, `${name}-${n}@recount.example`, LADDER_START_US + (i * 10 + n) * 3_700_000)).flat());
    const frames = steps.map(({ packet, eventUs }) => Buffer.from(encodeHep3({ ...packet, timeUs: eventUs }, { deflate: (bytes) => bytes }) as Uint8Array));
    const server = await startServer({ environment: { SIPGLASS_SHARDS: String(shards) } });
    try {
      await sendTcp(frames, server.hepPort, randomFrom(shards));
      await compareWithRecount(server, [frames]);
    } finally {
      await server.kill();
      server.remove();
    }
  });
}

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
/** All recorded traffic: ordinary calls, and messages that are broken on purpose or cut. HEP 1, which has no times, has a test of its own. */
const SCENARIOS = [
  "k-basic-calls", "k-failures", "k-hold", "k-register-auth", "k-options", "k-tcp", "k-b2bua-xcid", "k-ipv6", "k-large", "k-cid", "k-authkey", "k-heptcp", "captagent-udp", "rtpe-udp", "rtpe-tcp", "k-dlg", "k-hlog", "k-methods",
  "k-dup", "k-slack-default", "k-slack-off", "k-heptcp-down", "k-capid32", "k-loop", "hepjs", "sngrep-pass", "sipgrep-pcap", "k-hep2", "sngrep-v2",
  "sngrep-pcap", "sngrep-pcap-rtp", "k-malformed", "k-torture4475", "k-torture5118", "k-torture-kam",
];

/** As few servers as possible: recordings whose Call-IDs never meet share one. */
function disjointGroups(names: readonly string[]): string[][] {
  const groups: { names: string[]; callIds: Set<string> }[] = [];
  for (const name of names) {
    const callIds = callIdsOf(corpus, name);
    const group = groups.find((each) => each.callIds.isDisjointFrom(callIds));
    groups.splice(group ? groups.indexOf(group) : groups.length, group ? 1 : 0, { names: [...(group?.names ?? []), name], callIds: (group?.callIds ?? new Set<string>()).union(callIds) });
  }
  return groups.map((group) => group.names);
}

for (const group of corpus === "" ? [SCENARIOS] : disjointGroups(SCENARIOS.filter((name) => hasScenario(corpus, name)))) {
  test(`KPIs of the recordings ${group.join(", ")} are those of a recount`, { skip: corpus === "" && "SIPGLASS_CORPUS is not set" }, async () => {
    const recordings = group.map((scenario) => readFrames(join(corpus, scenario, "frames.bin")));
    const server = await startServer();
    try {
      await sendUdp(recordings.flat(), server.hepPort);
      await compareWithRecount(server, recordings);
    } finally {
      await server.kill();
      server.remove();
    }
  });
}

/** What stands on times that HEP 1 does not carry: the server takes those of arrival. */
const TIMED = new Set(["talk_us"]);

test("the counts of a recording in HEP 1 are those of a recount; its times are those of arrival", { skip: corpus === "" && "SIPGLASS_CORPUS is not set" }, async () => {
  const frames = readFrames(join(corpus, "k-hep1", "frames.bin"));
  const server = await startServer();
  try {
    await sendUdp(frames, server.hepPort);
    await settled(server, frames.length);
    // One after the other, as they were sent.
    const { numbers } = recount(frames.flatMap((frame) => readHep(frame) ?? []).map((message, i) => ({ ...message, timeUs: i + 1 })));
    assert.equal(numbers["attempts"], 2);
    const { total } = await server.get<Kpis>(`stats/kpis?${EVER}&count=legs`);
    for (const [id, number] of Object.entries(numbers)) if (!TIMED.has(id)) assert.equal(total.counts[id], number, id);
  } finally {
    await server.kill();
    server.remove();
  }
});
