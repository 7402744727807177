// The list of hosts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseQuery } from "@sipglass/model";
import { byAddress, callsQuery, isFound } from "./host-list.ts";

const host = (address: string, name = "") => ({ address, name, colour: "", changed_by: "", changed_at: "" });

test("every kind of address that can have a name opens its calls by a query that holds", () => {
  const queries = {
    "10.0.0.5": "ip:10.0.0.5", "10.0.0.5:5060": "ip:10.0.0.5:5060", "10.0.0.0/8": "ip:10.0.0.0/8", "10.0.0.0/8:5060": "ip:10.0.0.0/8",
    "2001:db8::5": "ip:2001:db8::5", "[2001:db8::5]:5060": "ip:[2001:db8::5]:5060", "2001:db8::/32": "ip:2001:db8::/32", "[2001:db8::/32]:5061": "ip:2001:db8::/32",
  };
  for (const [address, query] of Object.entries(queries)) {
    assert.equal(callsQuery(address), query);
    assert.ok(parseQuery(query, { nowUs: 0 }).ok, query);
  }
});

test("hosts stand in the order of their numbers, and are found by name or address", () => {
  const list = ["10.0.0.10", "10.0.0.5", "10.0.0.0/8"].map((address) => host(address)).toSorted(byAddress);
  assert.deepEqual(list.map(({ address }) => address), ["10.0.0.0/8", "10.0.0.5", "10.0.0.10"]);
  assert.ok(isFound(host("10.0.0.5", "SBC1"), "sbc") && isFound(host("10.0.0.5", "SBC1"), "0.0.5") && !isFound(host("10.0.0.5", "SBC1"), "pbx"));
});
