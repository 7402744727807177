import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { natBindingMoved } from "./nat-binding-moved.ts";

const from = (...ports: number[]): string => ports.map((port) => `host A 203.0.113.7:${port}\n+60s A>P REGISTER side=caller | Contact: <sip:1001@10.0.0.5:5060>\nP>A 200`).join("\n");

test("another port at every refresh means that the NAT forgets", () => {
  const finding = assertFound(natBindingMoved, from(31000, 31044, 31099));
  assert.match(finding.sentence, /^The NAT before 1001@example\.org changed its port 2 times in 2 min \(203\.0\.113\.7: 31000, 31044, 31099\)/);
  assert.equal(finding.evidence.length, 3);
});

test("one port all the time, or one move, is well", () => {
  assertAbsent(natBindingMoved, from(31000, 31000, 31000));
  assertAbsent(natBindingMoved, from(31000, 31044));
});

test("without answers nothing can be said", () => {
  assertNotCheckable(natBindingMoved, "A>P REGISTER\n~ P>A 200");
});
