import assert from "node:assert/strict";
import { isIPv6 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { formatIpv4, formatIpv6, parseIp } from "./address.ts";

/** Canonical forms of RFC 5952 §4 and §5, beside other spellings of the same address. */
const SPELLINGS: [canonical: string, ...others: string[]][] = [
  ["2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:DB8::1", "[2001:db8::1]"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8::1:1:1:1:1"],
  ["2001:db8::1:0:0:1", "2001:db8:0:0:1::1"],
  ["2001:0:0:1::1", "2001:0:0:1:0:0:0:1"],
  ["::", "0:0:0:0:0:0:0:0"],
  ["::1", "0::0:1"],
  ["fe80::1", "fe80::1%eth0"],
  ["64:ff9b::c000:221", "64:ff9b::192.0.2.33"],
  ["1::", "1:0:0:0:0:0:0:0"],
];

test("IPv6 addresses are written as RFC 5952 recommends, whatever they were spelled like", () => {
  for (const [canonical, ...others] of SPELLINGS) {
    for (const text of [canonical, ...others]) assert.equal(formatIpv6(parseIp(text)!), canonical, text);
  }
});

test("IPv4-mapped IPv6 addresses are written dotted", () => {
  assert.equal(formatIpv6(parseIp("::ffff:192.0.2.1")!), "192.0.2.1");
  assert.equal(formatIpv6(parseIp("::ffff:c000:201")!), "192.0.2.1");
});

test("what is no address is not parsed", () => {
  for (const text of [
    "",
    "localhost",
    "1.2.3",
    "1.2.3.256",
    "1.2.3.4.5",
    "01.2.3.0004",
    "::1::",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "::1.2.3.4:5",
    "g::",
    "[::1",
  ])
    assert.equal(parseIp(text), undefined, text);
});

test("every IPv4 address survives being written and read", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => assert.deepEqual(parseIp(formatIpv4(bytes)), bytes)));
});

test("every IPv6 address survives being written and read, except mapped ones", () => {
  const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const bytes = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 255]));
      const text = formatIpv6(bytes);
      if (!text.includes(":")) return;
      assert.ok(isIPv6(text), text);
      assert.deepEqual(parseIp(text), bytes);
      assert.ok(!/(^|:)0[0-9a-f]/.test(text) && !text.includes(":0:0::") && !text.includes("::0:"), text);
    }),
    { numRuns: 2000 },
  );
});

test("addresses are read at an offset", () => {
  assert.equal(formatIpv4(Uint8Array.of(9, 9, 192, 0, 2, 7, 9), 2), "192.0.2.7");
});

test("any text is an address or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789abcdef:.[]% ") }), (text) =>
      [undefined, 4, 16].includes(parseIp(text)?.length),
    ),
    { numRuns: 2000 },
  );
});
