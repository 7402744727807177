import assert from "node:assert/strict";
import { test } from "node:test";
import { aliasLookup } from "./ladder.ts";

test("a name is found for the address with its port first, then for the address alone", () => {
  const alias = aliasLookup([
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
