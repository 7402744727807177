import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { DEFECTS } from "@sipglass/model";
import { checkAddressCarefully } from "./address-check.ts";
import { parseAuth } from "./auth.ts";
import { bodyParts } from "./body.ts";
import { allHeaders, headerOf, headersOf } from "./headers.ts";
import { toLatin1, utf8Text } from "./latin1.ts";
import { looksLikeSip, looksLikeSipAt } from "./looks-like-sip.ts";
import { parseNameAddr } from "./name-addr.ts";
import { parseSip } from "./parse-sip.ts";
import { isPlainAddress, isPlainUri, isPlainVia } from "./plain-values.ts";
import { parseReason } from "./reason.ts";
import { sipText } from "./sip-text.fixture.ts";
import { splitMessages } from "./split-messages.ts";
import { parseUri } from "./uri.ts";
import { parseVia } from "./via.ts";

const FOLDER = new URL("../../../../fixtures/sip/torture/", import.meta.url);
const SEEDS = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sip"))
  .map((file) => toLatin1(readFileSync(new URL(file, FOLDER))));

/** Everything that can be asked of a text that may be SIP; the invariants that hold whatever it is. */
function assertSane(text: string): void {
  const offsets = splitMessages(text);
  assert.ok(offsets.every((offset, i) => i === 0 || offset > offsets[i - 1]!));
  looksLikeSipAt(text, 0);
  utf8Text(text);
  const result = parseSip(text);
  if (!result.ok) return assert.equal(offsets.length, 0);
  const message = result.value;
  assert.ok(message.headersAt <= message.bodyAt && message.bodyAt <= message.endAt && message.endAt <= text.length);
  assert.ok(message.defects.every((defect, i) => DEFECTS.includes(defect) && message.defects.indexOf(defect) === i));
  assert.ok(Number.isSafeInteger(message.cseq) && message.statusCode >= 0 && message.statusCode <= 999);
  for (const { value } of allHeaders(message))
    for (const parse of [parseUri, parseNameAddr, parseVia, parseAuth, parseReason]) parse(value);
  assert.equal(message.viaCount, headersOf(message, "via").length);
  if (message.callId !== "") assert.equal(headerOf(message, "Call-ID"), message.callId);
  assert.equal(parseNameAddr(message.from).tag, message.fromTag);
  assert.equal(parseNameAddr(message.to).tag, message.toTag);
  if (message.viaCount > 0) assert.equal(parseVia(headersOf(message, "via")[0]!).branch, message.branch);
  bodyParts(message);
}

test("mutated messages are parsed or refused, and what is asked of them holds together", () => {
  const piece = fc.constantFrom(
    '"',
    "<",
    ">",
    ";",
    ",",
    ":",
    "@",
    "\r\n",
    "\n",
    " ",
    "\r\n ",
    "%",
    "\0",
    "\x80",
    "\v",
    "\xa0",
    "[",
    "]",
    "?",
    "=",
    "\r\n\r\n",
    "Via:",
    ";tag=",
    "SIP/2.0 ",
    "--",
    "*",
    "/",
  );
  // Not fc.double: it is even over the bit patterns, and nearly all of them are nearly 0.
  const permille = fc.nat(1000);
  const edit = fc.tuple(permille, piece, fc.nat(12));
  fc.assert(
    fc.property(fc.constantFrom(...SEEDS), fc.array(edit, { minLength: 1, maxLength: 8 }), (seed, edits) => {
      let text = seed;
      for (const [place, insert, remove] of edits) {
        const at = Math.floor((place / 1000) * text.length);
        text = text.slice(0, at) + insert + text.slice(at + remove);
      }
      assertSane(text);
    }),
    { numRuns: 3000 },
  );
});

test("random bytes are parsed or refused", () => {
  const start = fc.constantFrom("", "INVITE sip:a SIP/2.0\r\n", "SIP/2.0 200 OK\r\n", "A B SIP/2.0\n");
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, tail) => {
      looksLikeSip(tail);
      assertSane(head + toLatin1(tail));
    }),
    { numRuns: 2000 },
  );
});

test("what the plain expressions accept, the careful code finds nothing wrong with, and both see the parameters at the same place", () => {
  const word = fc.string({ unit: fc.constantFrom(..."ab1-_.~*+!'`%$&=(),#"), maxLength: 8 });
  const glue = fc.constantFrom(
    '"',
    '" ',
    "<",
    ">",
    "sip:",
    "sips:",
    "@",
    ";",
    ":",
    "5060",
    " ",
    "=",
    ";tag=",
    "<sip:a@b",
    ">;x=y",
    "[",
    ";;",
    "\\",
    "é",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, glue), { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      if (isPlainAddress(text, 0, text.length)) {
        const defects: never[] = [];
        assert.equal(checkAddressCarefully(text, 0, text.length, "bad_from", defects), text.indexOf(">") + 1, text);
        assert.deepEqual(defects, [], text);
      }
      if (isPlainUri(text, 0, text.length)) assert.deepEqual(parsedDefects(`INVITE ${text} SIP/2.0`), [], text);
    }),
    { numRuns: 20_000 },
  );
});

/** `<…>` makes the careful code read the same URI. */
function parsedDefects(start: string): readonly string[] {
  const uri = start.split(" ")[1]!;
  const defects: never[] = [];
  checkAddressCarefully(`<${uri}>`, 0, uri.length + 2, "bad_from", defects);
  return defects;
}

test("a plain Via says to the scan what parseVia says", () => {
  const text = fc.constantFrom(
    "SIP/2.0/UDP ",
    "SIP/2.0/TCP ",
    "h",
    "198.51.100.1",
    ":5060",
    ";branch=z9",
    ";rport",
    ";received=1.2.3.4",
    ";ttl=1",
    ";x",
    "=",
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 7 }), (parts) => {
      const via = parts.join("");
      if (!isPlainVia(via, 0, via.length)) return;
      const result = parseSip(sipText({ Via: via }));
      assert.ok(result.ok);
      const { branch, host, port } = parseVia(via);
      assert.deepEqual([result.value.branch, result.value.viaSentBy], [branch, port === 0 ? host : `${host}:${port}`], via);
    }),
    { numRuns: 5000 },
  );
});

test("no text makes the scan slow: time grows with the length, not with its square", () => {
  const hostile = [
    "\r\n ",
    '\\"',
    '"\\"',
    "<",
    '"',
    "@",
    ";",
    ",",
    "a\n",
    "Via: x\n",
    "%",
    " ",
    ":",
    "v:,",
    "\\",
    "[",
    ";a=",
    "--b\n",
    "Via: SIP/2.0/UDP a\n",
    "m:<",
    't:"',
    "c:multipart/a;boundary=b\n",
  ];
  for (const unit of hostile) {
    for (const head of [
      "INVITE sip:a@b SIP/2.0\r\nFrom: ",
      "INVITE sip:",
      "SIP/2.0 200 OK\r\nContent-Type: multipart/x;boundary=b\r\n\r\n",
    ]) {
      // Four times the largest datagram: what grows with the square takes seconds. Processor time, so that a busy machine makes no difference.
      const text = head + unit.repeat(270_000 / unit.length);
      const before = process.cpuUsage();
      assertSane(text);
      const tookMs = process.cpuUsage(before).user / 1000;
      assert.ok(tookMs < 1000, `${JSON.stringify(unit)} behind ${JSON.stringify(head)} took ${tookMs} ms`);
    }
  }
});
