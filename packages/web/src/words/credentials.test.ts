// What became of a challenge, from the messages alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleMessage } from "../../dev/sample-call.ts";
import type { MessageJson } from "../api/shapes.ts";
import { credentialsOf } from "./credentials.ts";

const request = (cseq: number, header = "", method = "INVITE"): MessageJson =>
  sampleMessage({ method, cseq, cseq_method: method, raw: `${method} sip:1002@example.com SIP/2.0\r\n${header}\r\n\r\n` });
const challenge = (
  cseq: number,
  { realm = "example.com", extra = "", text = "Proxy Authentication Required", method = "INVITE" } = {},
): MessageJson =>
  sampleMessage({
    status_code: 407,
    status_text: text,
    cseq,
    cseq_method: method,
    raw: `SIP/2.0 407 ${text}\r\nProxy-Authenticate: Digest realm="${realm}", nonce="n${cseq}"${extra}\r\n\r\n`,
  });
const MINE = 'Proxy-Authorization: Digest username="ada", realm="example.com", nonce="n1", response="0"';

test("a challenge that nobody took up stays a challenge", () => {
  assert.equal(credentialsOf([request(1), challenge(1)], "INVITE"), "none");
});

test("a second try with credentials that meets the same challenge was refused", () => {
  assert.equal(credentialsOf([request(1), challenge(1), request(2, MINE), challenge(2)], "INVITE"), "refused_again");
});

test("a proxy takes the credentials away before it passes the request on: the caller's own request counts", () => {
  assert.equal(credentialsOf([request(1), challenge(1), request(2, MINE), request(2), challenge(2)], "INVITE"), "refused_again");
});

test("a second try without credentials is told apart", () => {
  assert.equal(credentialsOf([request(1), challenge(1), request(2), challenge(2)], "INVITE"), "without");
});

test("credentials of the first request, known from before, were refused but not again", () => {
  assert.equal(credentialsOf([request(7, MINE), challenge(7)], "INVITE"), "refused");
});

test("an old nonce says nothing about the password, in the header or in the reason phrase", () => {
  const tries = [request(1), challenge(1), request(2, MINE)];
  assert.equal(credentialsOf([...tries, challenge(2, { extra: ", stale=TRUE" })], "INVITE"), "stale");
  assert.equal(credentialsOf([...tries, challenge(2, { extra: ", stale=false", text: "nonce has changed" })], "INVITE"), "stale");
  assert.equal(credentialsOf([...tries, challenge(2, { extra: ", stale=false" })], "INVITE"), "refused_again");
});

test("a second proxy that asks for its own realm has refused nothing", () => {
  const messages = [request(1), challenge(1), request(2, MINE), challenge(2, { realm: "carrier.example" })];
  assert.equal(credentialsOf(messages, "INVITE"), "none");
});

test("a challenge to another method of the same dialogue is not the answer to the call", () => {
  const messages = [request(1, MINE), request(2, MINE, "BYE"), challenge(2, { method: "BYE" })];
  assert.equal(credentialsOf(messages, "INVITE"), "none");
});
