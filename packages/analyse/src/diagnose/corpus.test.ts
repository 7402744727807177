// Captures of real senders against what their scenarios did: every failure named at its host, no alarm on good calls.
// Runs where SIPGLASS_CORPUS names the corpus.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Call, Diagnosis } from "@sipglass/model";
import { openCapture } from "../offline/open-capture.ts";
import { diagnose } from "./diagnose.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : false;

/** `[u32be length][u8 transport][u64be receive time, µs][HEP frame]`, repeated. */
function hepOf(scenario: string): Uint8Array {
  const bytes = readFileSync(`${corpus}/${scenario}/frames.bin`);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    frames.push(bytes.subarray(at + 13, at + 13 + length));
    at += 13 + length;
  }
  return new Uint8Array(Buffer.concat(frames));
}

function diagnosed(scenario: string): { call: Call; diagnosis: Diagnosis }[] {
  const opened = openCapture(hepOf(scenario));
  return opened.calls.map((call) => {
    const legs = opened.calls.filter(({ sessionId }) => sessionId === call.sessionId);
    const qualities = legs.map((leg) => opened.qualityOf(leg));
    const quality = { streams: qualities.flatMap(({ streams }) => streams), verdicts: [] };
    return { call, diagnosis: diagnose({ legs: legs.map((leg) => ({ call: leg, messages: opened.messagesOf(leg) })), links: opened.linksOf(call), quality }) };
  });
}

/** Caller or called user → root cause and the host where it was born. */
const FAILURES: Readonly<Record<string, readonly [id: string, host: string]>> = {
  "bob486>uas1": ["callee_busy", "127.0.0.20:5070"],
  "bob603>uas1": ["call_declined", "127.0.0.20:5070"],
  "bob488>uas1": ["media_not_acceptable", "127.0.0.20:5070"],
  // The phone's 503 becomes a 500 at the proxy.
  "bob503>uas1": ["service_unavailable", "127.0.0.20:5070"],
  "carol>uas1": ["caller_gave_up", "127.0.0.10:5080"],
  "alice>nobody": ["number_unknown", "127.0.0.1:5060"],
  "alice>trunk503": ["service_unavailable", "127.0.0.1:5060"],
  "alice>gone": ["callee_unavailable", "127.0.0.1:5060"],
  "alice>forbidden": ["forbidden", "127.0.0.1:5060"],
  "alice>moved": ["redirect_not_followed", "127.0.0.1:5060"],
  "alice>dead": ["hop_silent", "127.0.0.99:5999"],
};

test("every failure of k-failures is named at the host where it was born", { skip }, () => {
  const all = diagnosed("k-failures");
  const named = new Set(all.map(({ call }) => `${call.fromUser}>${call.toUser}`));
  assert.deepEqual([...named].toSorted(), Object.keys(FAILURES).toSorted());
  for (const { call, diagnosis } of all) {
    const root = diagnosis.findings[0];
    assert.deepEqual([root?.id, root?.host], FAILURES[`${call.fromUser}>${call.toUser}`], diagnosis.verdict);
  }
});

test("wrong passwords of registrations and calls, and no word against right ones", { skip }, () => {
  for (const { call, diagnosis } of diagnosed("k-register-auth")) {
    const isWrong = call.state === "rejected";
    assert.equal(diagnosis.findings[0]?.id === "wrong_password", isWrong, diagnosis.verdict);
    if (!isWrong) assert.deepEqual(alarms(diagnosis), []);
  }
});

test("the routing loop of k-loop", { skip }, () => {
  const loop = diagnosed("k-loop").find(({ call }) => call.kind === "message");
  assert.equal(loop?.diagnosis.findings[0]?.id, "routing_loop");
});

const alarms = ({ findings }: Diagnosis): string[] => findings.filter(({ severity }) => severity !== "info").map(({ id }) => id);

const GOOD = [
  "k-basic-calls", "k-b2bua-xcid", "k-dlg", "k-dup", "k-heptcp-down", "k-hlog", "k-hold", "k-ipv6", "k-large", "k-methods", "k-tcp", "k-authkey",
  "captagent-udp", "rtpe-udp", "rtpe-tcp",
];

for (const scenario of GOOD) {
  test(`no alarm on the good calls of ${scenario}`, { skip }, () => {
    const all = diagnosed(scenario);
    assert.ok(all.length > 0);
    for (const { call, diagnosis } of all) assert.deepEqual(alarms(diagnosis), [], `${call.fromUser}>${call.toUser}: ${diagnosis.verdict}`);
  });
}
