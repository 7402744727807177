// Calls of real senders (Kamailio, rtpengine, captagent, sngrep) against what their scenarios did. Runs where SIPGLASS_CORPUS names the
// corpus.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { decodeHep, parseSip, toLatin1 } from "@sipglass/decode";
import type { Call, Registration } from "@sipglass/model";
import { createRegistrationTracker } from "../registration/registration-tracker.ts";
import { createCallTracker } from "./call-tracker.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : false;

interface Frame {
  frame: Uint8Array;
  receivedUs: number;
}

/** `[u32be length][u8 transport][u64be receive time, µs][HEP frame]`, repeated. */
function* framesOf(scenario: string): Generator<Frame> {
  const bytes = readFileSync(`${corpus}/${scenario}/frames.bin`);
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    yield { frame: bytes.subarray(at + 13, at + 13 + length), receivedUs: Number(bytes.readBigUInt64BE(at + 5)) };
    at += 13 + length;
  }
}

interface Tracked {
  calls: Call[];
  registrations: Registration[];
  sip: number;
  attached: number;
}

function track(scenario: string): Tracked {
  const calls: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 10_000,
    maxRefs: 1000,
    lingerUs: 32_000_000,
    maxLingering: 10_000,
    headers: [],
    correlationHeaders: ["x-cid"],
    onClosed: (call) => void calls.push(call),
  });
  const registers = createRegistrationTracker();
  let sip = 0;
  let attached = 0;
  for (const { frame, receivedUs } of framesOf(scenario)) {
    const decoded = decodeHep(frame, { inflate: (bytes) => inflateSync(bytes) });
    if (!decoded.ok) continue;
    const packet = decoded.value;
    const eventUs = packet.timeUs === 0 ? receivedUs : packet.timeUs;
    const parsed = packet.payloadType === 1 ? parseSip(toLatin1(packet.payload)) : undefined;
    if (parsed?.ok) {
      sip += 1;
      const input = { packet, message: parsed.value, eventUs, receivedUs };
      if (tracker.message(input) !== "duplicate") registers.message(input);
    } else if (tracker.attach(packet.correlationId, { packet, eventUs, receivedUs })) attached += 1;
  }
  tracker.closeAll();
  return { calls: calls.sort((a, b) => a.startedAtUs - b.startedAtUs), registrations: [...registers.live()], sip, attached };
}

interface TruthPacket {
  sec: number;
  usec: number;
  call_id?: string;
  method?: string;
  status?: number;
  cseq_method?: string;
}

/** First sights by an independent decoder (tshark). */
function truthOf(scenario: string, callId: string) {
  const { packets } = JSON.parse(readFileSync(`${corpus}/${scenario}/truth.json`, "utf8")) as { packets: TruthPacket[] };
  const first = (wanted: (packet: TruthPacket) => boolean): number => {
    const times = packets.filter((packet) => packet.call_id === callId && wanted(packet)).map(({ sec, usec }) => sec * 1e6 + usec);
    return times.length === 0 ? 0 : Math.min(...times);
  };
  return {
    startedAtUs: first(({ method }) => method === "INVITE"),
    ringingAtUs: first(({ status = 0, cseq_method }) => cseq_method === "INVITE" && status >= 180 && status < 200),
    answeredAtUs: first(({ status = 0, cseq_method }) => cseq_method === "INVITE" && status >= 200 && status < 300),
    byeUs: first(({ method }) => method === "BYE"),
  };
}

