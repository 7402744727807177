// Names that people gave to addresses and networks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aliasLookup, ladderOf, nameLookup, withColours } from "./ladder.ts";

const NAMES = [
  { address: "10.0.0.0/8", name: "ours", colour: "" },
  { address: "10.1.0.0/16", name: "edge", colour: "teal" },
  { address: "10.1.0.0/16:5061", name: "edge by TLS", colour: "" },
  { address: "10.1.0.7", name: "sbc1", colour: "blue" },
  { address: "10.1.0.7:5080", name: "sbc1 inside", colour: "" },
  { address: "2001:db8::/32", name: "six", colour: "" },
  { address: "[2001:db8:1::/48]:5060", name: "six edge", colour: "" },
];

test("the most exact alias names a host: address and port, address, narrowest network, with its port before any", () => {
  const nameOf = nameLookup(NAMES);
  const named = {
    "10.1.0.7:5080": "sbc1 inside", "10.1.0.7:5060": "sbc1", "10.1.0.8:5061": "edge by TLS", "10.1.0.8:5060": "edge", "10.9.9.9:5061": "ours",
    "[2001:db8:1::1]:5060": "six edge", "[2001:db8:1::1]:5070": "six", "[2001:db9::1]:5060": undefined, "192.0.2.1:5060": undefined,
  };
  for (const [address, name] of Object.entries(named)) assert.equal(nameOf(address), name, address);
});

test("a colour goes with the column of its host, and no colour leaves the column as it was", () => {
  const ladder = { ...ladderOf([], () => undefined), columns: ["10.1.0.7:5060", "10.9.9.9:5060"].map((address) => ({ id: address, label: address, address })) };
  assert.deepEqual(withColours(ladder, NAMES).columns.map(({ colour }) => colour), ["blue", undefined]);
  assert.equal(aliasLookup(NAMES)("10.1.0.7:5060")?.colour, "blue");
});

test("a name for an IPv6 address may stand with brackets and port, or without both", () => {
  const alias = nameLookup([
    { address: "192.0.2.1", name: "host" },
    { address: "192.0.2.1:5080", name: "second instance" },
    { address: "2001:db8::5", name: "six" },
    { address: "[2001:db8::6]:5060", name: "seven" },
  ]);
  assert.equal(alias("192.0.2.1:5060"), "host");
  assert.equal(alias("192.0.2.1:5080"), "second instance");
  assert.equal(alias("[2001:db8::5]:5060"), "six");
  assert.equal(alias("[2001:db8::6]:5060"), "seven");
  assert.equal(alias("[2001:db8::6]:5061"), undefined);
  assert.equal(alias("192.0.2.2:5060"), undefined);
});
