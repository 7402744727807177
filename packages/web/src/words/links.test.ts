// Links in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LinkJson } from "../api/shapes.ts";
import { legsText } from "./links.ts";

const link = (over: Partial<LinkJson>): LinkJson => ({
  rule: "x_cid",
  from: "a",
  to: "b",
  confidence: 0.99,
  verdict: "joined",
  evidence: "",
  ...over,
});

test("a session says by what it is joined, and how sure that is: as sure as its weakest link", () => {
  assert.equal(legsText(2, [link({})]), "2 legs joined by X-CID, 0.99");
  assert.equal(
    legsText(3, [link({}), link({ rule: "media_address", confidence: 0.8, verdict: "confirmed" })]),
    "3 legs joined by X-CID and the same media address, 0.80",
  );
});

test("possible legs are told apart; those that somebody split are none", () => {
  assert.equal(legsText(2, [link({}), link({ verdict: "possible", confidence: 0.4 })]), "2 legs joined by X-CID, 0.99, 1 possible");
  assert.equal(legsText(1, [link({ verdict: "possible" })]), "1 possible");
  assert.equal(legsText(1, [link({ verdict: "split" })]), "1 leg");
  assert.equal(legsText(2, []), "2 legs");
});
