// Legs joined by the real server: labelled conversations of many vendors over HEP, through one and three shards, and recorded B2BUAs.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CallJson, Link } from "@sipglass/model";
import { generate } from "../fixtures/labelled/generate.ts";
import { hepOf } from "../fixtures/labelled/scoring/examine.ts";
import type { LabelledSession } from "../fixtures/labelled/truth.ts";
import { allCalls } from "./corpus-run.ts";
import { randomFrom, readFrames, sendTcp } from "./hep-frames.ts";
import { sleep, startServer, until, type ServerProcess } from "./server-process.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const SESSIONS = 150;

interface SessionList {
  items: { session_id: string; legs: number; call_ids: string[] }[];
  next: string | null;
}

async function withServer(shards: number, work: (server: ServerProcess) => Promise<void>): Promise<void> {
  const server = await startServer({ environment: { SIPGLASS_SHARDS: String(shards) } });
  try {
    await work(server);
  } finally {
    await server.kill();
    server.remove();
  }
}

/** Everything that was sent is archived, and what was heard last is in its session. */
async function sent(server: ServerProcess, frames: readonly Buffer[]): Promise<CallJson[]> {
  await sendTcp(frames, server.hepPort, randomFrom(frames.length));
  await until(() => server.health(), ({ stored, duplicates, dropped }) => stored + duplicates + dropped.reduce((sum, { count }) => sum + count, 0) >= frames.length, 60_000);
  // Nobody says that the last leg was joined: nothing changes any more.
  let calls: CallJson[] = [];
  const same = async (): Promise<boolean> => {
    const before = JSON.stringify(calls);
    await sleep(1500);
    calls = await allCalls(server);
    return JSON.stringify(calls) === before;
  };
  await until(same, Boolean);
  return calls;
}

const pairs = <T>(items: readonly T[]): [T, T][] => items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));

function compare(sessions: readonly LabelledSession[], calls: readonly CallJson[]): { missed: string[]; wrong: string[]; all: number } {
  const sessionOf = new Map(calls.map((call) => [call.call_id, call.session_id]));
  const groupOf = new Map(sessions.flatMap(({ id, truth }) => truth.groups.flatMap((group, i) => group.map((callId) => [callId, `${id}/${i}`] as const))));
  const truth = sessions.flatMap(({ truth: { groups } }) => groups.flatMap(pairs));
  const found = [...Map.groupBy(calls.filter((call) => groupOf.has(call.call_id)), (call) => call.session_id).values()].flatMap((legs) => pairs([...new Set(legs.map((leg) => leg.call_id))]));
  return {
    all: truth.length, missed: truth.filter(([a, b]) => sessionOf.get(a) === undefined || sessionOf.get(a) !== sessionOf.get(b)).map((pair) => pair.join(" + ")),
    wrong: found.filter(([a, b]) => groupOf.get(a) !== groupOf.get(b)).map(([a, b]) => `${groupOf.get(a)} ${a} + ${groupOf.get(b)} ${b}`),
  };
}

for (const shards of [1, 3]) {
  test(`labelled conversations come out as their sessions with ${shards} shard${shards > 1 ? "s" : ""} (SEED=${seed})`, async () => {
    const sessions = generate(seed, SESSIONS, "links");
    await withServer(shards, async (server) => {
      const { missed, wrong, all } = compare(sessions, await sent(server, hepOf(sessions).map((frame) => Buffer.from(frame))));
      assert.ok(wrong.length <= all * 0.005, `strangers joined:\n${wrong.join("\n")}`);
      assert.ok(missed.length <= all * 0.03, `${missed.length} of ${all} missed:\n${missed.join("\n")}`);
      const list = await server.get<SessionList>("calls?group=session&from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&limit=1000");
      const many = list.items.find(({ legs }) => legs > 2) ?? assert.fail("no session of three legs");
      const { legs, links } = await server.get<{ legs: CallJson[]; links: Link[] }>(`calls/${encodeURIComponent(many.call_ids.at(-1) ?? "")}/links`);
      assert.deepEqual(legs.map((leg) => leg.call_id), many.call_ids);
      assert.ok(links.filter(({ verdict }) => verdict === "joined").length >= many.legs - 1 && links.every(({ evidence }) => evidence.length > 10));
    });
  });
}

const SIPP = join(corpus, "k-b2bua-xcid", "frames.bin");
test("SIPp as a B2BUA in third-party call control: four sessions of two legs", { skip: corpus === "" ? "SIPGLASS_CORPUS is not set" : !existsSync(SIPP) && "not in the corpus" }, () =>
  withServer(2, async (server) => {
    const calls = await sent(server, readFrames(SIPP));
    const sessions = [...Map.groupBy(calls, (call) => call.session_id).values()].map((legs) => legs.map((leg) => leg.call_id).sort());
    assert.equal(sessions.length, 4);
    for (const [first = "", second] of sessions) assert.equal(second, `legb///${first}`);
  }));

const ASTERISK = join(corpus, "public", "sipnab", "b2bua-asterisk.pcapng");
test("an imported capture of an Asterisk between two phones: one session, by where the media went", { skip: corpus === "" ? "SIPGLASS_CORPUS is not set" : !existsSync(ASTERISK) && "not in the corpus" }, () =>
  withServer(2, async (server) => {
    const answer = await server.fetch("/api/v1/imports?name=b2bua.pcapng", { method: "POST", body: readFileSync(ASTERISK), headers: { "content-type": "application/octet-stream" } });
    assert.equal(answer.status, 200, await answer.text());
    const legs = (await allCalls(server)).filter(({ kind }) => kind === "call");
    assert.equal(new Set(legs.map((leg) => leg.session_id)).size, 1);
    const { links } = await server.get<{ links: Link[] }>(`calls/${legs[0]!.id}/links`);
    assert.deepEqual(links.map(({ rule, verdict }) => [rule, verdict]), [["media_address", "joined"]]);
  }));
