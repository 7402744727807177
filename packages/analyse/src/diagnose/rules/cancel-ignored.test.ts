import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { cancelIgnored } from "./cancel-ignored.ts";

test("the phone goes on ringing after the CANCEL", () => {
  const { sentence, host } = assertFound(cancelIgnored, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\nB>A 200\n@20s B>A 180 for=INVITE");
  assert.equal(sentence, "192.0.2.20:5060 did not end the call when 192.0.2.10:5060 cancelled it.");
  assert.equal(host, "192.0.2.20:5060");
});

test("487 that comes late is told", () => {
  assert.match(
    assertFound(cancelIgnored, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\nB>A 200\n@15s B>A 487 for=INVITE\nA>B ACK").sentence,
    /487 Request Terminated came late/,
  );
});

test("487 at once is how it should be", () => {
  assertAbsent(cancelIgnored, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\nB>A 200\nB>A 487 for=INVITE\nA>B ACK");
});

test("487 that the capture missed shows in its ACK", () => {
  assertAbsent(cancelIgnored, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\nB>A 200\n~ B>A 487 for=INVITE\nA>B ACK\n@20s B>A OPTIONS\nA>B 200");
});

test("a fork that took its CANCEL while another was answered is blamed only when it rings on", () => {
  const fork = (after: string): string =>
    `A>P INVITE sdp\nP>B INVITE\nP>C INVITE\nB>P 180\nC>P 180\nP>A 180\n@4s B>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK\nP>C CANCEL\nC>P 200 for=CANCEL\n${after}@30s A>P BYE\nP>B BYE\nB>P 200\nP>A 200`;
  assertAbsent(cancelIgnored, fork("~ C>P 487 for=INVITE\n~ P>C ACK\n"));
  assertFound(cancelIgnored, fork("@20s C>P 180 for=INVITE\n"));
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(cancelIgnored, BEGAN_LATE);
});
