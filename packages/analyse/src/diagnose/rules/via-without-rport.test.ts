import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { viaWithoutRport } from "./via-without-rport.ts";

const asked = (rport: string, repeat: string): string => {
  const via = `| Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK-one${rport}`;
  return `host N 203.0.113.5:40100\nN>P INVITE ${repeat} ${via}\nP>N 100 ${via}`;
};

test("a request repeated after its answer, from behind a NAT and without rport, is found", () => {
  const finding = assertFound(viaWithoutRport, asked("", "repeat=0.5,1.5"));
  assert.match(finding.sentence, /^192\.0\.2\.1:5060 answered 203\.0\.113\.5:40100 at port 40100, .* repeated twice after\.$/);
});

test("with rport, or without repetition, it is something else", () => {
  assertAbsent(viaWithoutRport, asked(";rport", "repeat=0.5,1.5"));
  assertAbsent(viaWithoutRport, asked("", ""));
  assertAbsent(viaWithoutRport, CLEAN_CALL);
});

test("who sees only requests cannot tell", () => {
  assertNotCheckable(viaWithoutRport, "A>P INVITE");
});
