// Addresses: strict reading, canonical text, networks.
import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalIp, hostOf, inNetwork, ipv4Network, ipv6Network, speaksOfPort } from "./ip.ts";

for (const [text, canonical] of [
  ["10.0.0.1", "10.0.0.1"], ["255.255.255.255", "255.255.255.255"], ["10.0.0.01", undefined], ["256.0.0.1", undefined], ["1.2.3", undefined], ["1.2.3.4.", undefined], ["", undefined],
  ["2001:DB8::0001", "2001:db8::1"], ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"], ["::", "::"], ["1::", "1::"], ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["::ffff:192.0.2.1", "192.0.2.1"], ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"], ["[::1]", "::1"], ["1::2::3", undefined], [":::", undefined], ["1:2:3:4:5:6:7", undefined],
  ["12345::", undefined], [":1:2:3:4:5:6:7", undefined], [".::10.0.0.1", undefined], ["1.::10.0.0.1", undefined],
] as const) test(`${text === "" ? "nothing" : text} is ${canonical ?? "no address"}`, () => assert.equal(canonicalIp(text), canonical));

test("what Node takes for an address is read, and the canonical text is stable", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const canonical = canonicalIp(text);
      assert.ok(canonical !== undefined && isIP(canonical) !== 0, text);
      assert.equal(canonicalIp(canonical), canonical);
    }),
    { numRuns: 1000 },
  );
});

test("a random text is an address exactly when Node says so", () => {
  const piece = fc.constantFrom("1", "0", "25", "256", "ff", "::", ":", ".", "10.0.0.1", "abcd", "g");
  fc.assert(fc.property(fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join("")), (text) => assert.equal(canonicalIp(text) !== undefined, isIP(text) !== 0, text)), { numRuns: 5000 });
});

test("a network holds its ends and not its neighbours", () => {
  const inside = inNetwork("172.16.5.4", 12);
  assert.deepEqual(["172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0", "::1", "x"].map(inside), [false, true, true, false, false, false]);
  const six = inNetwork("2001:db8:8000::", 33);
  assert.deepEqual(["2001:db8:7fff::1", "2001:db8:8000::", "2001:db8:ffff::1", "2001:db9:8000::", "10.0.0.1"].map(six), [false, true, true, false, false]);
  assert.ok(inNetwork("10.0.0.1", 0)("255.1.1.1") && inNetwork("::", 0)("ff::1"));
});

test("the ends of a network are its first and last address", () => {
  assert.deepEqual(ipv4Network("10.0.0.255", 30), [0x0a0000fc, 0x0a0000ff]);
  assert.deepEqual(ipv6Network("2001:db8::1", 126), ["20010db8000000000000000000000000", "20010db8000000000000000000000003"]);
});

test("an end with a port is told from an address", () => {
  for (const text of ["10.0.0.1:5060", "[::1]:5060", "*:5060", "10.0.*:50*"]) assert.ok(speaksOfPort(text), text);
  for (const text of ["10.0.0.1", "::1", "2001:db8:*", "2001:5060", "fe80::1:5060"]) assert.ok(!speaksOfPort(text), text);
  assert.deepEqual(["10.0.0.1:5060", "[::1]:5060", "host"].map(hostOf), ["10.0.0.1", "::1", "host"]);
});
