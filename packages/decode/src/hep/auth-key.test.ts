import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Packet } from "@sipglass/model";
import { withoutAuthKey } from "./auth-key.ts";
import { decodeHep } from "./decode-hep.ts";
import { encodeHep3 } from "./encode-hep.ts";

const packet: Packet = {
  version: 3,
  ipVersion: 4,
  ipProtocol: 17,
  src: "192.0.2.1",
  srcPort: 5060,
  dst: "192.0.2.2",
  dstPort: 5061,
  timeUs: 1,
  payloadType: 1,
  agentId: 77,
  agentName: "edge",
  correlationId: "c1",
  authKey: "s3cret",
  vlan: 3,
  payload: Buffer.from("OPTIONS sip:a SIP/2.0\r\n\r\n"),
};
const keyed = encodeHep3(packet, { withAuthKey: true }) as Uint8Array;
const plain = encodeHep3(packet) as Uint8Array;

test("the key is cut out and nothing else changes", () => {
  assert.deepEqual(withoutAuthKey(keyed), plain);
  const result = decodeHep(withoutAuthKey(keyed));
  assert.ok(result.ok && result.value.authKey === "" && result.value.correlationId === "c1");
});

test("a frame without a key is the same frame, not a copy", () => {
  assert.equal(withoutAuthKey(plain), plain);
});

test("every copy of the key is cut out", () => {
  const chunk = Uint8Array.of(0, 0, 0, 14, 0, 8, 104, 105);
  const twice = Uint8Array.from([...keyed, ...chunk, ...chunk]);
  twice[4] = twice.length >> 8;
  twice[5] = twice.length & 255;
  assert.deepEqual(withoutAuthKey(twice), plain);
});

test("a vendor's chunk 14 is not the key", () => {
  const foreign = Uint8Array.from([...plain, 0, 3, 0, 14, 0, 8, 104, 105]);
  foreign[5]! += 8;
  assert.equal(withoutAuthKey(foreign), foreign);
});

test("any bytes come back, at most shorter", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(keyed.length),
      (junk, at) => withoutAuthKey(Uint8Array.from([...keyed.subarray(0, at), ...junk])).length <= at + junk.length,
    ),
  );
});
