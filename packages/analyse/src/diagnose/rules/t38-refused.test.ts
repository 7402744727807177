import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { t38Refused } from "./t38-refused.ts";

const fax = (codec: string, reply: string): string => answered(`codecs=${codec}`, `codecs=${codec}`, `+5s B>A INVITE sdp(kind=image proto=udptl fmt=t38 port=5000 v=2)\nA>B ${reply}\nB>A ACK`);

test("a refused change to T.38 is noted, and a warning when a compressed codec is left", () => {
  const finding = assertFound(t38Refused, fax("PCMA", "488"));
  assert.equal(finding.sentence, "192.0.2.10:5060 refused to take the fax as data (488 Not Acceptable Here); it goes on as sound in PCMA.");
  assert.equal(finding.severity, "info");
  assert.equal(assertFound(t38Refused, fax("G729", "488")).severity, "warning");
  assertFound(t38Refused, fax("PCMA", "200 sdp(kind=image proto=udptl fmt=t38 port=0 v=2)"));
});

test("a taken fax, and a call that never asked, are well", () => {
  assertAbsent(t38Refused, fax("PCMA", "200 sdp(kind=image proto=udptl fmt=t38 port=6000 v=2)"));
  assertAbsent(t38Refused, answered());
});

test("who saw no responses cannot tell", () => {
  assertNotCheckable(t38Refused, "A>B INVITE sdp\n~ B>A 486\nA>B ACK");
});
