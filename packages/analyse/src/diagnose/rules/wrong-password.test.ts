import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { wrongPassword } from "./wrong-password.ts";

test("credentials for the right nonce that are challenged again are a wrong password", () => {
  const finding = assertFound(
    wrongPassword,
    `
    A>P INVITE sdp
    P>A 407
    A>P ACK
    A>P INVITE sdp auth(username=anna)
    P>A 407
    A>P ACK`,
  );
  assert.equal(finding.sentence, '192.0.2.1:5060 does not accept the password of "anna" (realm "example.org").');
  assert.equal(finding.host, "192.0.2.1:5060");
});

test("a registration that is forbidden for its password counts too", () => {
  assertFound(wrongPassword, 'A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 403 phrase="Wrong password"');
});

test("credentials sent at once and refused with words about the password", () => {
  assertFound(wrongPassword, 'A>P INVITE sdp auth(nonce=kept realm=example.org)\nP>A 403 phrase="Wrong password or domain"\nA>P ACK');
  assertAbsent(wrongPassword, "A>P INVITE sdp auth(nonce=kept realm=example.org)\nP>A 403\nA>P ACK");
});

test("one challenge, then success, is no fault; nor is a stale nonce", () => {
  assertAbsent(wrongPassword, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200");
  assertAbsent(wrongPassword, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401 challenge(stale=true)\nA>P REGISTER auth\nP>A 200");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(wrongPassword, "A>P REGISTER\n~ P>A 401\nA>P REGISTER auth");
});
