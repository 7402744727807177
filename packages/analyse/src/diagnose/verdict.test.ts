// The one sentence above everything: for good calls with figures, for bad ones the root cause, for other kinds what was answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CLEAN_CALL, diagnoseScript } from "./case.fixture.ts";

const verdict = (text: string, extras?: Parameters<typeof diagnoseScript>[1]): string => diagnoseScript(text, extras).verdict;

test("a good call: answer, length, who ended it, quality in a word and a figure", () => {
  assert.equal(verdict(CLEAN_CALL), "Answered after 4.2 s, 3 min 12 s, ended by the caller.");
  assert.match(verdict(CLEAN_CALL, { streams: [{ mosLq: 3.97 }, { mosLq: 4.3, ssrc: 2 }] }), /; quality good \(MOS 4\.0\)\.$/);
  assert.match(verdict(CLEAN_CALL, { streams: [{ mosLq: 3.7, lossPct: 0 }] }), /; quality fair \(MOS 3\.7\)\.$/);
});

test("a failed call: the root cause with its host, and what the caller noticed", () => {
  assert.equal(
    verdict("A>P INVITE sdp\nP>A 100\nP>B INVITE repeat=0.5,1.5,3.5\n@8s P>A 408\nA>P ACK", {
      nameOf: (host) => (host.startsWith("192.0.2.20") ? "carrier-b" : undefined),
    }),
    "carrier-b (192.0.2.20:5060) does not answer: 192.0.2.1:5060 sent its INVITE 4 times in 3.5 s and got nothing back. The caller waited 8 s and never heard ringing.",
  );
});

test("what people did is said plainly", () => {
  assert.equal(verdict("A>P INVITE sdp\nP>A 180\nP>A 486\nA>P ACK"), "The called party was busy: 192.0.2.1:5060 said 486 Busy Here.");
  assert.equal(
    verdict("A>P INVITE sdp\nP>A 180\n+12s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK"),
    "The caller gave up after 12 s of ringing.",
  );
});

test("what harmed a good call a little is said behind its figures, what people did instead of them", () => {
  assert.equal(
    verdict("A>B INVITE sdp repeat=0.5,1.5\n@2s B>A 180\n@5s B>A 200 sdp\nA>B ACK\n@60s A>B BYE\nB>A 200"),
    "Answered after 5 s, 55 s, ended by the caller. 192.0.2.10:5060 had to repeat requests to 192.0.2.20:5060 2 times; the answer to its INVITE took 2 s.",
  );
  assert.match(
    verdict("A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\n+20ms B>A 200 for=INVITE sdp\nB>A 200 for=CANCEL\nA>B ACK\nA>B BYE\nB>A 200"),
    /^The caller gave up in the very moment in which the call was answered/,
  );
});

test("an oddity is no verdict, neither of a good call nor of a ping", () => {
  assert.equal(verdict("A>P OPTIONS branch=1\nP>A 200"), "OPTIONS answered after 10 ms: 200 OK.");
  assert.match(verdict("A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200"), /^Registration answered after \d+ ms: 200 OK\.$/);
});

test("nothing captured", () => {
  assert.equal(verdict(""), "Nothing of this call was captured.");
});
