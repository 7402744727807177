// Legs of recorded traffic against what is known of them: of every recording each pair that its makers bridged, and no other; then all
// recordings of one network at once. Runs where SIPGLASS_CORPUS names the corpus.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Call, LinkRule } from "@sipglass/model";
import { openCapture, type OpenedCapture } from "../offline/open-capture.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const skip = corpus === "" && "SIPGLASS_CORPUS is not set";
/** Formats of other programs (NetMon), and HEP 1 and 2, which have no magic that a file could be told by. */
const UNREADABLE = new Set(["public/sipnab/c07-sip-r2.cap", "public/sipnab/rtsp-packets.cap", "k-hep1", "k-hep2", "sngrep-v2"]);

interface Pair {
  first: string;
  second: string;
  rule: LinkRule;
}

const ASTERISK: Pair = {
  first: "M2Q0ZDc1ZGM1NzIyMTlhZTA3NDU3NTgzMzA5YmJmZWQ.",
  second: "37686afc57ce24ac655742b3644a7bb8@172.16.98.101:5060",
  rule: "media_address",
};
const SIPP = [1, 2, 3, 4].map((n): Pair => ({ first: `${n}-28539@127.0.0.10`, second: `legb///${n}-28539@127.0.0.10`, rule: "x_cid" }));
/** Recordings in which a call has several Call-IDs. In all others every call has its own, and none may be joined to another. */
const TRUTH: Readonly<Record<string, readonly Pair[]>> = {
  "public/sipnab/b2bua-asterisk.pcapng": [ASTERISK],
  "sngrep-pcap": [ASTERISK],
  "k-b2bua-xcid": SIPP,
};

/** `[u32be length][u8 transport][u64be receive time, µs][HEP frame]`, repeated. */
function framesOf(scenario: string): Uint8Array[] {
  const bytes = readFileSync(join(corpus, scenario, "frames.bin"));
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 13 + bytes.readUInt32BE(at))
    frames.push(bytes.subarray(at + 13, at + 13 + bytes.readUInt32BE(at)));
  return frames;
}

const openScenarios = (names: readonly string[]): OpenedCapture => openCapture(new Uint8Array(Buffer.concat(names.flatMap(framesOf))));

/** Names of both legs and the rule of each link that joins, and how many calls of more than one leg there are. */
function joinedIn({ calls, linksOf }: OpenedCapture): { pairs: Pair[]; sessions: number } {
  const byId = new Map(calls.map((call): [string, Call] => [call.id, call]));
  const links = new Map(
    calls
      .flatMap((call) => linksOf(call))
      .filter(({ verdict }) => verdict === "joined")
      .map((link) => [`${link.from} ${link.to}`, link]),
  );
  const pairs = [...links.values()].map(({ from, to, rule }): Pair => ({
    first: byId.get(from)!.callId,
    second: byId.get(to)!.callId,
    rule,
  }));
  return { pairs, sessions: [...Map.groupBy(calls, ({ sessionId }) => sessionId).values()].filter((legs) => legs.length > 1).length };
}

function holds(name: string, capture: OpenedCapture, truth: readonly Pair[]): void {
  const { pairs, sessions } = joinedIn(capture);
  assert.deepEqual(pairs.toSorted(byName), [...truth].sort(byName), name);
  assert.equal(sessions, truth.length, name);
}

const byName = (a: Pair, b: Pair): number => a.first.localeCompare(b.first);

const scenarios = skip
  ? []
  : globSync("*/frames.bin", { cwd: corpus })
      .map((path) => path.split("/")[0]!)
      .filter((name) => !UNREADABLE.has(name))
      .sort();
const captures = skip
  ? []
  : globSync("public/*/*.{pcap,pcapng,cap}", { cwd: corpus })
      .filter((path) => !UNREADABLE.has(path))
      .sort();

test("of every recorded scenario just those legs are joined that were bridged", { skip }, () => {
  assert.ok(scenarios.length >= 30, "the corpus is there");
  for (const name of scenarios) holds(name, openScenarios([name]), TRUTH[name] ?? []);
});

test("of every public capture just those legs are joined that were bridged", { skip }, () => {
  assert.ok(captures.length >= 30, "the corpus is there");
  for (const path of captures) holds(path, openCapture(new Uint8Array(readFileSync(join(corpus, path)))), TRUTH[path] ?? []);
});

test(
  "all scenarios of one network at once, with the same few callers, callees and hosts: still just the four that were bridged",
  { skip },
  () => {
    const all = openScenarios(scenarios.filter((name) => !name.startsWith("sngrep") && !name.startsWith("sipgrep")));
    assert.ok(all.calls.length > 200);
    holds("all", all, SIPP);
  },
);
