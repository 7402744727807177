// Log lines: what people read, and level and Call-ID where the line says them.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeLog, type LogLine } from "./decode-log.ts";

const of = (text: string): LogLine => decodeLog(new TextEncoder().encode(text));

const LINES: [name: string, line: string, expected: LogLine][] = [
  ["plain text", "new call from anna", { text: "new call from anna" }],
  ["line ends and NUL at the end", "hello\r\n\0", { text: "hello" }],
  ["Kamailio's level", "ERROR: tm [t_lookup.c:1]: no branch", { text: "ERROR: tm [t_lookup.c:1]: no branch", level: "error" }],
  [
    "FreeSWITCH's level in brackets",
    "2026-01-01 00:00:00.1 [WARNING] sofia.c:7 gone",
    { text: "2026-01-01 00:00:00.1 [WARNING] sofia.c:7 gone", level: "warning" },
  ],
  ["a word that only contains a level", "informational terror, debugging", { text: "informational terror, debugging" }],
  [
    "a Call-ID in the text",
    "reply for Call-ID: abc-1@10.0.0.1 lost",
    { text: "reply for Call-ID: abc-1@10.0.0.1 lost", callId: "abc-1@10.0.0.1" },
  ],
  ["a callid in quotes", 'INFO callid="x y" z', { text: 'INFO callid="x y" z', level: "info", callId: "x" }],
  [
    "old syslog: severity 3 of facility 16",
    "<131>Jan  1 00:00:00 pbx asterisk: dead",
    { text: "Jan  1 00:00:00 pbx asterisk: dead", level: "error" },
  ],
  ["new syslog", "<14>1 2026-01-01T00:00:00Z pbx app 1 - - hello", { text: "2026-01-01T00:00:00Z pbx app 1 - - hello", level: "info" }],
  ["JSON with words", '{"level":"warn","msg":"slow","call_id":"c1","other":1}', { text: "slow", level: "warning", callId: "c1" }],
  ["JSON of pino", '{"level":50,"time":1,"msg":"bad"}', { text: "bad", level: "error" }],
  ["JSON with a syslog severity", '{"severity":4,"message":"hm"}', { text: "hm", level: "warning" }],
  ["JSON without a message stays as it is", '{"a":1}', { text: '{"a":1}' }],
  ["JSON that is none", "{broken level: error", { text: "{broken level: error", level: "error" }],
];
for (const [name, line, expected] of LINES) {
  test(name, () => assert.deepEqual(of(line), expected));
}

test("UTF-8 is read as such, bytes that are none as Latin-1", () => {
  assert.equal(of("Grüße 📞").text, "Grüße 📞");
  assert.equal(decodeLog(Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65)).text, "Grüße");
});

test("any bytes are a line", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => new TextEncoder().encode(json)),
      ),
      (bytes) => assert.equal(typeof decodeLog(bytes).text, "string"),
    ),
  );
});
