import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { dtmfInfoRefused } from "./dtmf-info-refused.ts";

const key = (code: string): string => answered("", "", `+1s A>B INFO body(application/dtmf-relay Signal=5\\nDuration=160\\n)\nB>A ${code} for=INFO`);

test("a refused key is found at the host that refused it", () => {
  const finding = assertFound(dtmfInfoRefused, key("415"));
  assert.equal(finding.sentence, "192.0.2.20:5060 did not take the keys pressed in the call: 415 Unsupported Media Type, once.");
  assert.equal(finding.host, "192.0.2.20:5060");
});

test("a taken key, or a refused INFO about something else, is not this", () => {
  assertAbsent(dtmfInfoRefused, key("200"));
  assertAbsent(dtmfInfoRefused, answered("", "", "+1s A>B INFO body(application/media_control+xml <x/>)\nB>A 415 for=INFO"));
});

test("who saw no responses cannot tell", () => {
  assertNotCheckable(dtmfInfoRefused, "A>B INFO\nA>B INFO");
});
