import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { rtcpMuxMismatch } from "./rtcp-mux-mismatch.ts";

test("rtcp-mux in an answer that nobody offered is noted", () => {
  const finding = assertFound(rtcpMuxMismatch, answered("", "a=rtcp-mux"));
  assert.deepEqual([finding.severity, finding.host], ["info", "192.0.2.20:5060"]);
});

test("an offer that insists on rtcp-mux and gets none is a warning, so is a bundle nobody asked for", () => {
  assert.equal(assertFound(rtcpMuxMismatch, answered("a=rtcp-mux a=rtcp-mux-only", "")).severity, "warning");
  assert.match(assertFound(rtcpMuxMismatch, answered("", 'a="group:BUNDLE 0"')).sentence, /bundles media/);
});

test("an offered and declined rtcp-mux, or none at all, is well", () => {
  assertAbsent(rtcpMuxMismatch, answered("a=rtcp-mux", ""));
  assertAbsent(rtcpMuxMismatch, answered("a=rtcp-mux", "a=rtcp-mux"));
  assertAbsent(rtcpMuxMismatch, answered());
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(rtcpMuxMismatch, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