/** kind state code ended_by, counted. */
function tally(calls: readonly Call[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, state, statusCode, endedBy } of calls) {
    const key = `${kind} ${state} ${statusCode} ${endedBy}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const COMPLETED = "call completed 200 caller";

/** By the recipes: uac_*.xml hang up, uas_*.xml refuse as they are named, Kamailio answers for users that it does not know. */
const SCENARIOS: Record<string, Record<string, number>> = {
  "k-basic-calls": { [COMPLETED]: 5 },
  "k-failures": {
    "call busy 486 callee": 2,
    "call rejected 603 callee": 2,
    "call failed 488 callee": 2,
    "call failed 500 callee": 2,
    "call cancelled 487 caller": 2,
    "call failed 404 network": 2,
    "call failed 503 network": 2,
    "call no_answer 480 network": 1,
    "call rejected 403 network": 1,
    "call redirected 302 network": 1,
    "call failed 408 timeout": 1,
  },
  "k-register-auth": {
    "registration completed 200 unknown": 7,
    "registration rejected 401 unknown": 2,
    [COMPLETED]: 2,
    "call rejected 407 network": 1,
  },
  "k-options": {
    "options completed 200 unknown": 7,
    "options failed 404 unknown": 1,
    "options failed 483 unknown": 1,
    "registration completed 200 unknown": 1,
  },
  "k-hold": { [COMPLETED]: 2 },
  "k-methods": { "message completed 200 unknown": 2, "subscribe completed 202 unknown": 2, [COMPLETED]: 2 },
  "k-loop": { "registration completed 200 unknown": 1, "message failed 483 unknown": 1 },
  "k-tcp": { [COMPLETED]: 3, "options completed 200 unknown": 1 },
  "k-ipv6": { [COMPLETED]: 3, "options completed 200 unknown": 1 },
  "k-large": { [COMPLETED]: 6 },
  "k-authkey": { [COMPLETED]: 2 },
  "k-dup": { [COMPLETED]: 2 },
  "k-cid": { [COMPLETED]: 2, "call failed 404 network": 1, "call failed 503 network": 1 },
  "k-dlg": { [COMPLETED]: 2 },
  "k-hlog": { [COMPLETED]: 2 },
  "k-hep1": { [COMPLETED]: 2, "options completed 200 unknown": 1 },
  "k-hep2": { [COMPLETED]: 2, "options completed 200 unknown": 1, "call failed 404 network": 1 },
  "k-heptcp": { [COMPLETED]: 6, "call failed 404 network": 1 },
  "k-b2bua-xcid": { [COMPLETED]: 8 },
  "k-slack-default": { "call failed 404 network": 3, "call failed 503 network": 2 },
  "k-slack-off": { "call failed 404 network": 3, "call failed 503 network": 2 },
  "rtpe-udp": { [COMPLETED]: 1, "registration completed 200 unknown": 1 },
  "rtpe-tcp": { [COMPLETED]: 1, "registration completed 200 unknown": 1 },
  "captagent-udp": { [COMPLETED]: 3, "registration completed 200 unknown": 1 },
};

for (const [scenario, expected] of Object.entries(SCENARIOS)) {
  test(`${scenario}: states, codes and who ended it`, { skip }, () => assert.deepEqual(tally(track(scenario).calls), expected));
}

test("times are those of an independent decoder, call by call", { skip }, () => {
  for (const scenario of ["k-basic-calls", "k-hold", "k-tcp", "k-ipv6", "k-large", "k-register-auth", "captagent-udp"]) {
    for (const call of track(scenario).calls.filter(({ kind, state }) => kind === "call" && state === "completed")) {
      const { byeUs, ...truth } = truthOf(scenario, call.callId);
      const { startedAtUs, ringingAtUs, answeredAtUs, endedAtUs } = call;
      assert.deepEqual({ startedAtUs, ringingAtUs, answeredAtUs }, truth, `${scenario} ${call.callId}`);
      assert.equal(endedAtUs, byeUs);
    }
  }
});

test("every SIP frame is a message of some call or a duplicate", { skip }, () => {
  for (const scenario of [
    ...Object.keys(SCENARIOS),
    "k-malformed",
    "k-torture4475",
    "k-torture5118",
    "k-torture-kam",
    "sngrep-pcap",
    "sipgrep-pcap",
  ]) {
    if (!existsSync(`${corpus}/${scenario}/frames.bin`)) continue;
    const { calls, sip } = track(scenario);
    assert.equal(
      calls.reduce((sum, { messages, duplicates }) => sum + messages + duplicates, 0),
      sip,
      scenario,
    );
  }
});

test("13 messages a proxied call, whole, with its hops and its codec", { skip }, () => {
  for (const call of track("k-basic-calls").calls) {
    assert.deepEqual([call.messages, call.retransmissions, call.duplicates, call.partial, call.codecs], [13, 0, 0, "", ["PCMA"]]);
    assert.deepEqual(call.hops, ["127.0.0.10:5080", "127.0.0.1:5060", "127.0.0.20:5070"]);
  }
});

test("every second copy of a misconfigured mirror is a duplicate", { skip }, () => {
  for (const call of track("k-dup").calls) assert.deepEqual([call.messages, call.duplicates, call.retransmissions], [13, 12, 0]);
  for (const call of track("k-slack-default").calls) assert.deepEqual([call.messages, call.duplicates], [3, 1]);
  for (const call of track("k-slack-off").calls) assert.deepEqual([call.messages, call.duplicates], [3, 0]);
});

test("a proxy that sends to itself is mirrored twice and counted once a hop", { skip }, () => {
  const loop = track("k-loop").calls.find(({ kind }) => kind === "message")!;
  assert.deepEqual([loop.messages, loop.duplicates], [42, 40]);
});

test("hold and resume are two re-INVITEs, retransmissions to a dead host three", { skip }, () => {
  assert.deepEqual(
    track("k-hold").calls.map(({ reinvites }) => reinvites),
    [2, 2],
  );
  assert.deepEqual(
    track("k-failures")
      .calls.filter(({ statusCode }) => statusCode === 408)
      .map(({ retransmissions, hops }) => [retransmissions, hops.at(-1)]),
    [[3, "127.0.0.99:5999"]],
  );
});

test("the outgoing leg of a B2BUA names the incoming one", { skip }, () => {
  const legs = track("k-b2bua-xcid").calls.filter(({ callId }) => callId.startsWith("legb///"));
  assert.deepEqual(
    legs.map(({ callId, correlationIds }) => [`legb///${correlationIds[0]}`, callId]),
    legs.map(({ callId }) => [callId, callId]),
  );
  assert.equal(legs.length, 4);
});

test("RTCP and log lines find their calls", { skip }, () => {
  assert.deepEqual(
    ["rtpe-udp", "rtpe-tcp", "captagent-udp", "k-hlog"].map((scenario) => track(scenario).attached),
    [12, 10, 12, 6],
  );
});

test("old captures that one agent plays one after the other are tracked in their own time", { skip }, () => {
  const { calls } = track("sngrep-pcap");
  const answered = calls.filter(({ kind, state }) => kind === "call" && state === "completed");
  assert.ok(answered.length >= 5, `${answered.length} completed calls`);
  for (const call of answered) assert.ok(call.endedAtUs >= call.answeredAtUs && call.answeredAtUs >= call.startedAtUs, call.callId);
});

test("registrations are what their exchanges came to", { skip }, () => {
  const states = Object.fromEntries(track("k-register-auth").registrations.map(({ aor, state }) => [aor, state]));
  assert.deepEqual(states, {
    "user0@kam.test": "registered",
    "user1@kam.test": "registered",
    "user2@kam.test": "registered",
    "user3@kam.test": "registered",
    "temp@kam.test": "unregistered",
    "secure@kam.test": "registered",
    "1001@kam.test": "rejected",
  });
});
