import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { scanner } from "./scanner.ts";

test("a tool that names itself is a scanner, and graver when something was taken", () => {
  const finding = assertFound(scanner, 'X>P OPTIONS | User-Agent: friendly-scanner\nP>X 200');
  assert.deepEqual([finding.severity, finding.sentence], ["warning", '198.51.100.66:5060 searches for ways in with the tool "friendly-scanner".']);
  const taken = assertFound(scanner, "X>P REGISTER | User-Agent: pplsip\nP>X 200");
  assert.equal(taken.severity, "error");
  assert.match(taken.sentence, /took its REGISTER\.$/);
});

test("so is one that puts its name into From", () => {
  assertFound(scanner, "X>P OPTIONS user=sipvicious\nP>X 404");
});

test("ordinary agents and monitoring are no scanners", () => {
  assertAbsent(scanner, "A>P OPTIONS | User-Agent: Acme SBC 4.2 smart-map\nP>A 200");
  assertAbsent(scanner, CLEAN_CALL);
});

test("responses alone do not tell", () => {
  assertNotCheckable(scanner, "~ X>P OPTIONS\nP>X 200");
});
