// What is hidden of numbers and addresses, and what stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maskAddresses, maskJson, maskNumber, maskText } from "./mask.ts";

test("the middle of a number is hidden, its length and its ends stay; an extension stays", () => {
  assert.equal(maskNumber("+493012345678"), "+493*******78");
  assert.equal(maskNumber("0049-30-1234567"), "004*-**-*****67");
  assert.equal(maskNumber("1001"), "1001");
  assert.equal(maskNumber("112"), "112");
  assert.equal(maskNumber("Ada (+493012345678)"), "Ada (+493*******78)");
});

test("in a message numbers are hidden wherever they stand, while everything that names or times it stays", () => {
  const raw = [
    "INVITE sip:+493012345678@192.0.2.7:5060;user=phone SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1234567890", 'From: "+498912345678" <sip:+498912345678@acme.example>;tag=1928301774',
    "To: 493012345678 <tel:+49-30-12345678>", "Call-ID: 1234567890@192.0.2.1", "CSeq: 1234567 INVITE", "Diversion: <sip:498912345678@x>", 'Authorization: Digest username="498912345678", nonce="1234567890"', "X-Caller: +498912345678", "Content-Length: 0", "", "",
  ].join("\r\n");
  const masked = maskText(raw);
  assert.equal(masked.length, raw.length);
  for (const hidden of ["12345678@acme", "+493012345678", "+498912345678", "493012345678", "498912345678", "12345678>"]) assert.ok(!masked.includes(hidden), `${hidden}\n${masked}`);
  for (const kept of ["192.0.2.7:5060", "branch=z9hG4bK1234567890", "tag=1928301774", "Call-ID: 1234567890@192.0.2.1", "CSeq: 1234567 INVITE", "Content-Length: 0"]) assert.ok(masked.includes(kept), `${kept}\n${masked}`);
});

test("an encoded number is hidden too", () => {
  assert.doesNotMatch(maskText("INVITE sip:%2b49%33012345678@x SIP/2.0"), /345678/);
});

test("records keep their names and times; numbers in fields, lists and keys are hidden", () => {
  const masked = maskJson({ call_id: "1234567890", started_at: "2026-01-01T00:00:00.000000Z", caller: "+493012345678", items: ["493012345678", "acme"], counts: { "493012345678": 3 }, n: 493012345678 });
  assert.deepEqual(masked, { call_id: "1234567890", started_at: "2026-01-01T00:00:00.000000Z", caller: "+493*******78", items: ["493*******78", "acme"], counts: { "493*******78": 3 }, n: 493012345678 });
});

test("no number of a URI survives, whatever stands around it, and masking twice is masking once", () => {
  const number = fc.stringMatching(/^\+?[1-9][0-9]{7,13}$/);
  fc.assert(
    fc.property(number, fc.stringMatching(/^[a-zA-Z ;=<>".,]{0,20}$/), (user, around) => {
      const text = `P-Thing: ${around}<sip:${user}@example.org>${around}`;
      const masked = maskText(text);
      assert.ok(!masked.includes(user), masked);
      assert.equal(maskText(masked), masked);
      assert.equal(masked.length, text.length);
    }),
  );
});

test("masking a hostile text takes no longer than its length", () => {
  const began = performance.now();
  for (const unit of ["sip:", "1", "1-", '"', "a:", ":", "1:", "username=\"", "+1", "%3", "1."]) {
    const text = unit.repeat(200_000 / unit.length);
    maskText(text);
    maskAddresses(text, "k");
  }
  assert.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
});

test("an address becomes the same stranger everywhere, and is told from others", () => {
  const masked = maskAddresses("192.0.2.1:5060 -> [2001:db8::1]:5060 192.0.2.2 192.0.2.1 at 12:30:45", "k");
  const [, first, v6, second, again] = /^(240[\d.]+):5060 -> \[(100::[0-9a-f:]+)\]:5060 (240[\d.]+) (240[\d.]+) at 12:30:45$/.exec(masked) ?? [];
  assert.ok(first && v6 && second, masked);
  assert.equal(first, again);
  assert.notEqual(first, second);
  assert.notEqual(maskAddresses("192.0.2.1", "other"), maskAddresses("192.0.2.1", "k"));
});
