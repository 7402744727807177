// Skew between agents, from the messages that several of them saw.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeHep3 } from "@sipglass/decode";
import type { ViewedPacket } from "../view/view.ts";
import { createClockOffsets } from "./clock-offsets.ts";
import { clockDifferences } from "./sightings.ts";

const PORTS = { inflate: () => undefined, latin1: (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1") };

function packet(agentName: string, timeUs: number, payload: string, receivedUs = timeUs): ViewedPacket {
  const frame = encodeHep3({
    version: 3, ipVersion: 4, ipProtocol: 17, src: "192.0.2.1", srcPort: 5060, dst: "192.0.2.2", dstPort: 5060, timeUs, payloadType: 1, agentId: 1, agentName, correlationId: "",
    authKey: "", vlan: 0, payload: Buffer.from(payload),
  });
  assert.ok(frame instanceof Uint8Array);
  return { ref: "", receivedUs, eventUs: timeUs, frame };
}

test("the same bytes between the same ends, seen by two agents, tell the difference of their clocks; a retransmission belongs to a retransmission", () => {
  const found = clockDifferences([
    packet("edge", 1000, "INVITE"), packet("core", 1700, "INVITE"), packet("edge", 500_000, "INVITE"), packet("core", 500_900, "INVITE"), packet("edge", 9, "ACK"),
  ], PORTS);
  assert.deepEqual(found, [{ a: "core", b: "edge", us: -700 }, { a: "core", b: "edge", us: -900 }]);
});

test("where one agent missed a copy, nothing is told", () => {
  assert.deepEqual(clockDifferences([packet("edge", 1, "INVITE"), packet("edge", 9, "INVITE"), packet("core", 5, "INVITE")], PORTS), []);
});

const times = (count: number, a: string, b: string, us: number) => Array.from({ length: count }, () => ({ a, b, us }));

test("offsets are against the middle clock, over agents that were never seen together, and outliers do not move them", () => {
  const clocks = createClockOffsets();
  clocks.add([...times(20, "a", "b", 1000), ...times(9, "a", "b", 90_000_000), ...times(8, "b", "c", -500), ...times(4, "c", "d", 7)]);
  assert.deepEqual(clocks.offsets(), [{ agent: "a", us: -500, samples: 29 }, { agent: "b", us: 500, samples: 37 }, { agent: "c", us: 0, samples: 8 }]);
});

test("a clock that was set right is right again after as many messages as are remembered", () => {
  const clocks = createClockOffsets();
  clocks.add(times(1000, "a", "b", 60_000_000));
  clocks.add(times(101, "a", "b", 200));
  assert.deepEqual(clocks.offsets().map(({ us }) => us), [0, 200]);
});

test("with noise on every message, each agent's offset is found to within the noise", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 2, maxLength: 6 }), fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 40, maxLength: 40 }), (truth, noise) => {
    const clocks = createClockOffsets();
    for (let i = 1; i < truth.length; i++) clocks.add(noise.map((jitter) => ({ a: `n${i - 1}`, b: `n${i}`, us: truth[i]! - truth[i - 1]! + jitter })));
    const found = new Map(clocks.offsets().map(({ agent, us }) => [agent, us]));
    truth.forEach((us, i) => assert.ok(Math.abs(found.get(`n${i}`)! - found.get("n0")! - (us - truth[0]!)) <= 301 * i));
  }), { numRuns: 50 });
});
