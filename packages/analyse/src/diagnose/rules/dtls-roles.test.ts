import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { dtlsRoles } from "./dtls-roles.ts";

const dtls = (setup: string, fingerprint = true): string => `proto=UDP/TLS/RTP/SAVPF a=setup:${setup}${fingerprint ? ' a="fingerprint:sha-256 AB:CD"' : ""}`;

test("an answer that leaves the role open, takes the same, or has no fingerprint is found", () => {
  assert.match(assertFound(dtlsRoles, answered(dtls("actpass"), dtls("actpass"))).sentence, /the answer leaves open who begins/);
  assert.match(assertFound(dtlsRoles, answered(dtls("active"), dtls("active"))).sentence, /both sides want to be active/);
  const finding = assertFound(dtlsRoles, answered(dtls("actpass"), dtls("active", false)));
  assert.match(finding.sentence, /the answer has no fingerprint/);
  assert.equal(finding.host, "192.0.2.20:5060");
});

test("an offer without fingerprint is the offerer's fault", () => {
  assert.equal(assertFound(dtlsRoles, answered(dtls("actpass", false), dtls("active"))).host, "192.0.2.10:5060");
});

test("fitting roles, and calls without DTLS, are well", () => {
  assertAbsent(dtlsRoles, answered(dtls("actpass"), dtls("active")));
  assertAbsent(dtlsRoles, answered());
});

test("an offer alone cannot be compared", () => {
  assertNotCheckable(dtlsRoles, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
