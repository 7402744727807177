// What holds between rules of media, registration, identity and transport and those of signalling: which is the root cause; and that good media raises no alarm.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Stream } from "@sipglass/model";
import { diagnoseScript, type CaseExtras } from "./case.fixture.ts";
import { identity } from "./identity.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp, SECONDS, START_US } from "./media.fixture.ts";
import { MEDIA_RULES } from "./media-rules.ts";
import { RULES } from "./rules.ts";

/** The ids among `of` in the order in which they are shown; the first of all findings must be the first of them. */
function orderOf(script: string, of: readonly string[], extras?: CaseExtras): string[] {
  const { findings } = diagnoseScript(script, extras);
  assert.equal(findings[0]?.id, of[0], findings.map(({ id }) => id).join(", "));
  return findings.map(({ id }) => id).filter((id) => of.includes(id));
}

function assertOrder(script: string, ids: readonly string[], extras?: CaseExtras): void {
  assert.deepEqual(orderOf(script, ids, extras).toSorted(), [...ids].toSorted());
}

test("a private address is why somebody was not heard", () => {
  assertOrder(answered().replace("ip=192.0.2.10", "ip=192.168.1.20"), ["media_address_private", "one_way_audio"], { streams: [callerRtp()] });
});

test("encrypted media alone is why the call was not acceptable", () => {
  assertOrder("A>B INVITE sdp(proto=RTP/SAVP)\nB>A 488\nA>B ACK", ["srtp_mismatch", "media_not_acceptable"]);
});

test("a number rewritten after signing is why the signature was refused", () => {
  const invite = `A>P INVITE user=+493088888888 ruri=sip:+4989987654321@example.org${identity()}`;
  assertOrder(`${invite}\nP>A 438\nA>P ACK`, ["identity_number_differs", "identity_not_valid", "identity_refused"]);
});

test("an interval that was not corrected is why the registration was refused", () => {
  assertOrder("A>P REGISTER | Expires: 60\nP>A 423 | Min-Expires: 300", ["registration_interval_too_brief", "registration_refused"]);
});

test("what failed in TLS is why the service was not available", () => {
  assertOrder('A>P INVITE sdp\nP>A 503 phrase="TLS handshake failure"\nA>P ACK', ["tls_failed", "service_unavailable"]);
});

test("a scanner is a scanner, whatever it was answered", () => {
  assert.equal(diagnoseScript("X>P INVITE sdp ruri=sip:900442033189999@192.0.2.1 | User-Agent: friendly-scanner\nP>X 404\nX>P ACK").findings[0]?.id, "scanner");
});

test("losses in a row are why packets were lost, and why it sounded badly", () => {
  const stream = callerRtp({ lossPct: 8, lost: 230, mosLq: 2.9, rtp: goodRtp({ bursts: 4, longestBurst: 60 }) });
  assertOrder(answered(), ["loss_in_bursts", "packet_loss", "poor_quality"], { streams: [stream, calleeRtp()] });
});

test("a capture of one direction is why the beginning is missing", () => {
  assertOrder("~ A>B INVITE\nB>A 180\n+2s B>A 200\n~ A>B ACK", ["captured_one_way", "capture_began_late"]);
});

test("what a rule explains is a rule", () => {
  const known = new Set(RULES.map(({ id }) => id));
  assert.deepEqual(MEDIA_RULES.flatMap(({ id, explains = [] }) => explains.filter((other) => !known.has(other) || other === id).map((other) => `${id} explains ${other}`)), []);
});

const way = fc.record({ lossPct: fc.double({ min: 0, max: 0.9, noNaN: true }), jitterMs: fc.double({ min: 0, max: 20, noNaN: true }), rttMs: fc.double({ min: 1, max: 250, noNaN: true }), startMs: fc.nat({ max: 400 }), mosLq: fc.double({ min: 4, max: 4.4, noNaN: true }) });
const KEYS = 'a="fingerprint:sha-256 AB:CD" a=ice-ufrag:abcd a=rtcp-mux';
/** Offer, answer, and the payload type that flows. */
const agreements = fc.constantFrom<[offer: string, answer: string, payloadType: number]>(
  ["", "", 0], ["codecs=PCMU,PCMA,te ptime=20", "codecs=PCMA,te ptime=20", 8], ["codecs=G729,te", "codecs=G729", 18], ["codecs=opus,te48,PCMU", "codecs=opus,te48", 111], ["codecs=PCMA,CN", "codecs=PCMA", 8],
  [`proto=UDP/TLS/RTP/SAVPF a=setup:actpass ${KEYS}`, `proto=UDP/TLS/RTP/SAVPF a=setup:active ${KEYS}`, 0],
  ['proto=RTP/SAVP a="crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"', 'proto=RTP/SAVP a="crypto:1 AES_CM_128_HMAC_SHA1_80 inline:y"', 0],
  ["port=40000 ; kind=video port=40002", "port=40000 ; kind=video port=0", 0],
);
const more = fc.constantFrom("", "@20s A>B INVITE sdp(v=2 dir=sendonly)\nB>A 200 sdp(v=2 dir=recvonly)\nA>B ACK\n@40s A>B INVITE sdp(v=3)\nB>A 200 sdp(v=3)\nA>B ACK");

test("good media under any usual agreement raises no warning and no error", () => {
  fc.assert(
    fc.property(way, way, agreements, more, (caller, callee, [offer, answer, payloadType], between) => {
      const stream = (make: typeof callerRtp, { startMs, ...figures }: typeof caller): Partial<Stream> => make({ ...figures, rtp: goodRtp({ payloadTypes: [payloadType] }), maxJitterMs: figures.jitterMs * 2, fromUs: START_US + 2.12 * SECONDS + startMs * 1000 });
      const { findings } = diagnoseScript(answered(offer, answer, between), { streams: [stream(callerRtp, caller), stream(calleeRtp, callee)] });
      assert.deepEqual(findings.filter(({ id, severity }) => severity !== "info" && MEDIA_RULES.some((rule) => rule.id === id)).map(({ id, sentence }) => `${id}: ${sentence}`), []);
    }),
    { numRuns: 120 },
  );
});
