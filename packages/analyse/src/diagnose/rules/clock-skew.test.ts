import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { clockSkew } from "./clock-skew.ts";

const seen = (skew: string): string => {
  const core = `by=core@${skew}`;
  return `A>P INVITE by=edge\nP>B INVITE ${core}\nB>P 180 ${core}\nP>A 180 by=edge\n+9s B>P 486 ${core}\nP>B ACK ${core}\nP>A 486 by=edge\nA>P ACK by=edge`;
};

test("a request that comes out before it went in shows by how much the clocks differ", () => {
  const finding = assertFound(clockSkew, seen("-3"));
  assert.equal(finding.severity, "warning");
  assert.equal(finding.sentence, "The clock of capture agent core is at least 3 s behind that of edge: the INVITE seems to come out of 192.0.2.1:5060 before it went in.");
});

test("an answer that goes up before it arrived shows it the other way round", () => {
  const finding = assertFound(clockSkew, seen("0.5"));
  assert.equal(finding.severity, "info");
  assert.match(finding.sentence, /^The clock of capture agent edge is at least 480 ms behind that of core/);
});

test("clocks that agree are well", () => {
  assertAbsent(clockSkew, seen("0.005"));
});

test("one agent has one clock", () => {
  assertNotCheckable(clockSkew, CLEAN_CALL);
});
