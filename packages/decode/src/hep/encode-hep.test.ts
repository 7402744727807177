import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import type { Packet } from "@sipglass/model";
import { formatIpv4, formatIpv6 } from "./address.ts";
import { decodeHep } from "./decode-hep.ts";
import { encodeHep3 } from "./encode-hep.ts";
import { inflate } from "./inflate.fixture.ts";

const packet = (changes: Partial<Packet> = {}): Packet => ({
  version: 3,
  ipVersion: 4,
  ipProtocol: 17,
  src: "192.0.2.1",
  srcPort: 5060,
  dst: "192.0.2.2",
  dstPort: 5061,
  timeUs: 1795196732633380,
  payloadType: 1,
  agentId: 77,
  agentName: "77",
  correlationId: "",
  authKey: "",
  vlan: 0,
  payload: Buffer.from("OPTIONS sip:a SIP/2.0\r\n\r\n"),
  ...changes,
});

function encoded(value: Packet, options?: Parameters<typeof encodeHep3>[1]): Uint8Array {
  const frame = encodeHep3(value, options);
  assert.ok(frame instanceof Uint8Array);
  return frame;
}

function reread(value: Packet, options?: Parameters<typeof encodeHep3>[1]): Packet {
  const result = decodeHep(encoded(value, options), { inflate });
  assert.ok(result.ok);
  return result.value;
}

const text = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_@. äß漢"), minLength: 1, maxLength: 80 });
const ip4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => formatIpv4(bytes));
const ip6 = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => formatIpv6(bytes))
  .filter((address) => address.includes(":"));
const addresses = fc.oneof(
  fc.record({ ipVersion: fc.constant(4 as const), src: ip4, dst: ip4 }),
  fc.record({ ipVersion: fc.constant(6 as const), src: ip6, dst: ip6 }),
);
const uint = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });
const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":"));
const extra = fc.record(
  {
    keepAliveS: uint(16),
    srcMac: mac,
    dstMac: mac,
    etherType: uint(16),
    tcpFlags: uint(8),
    tos: uint(8),
    mos: uint(16),
    rFactor: uint(16),
    geoLocation: text,
    jitter: uint(32),
    transactionType: text,
    jsonKeys: text,
    tags: text,
    tagType: uint(16),
    eventType: uint(16),
    groupId: text,
  },
  { requiredKeys: [] },
);
const anyPacket = fc
  .record({
    ends: addresses,
    ipProtocol: uint(8),
    srcPort: uint(16),
    dstPort: uint(16),
    timeUs: fc.integer({ min: 0, max: (2 ** 32 - 1) * 1e6 }),
    payloadType: uint(8),
    agentId: uint(32),
    agentName: fc.option(text),
    correlationId: fc.oneof(fc.constant(""), text),
    authKey: fc.oneof(fc.constant(""), text),
    vlan: uint(16),
    extra: fc.option(extra),
    payload: fc.uint8Array({ minLength: 1, maxLength: 200 }).filter((bytes) => bytes.some((byte) => byte > 32)),
  })
  .map(({ ends, agentName, extra: rare, ...rest }): Packet => {
    const made: Packet = { version: 3, ...ends, ...rest, agentName: agentName ?? String(rest.agentId) };
    if (rare && Object.keys(rare).length > 0) made.extra = { ...rare };
    return made;
  });

test("every packet comes back as it went in", () => {
  fc.assert(
    fc.property(anyPacket, (value) => assert.deepEqual(reread(value, { withAuthKey: true }), value)),
    { numRuns: 1000 },
  );
});

test("the same packet gives the same bytes", () => {
  fc.assert(
    fc.property(anyPacket, (value) => assert.deepEqual(encoded(value), encoded({ ...value }))),
    { numRuns: 100 },
  );
});

test("the key is written only when asked for", () => {
  assert.equal(reread(packet({ authKey: "s3cret" })).authKey, "");
  assert.ok(!Buffer.from(encoded(packet({ authKey: "s3cret" }))).includes("s3cret"));
  assert.equal(reread(packet({ authKey: "s3cret" }), { withAuthKey: true }).authKey, "s3cret");
});

test("a name that is only the id is not written", () => {
  assert.ok(encoded(packet()).length < encoded(packet({ agentName: "78" })).length);
});

test("a dotted address in an IPv6 packet is written mapped", () => {
  const value = reread(packet({ ipVersion: 6, src: "192.0.2.1", dst: "2001:db8::1" }));
  assert.deepEqual([value.ipVersion, value.src, value.dst], [6, "192.0.2.1", "2001:db8::1"]);
});

test("a packet without addresses keeps having none", () => {
  assert.deepEqual([reread(packet({ src: "", dst: "" })).src, reread(packet({ src: "not an ip" })).src], ["", ""]);
});

test("a type beyond one byte is written as 0, the reserved type", () => {
  assert.equal(reread(packet({ payloadType: 1032 })).payloadType, 0);
});

test("a payload that does not fit is deflated when that helps, else refused", () => {
  const roomy = packet({ payload: new Uint8Array(70_000).fill(65) });
  assert.deepEqual(reread(roomy, { deflate: (bytes) => deflateSync(bytes) }).payload.length, 70_000);
  for (const options of [{}, { deflate: () => undefined }, { deflate: (bytes: Uint8Array) => bytes }]) {
    const frame = encodeHep3(roomy, options);
    assert.equal(frame instanceof Uint8Array ? "accepted" : frame.reason, "hep_too_large");
  }
});

test("the largest payload that fits is written plain", () => {
  const head = encoded(packet({ payload: Buffer.from("x") })).length - 1;
  const fits = encoded(packet({ payload: new Uint8Array(65_535 - head).fill(65) }), { deflate: () => assert.fail("deflated") });
  assert.equal(fits.length, 65_535);
  assert.ok(decodeHep(fits).ok);
});
