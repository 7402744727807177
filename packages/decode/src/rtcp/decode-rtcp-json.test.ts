// RTCP as JSON: the manner of every sender, and what is no RTCP at all.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { decodeRtcpJson, decodeRtcpPayload } from "./decode-rtcp-json.ts";
import { encodeRtcp } from "./encode-rtcp.ts";

const folder = new URL("../../../../fixtures/rtcp/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => name.slice(0, -4));
assert.ok(names.length >= 9);

for (const name of names) {
  test(`${name}: the reports that it means`, () => {
    const reports = decodeRtcpJson(readFileSync(new URL(`${name}.txt`, folder), "utf8"));
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), "utf8"));
    assert.deepEqual(reports.ok && reports.value, expected);
  });
}

test("RTCP bytes under the JSON type are read as bytes, from a payload and from Latin-1 text", () => {
  const bytes = encodeRtcp({ kind: "RR", ssrc: 0xdead_beef, blocks: [] });
  for (const reports of [decodeRtcpPayload(bytes), decodeRtcpJson(String.fromCharCode(...bytes))]) {
    assert.deepEqual(reports.ok && reports.value, [{ kind: "RR", ssrc: 0xdead_beef, blocks: [] }]);
  }
});

test("a payload with blanks before its JSON is read as JSON", () => {
  const reports = decodeRtcpPayload(new TextEncoder().encode(' \n{"ssrc":5,"type":203}'));
  assert.deepEqual(reports.ok && reports.value[0]?.kind, "BYE");
});

for (const text of ["", "null", "[]", "{}", "17", '"text"', "{not json", '{"foo":1}', "INVITE sip:x SIP/2.0"]) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(decodeRtcpJson(text), { ok: false, reason: "rtcp_malformed", at: 0 });
  });
}

test("numbers beyond their field are held to it", () => {
  const block = {
    source_ssrc: 1e30,
    fraction_lost: 9999,
    packets_lost: -1e12,
    highest_seq_no: "abc",
    ia_jitter: null,
    lsr: 1.5,
    dlsr: true,
  };
  const reports = decodeRtcpJson(JSON.stringify({ type: 201, report_blocks: [block] }));
  assert.deepEqual(reports.ok && reports.value[0]?.blocks, [
    { sourceSsrc: 0xffff_ffff, fractionLost: 255, cumulativeLost: -8_388_608, highestSequence: 0, jitterTicks: 0, lsr: 1, dlsr: 0 },
  ]);
});

test("any JSON, of any shape under the known names, never throws", () => {
  const known = fc.constantFrom(
    "sender_information",
    "report_blocks",
    "report_blocks_xr",
    "extended_report_information",
    "sdes_information",
    "ssrc",
    "type",
    "RX_conf",
    "text",
  );
  const shape = fc.dictionary(known, fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(known, fc.jsonValue()))));
  fc.assert(fc.property(fc.oneof(shape, fc.jsonValue(), fc.array(shape)), (value) => void decodeRtcpJson(JSON.stringify(value))));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void decodeRtcpJson(text)));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void decodeRtcpPayload(bytes)));
});
