import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { test } from "node:test";
import fc from "fast-check";
import { encodeHep3 } from "@sipglass/decode";
import type { Packet } from "@sipglass/model";
import { shardOf } from "./route.ts";

const SHARDS = 7;

function packetOf(payload: string, changes: Partial<Packet> = {}): Packet {
  return {
    version: 0, ipVersion: 4, ipProtocol: 17, src: "192.0.2.1", srcPort: 5060, dst: "192.0.2.2", dstPort: 5060, timeUs: 1, payloadType: 1, agentId: 1,
    agentName: "1", correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(payload, "latin1"), ...changes,
  };
}

function frameOf(packet: Packet): Uint8Array {
  const frame = encodeHep3(packet);
  assert.ok(frame instanceof Uint8Array);
  return frame;
}

const invite = (callIdLine: string): string => `INVITE sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n${callIdLine}\r\nCSeq: 1 INVITE\r\n\r\n`;
const shard = (frame: Uint8Array, peer = "p"): number => shardOf(frame, peer, SHARDS);

test("every spelling of the Call-ID header leads to the same shard", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.-]{1,40}(@[\w.]{1,20})?$/), (callId) => {
      const lines = [`Call-ID: ${callId}`, `CALL-ID:${callId}`, `call-id :  ${callId}  `, `i: ${callId}`, `I:\t${callId}`];
      assert.equal(new Set(lines.map((line) => shard(frameOf(packetOf(invite(line)))))).size, 1);
    }),
    { numRuns: 50 },
  );
});

test("RTCP goes where the call of its correlation id goes", () => {
  const sip = frameOf(packetOf(invite("Call-ID: abc@host")));
  const rtcp = frameOf(packetOf("{}", { payloadType: 5, correlationId: "abc@host" }));
  assert.equal(shard(sip), shard(rtcp));
});

test("a compressed payload and HEP 1 reach the shard of the same Call-ID in the clear", () => {
  const text = invite("Call-ID: squeezed@host");
  const plain = shard(frameOf(packetOf(text)));
  const hep1 = Buffer.concat([Buffer.from([1, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc4, 192, 0, 2, 1, 192, 0, 2, 2]), Buffer.from(text)]);
  assert.equal(shard(hep1), plain);
  const frame = Buffer.from(frameOf(packetOf(deflateSync(text).toString("latin1"))));
  const at = frame.indexOf(Buffer.from([0, 0, 0, 0x0f]));
  frame[at + 3] = 0x10;
  assert.equal(shard(frame), plain);
});

test("what has no Call-ID and no correlation id stays with its sender, and junk never throws", () => {
  const frame = frameOf(packetOf("no sip at all"));
  assert.equal(shard(frame, "10.0.0.1:1/udp"), shard(frame, "10.0.0.1:1/udp"));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const chosen = shard(bytes);
    assert.ok(Number.isInteger(chosen) && chosen >= 0 && chosen < SHARDS);
  }), { numRuns: 200 });
});
