import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL, diagnoseScript } from "../case.fixture.ts";
import { answeredElsewhere } from "./answered-elsewhere.ts";

const TAKEN =
  'P>B INVITE sdp\nB>P 180\n+6s P>B CANCEL | Reason: SIP;cause=200;text="Call completed elsewhere"\nB>P 200\nB>P 487 for=INVITE\nP>B ACK';

test("the phone that lost the race says who won", () => {
  assert.equal(assertFound(answeredElsewhere, TAKEN).sentence, "Another phone took the call; 192.0.2.20:5060 rang 6 s in vain.");
  assert.equal(diagnoseScript(TAKEN).findings[0]?.id, "answered_elsewhere");
});

test("a caller who gives up says nothing of others", () => {
  assertAbsent(answeredElsewhere, "A>B INVITE sdp\nB>A 180\n+6s A>B CANCEL\nB>A 200\nB>A 487 for=INVITE\nA>B ACK");
  assertAbsent(answeredElsewhere, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(answeredElsewhere, BEGAN_LATE);
});
