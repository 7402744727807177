// Blind transfers: the call that a REFER asked for, and calls to the same target that it did not ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALLEE, CALLER, joinedOf, legOf, PBX, PHONE, START_US, TRUNK, type LegSketch } from "../leg.fixture.ts";

const referring = legOf("a", { until: 32, keys: [`refer:${START_US / 1000 + 30_000}:+4940555555555`] });
const asked: LegSketch = { path: [PBX, TRUNK], at: 30.2, callers: [CALLER], callees: ["040555555555"] };

test("the call to the target that a party of the first leg makes is joined", () => {
  assert.deepEqual(joinedOf([referring, legOf("b", asked)]), ["a b"]);
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, path: [PHONE, PBX] })]), ["a b"], "the phone itself obeys");
});

test("another's call to the same target is a stranger's", () => {
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, callers: ["+33111111111"] })]), ["a", "b"]);
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, path: ["10.9.9.9", TRUNK] })]), ["a", "b"]);
});

test("a call to the target before the REFER, or long after, is not the one that it asked for", () => {
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, at: 20 })]), ["a", "b"]);
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, at: 90 })]), ["a", "b"]);
  assert.deepEqual(joinedOf([referring, legOf("b", { ...asked, callees: [CALLEE], at: 31 })]), ["a", "b"], "and no other target");
});
