import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareMessages, isSame } from "./compare.ts";
import type { CompareRow } from "./compare.ts";

const message = (...lines: string[]): string => lines.join("\r\n");
const differing = (left: string, right: string): [string, string | null, string | null][] =>
  compareMessages(left, right).filter((row) => !isSame(row)).map(({ name, left: a, right: b }) => [name, a, b]);

test("the same message differs nowhere", () => {
  const one = message("INVITE sip:b@x SIP/2.0", "Via: SIP/2.0/UDP a", "Content-Type: application/sdp", "", "v=0", "m=audio 1 RTP/AVP 0", "");
  assert.deepEqual(differing(one, one), []);
});

test("headers are matched by name and number, whatever their order and spelling", () => {
  const left = message("INVITE sip:b@x SIP/2.0", "Via: one", "Via: two", "From: <sip:a@x>", "Max-Forwards: 70", "", "");
  const right = message("INVITE sip:b@y SIP/2.0", "f: <sip:a@x>", "v: one", "Record-Route: <sip:p>", "v: other", "", "");
  assert.deepEqual(differing(left, right), [
    ["", "INVITE sip:b@x SIP/2.0", "INVITE sip:b@y SIP/2.0"],
    ["Record-Route", null, "<sip:p>"],
    ["Via", "two", "other"],
    ["Max-Forwards", "70", null],
  ]);
});

test("a Via that a proxy put on top stands alone, the one below it is the same", () => {
  const [left, right] = [message("A sip:x SIP/2.0", "Via: one", "", ""), message("A sip:x SIP/2.0", "Via: proxy", "Via: one", "", "")];
  assert.deepEqual(differing(left, right), [["Via", null, "proxy"]]);
});

test("a header that goes on in the next line is one", () => {
  assert.deepEqual(
    differing(message("A sip:x SIP/2.0", "Subject: one", " two", "", ""), message("A sip:x SIP/2.0", "Subject: one two", "", "")),
    [],
  );
});

test("a changed line of SDP stands beside what it was, what is new stands alone", () => {
  const sdp = (...lines: string[]): string => message("SIP/2.0 200 OK", "Content-Type: application/sdp", "", "v=0", ...lines, "a=sendrecv");
  assert.deepEqual(differing(sdp("c=IN IP4 10.0.0.1", "m=audio 4000 RTP/AVP 8 0"), sdp("c=IN IP4 10.0.0.1", "m=audio 4000 RTP/AVP 8", "a=ptime:20")), [
    ["m=", "m=audio 4000 RTP/AVP 8 0", "m=audio 4000 RTP/AVP 8"], ["a=ptime", null, "a=ptime:20"],
  ]);
});

test("no line of either message is lost or made up", () => {
  const lines = fc.array(fc.constantFrom("v=0", "a=x", "a=y:1", "a=y:2", "m=audio", ""), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const body = (side: (row: CompareRow) => string | null, rows: CompareRow[]): string[] =>
        rows.filter(({ part }) => part === "body").flatMap((row) => side(row) ?? []).toSorted();
      const rows = compareMessages(message("A sip:x SIP/2.0", "X: 1", "", ...a, "end"), message("A sip:x SIP/2.0", "X: 1", "", ...b, "end"));
      assert.deepEqual(body(({ left }) => left, rows), [...a, "end"].toSorted());
      assert.deepEqual(body(({ right }) => right, rows), [...b, "end"].toSorted());
    }),
  );
});
