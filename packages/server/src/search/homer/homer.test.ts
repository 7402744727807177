// The parts of Homer's searches by themselves: numbers of rows, value operators, smart input, narrowing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { SEGMENT_CLASSES, MATCH_ALL, printQuery } from "@sipglass/model";
import { packetOf, sipText, frameOf } from "../../pipeline/frames.fixture.ts";
import { searchOfForm, searchOfNames } from "./conditions.ts";
import { homerRows, type HomerRow } from "./homer-row.ts";
import { likeTest } from "./row-test.ts";
import { refOfRowId, rowIdOf } from "./row-id.ts";
import { parseSmartInput } from "./smart-input.ts";

const AT_US = 1_700_000_000_123_456;

function rowOf(changes: Partial<Parameters<typeof sipText>[0]> = {}, packet: Parameters<typeof packetOf>[2] = {}): HomerRow {
  const frame = frameOf(packetOf(sipText({ start: "INVITE sip:1001@example.org SIP/2.0", callId: "a@b", cseq: "1 INVITE", ...changes }), AT_US, packet));
  const [row] = homerRows({ writer: "c1-3-0.call", sequence: 17, receivedUs: AT_US, eventUs: AT_US, peer: "", quarantined: false, frame }, { hideDigits: false, headers: ["x-trunk"] });
  assert.ok(row);
  return row;
}

const passes = (row: HomerRow, name: string, value: string, type?: string): boolean => searchOfForm([{ name, value, ...(type === undefined ? {} : { type }) }], false).test(row);

test("the number of a row leads back to its packet, for every packet that 53 bits can name", () => {
  fc.assert(fc.property(
    fc.record({ boot: fc.integer({ min: 0, max: 4095 }), shard: fc.integer({ min: 0, max: 63 }), name: fc.constantFrom(...SEGMENT_CLASSES), sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
    ({ boot, shard, name, sequence }) => {
      const ref = { writer: `c-x1-${boot}-${shard}.${name}`, sequence };
      const id = rowIdOf(ref);
      assert.ok(Number.isSafeInteger(id) && id > 0);
      assert.deepEqual(refOfRowId(id, "c-x1"), ref);
    },
  ));
  assert.equal(rowIdOf({ writer: "c1-5000-0.call", sequence: 1 }), 0);
  for (const none of [0, -1, 1.5, Number.NaN, 2 ** 60]) assert.equal(refOfRowId(none, "c1"), undefined);
});

test("a SIP packet becomes the two headers that heplify-server writes", () => {
  const row = rowOf({ extra: "X-Trunk: gw2", toTag: "t9" }, { correlationId: "leg-a" });
  assert.deepEqual(row.protocolHeader, {
    protocolFamily: 2, protocol: 17, srcIp: "192.0.2.1", dstIp: "192.0.2.2", srcPort: 5060, dstPort: 5060, timeSeconds: 1_700_000_000, timeUseconds: 123_456, payloadType: 1, captureId: "7", correlation_id: "leg-a",
  });
  const { callid, cseq, method, ruri_user: ruri, from_user: from, to_tag: tag, "x-trunk": trunk } = row.dataHeader;
  assert.deepEqual([callid, cseq, method, ruri, from, tag, trunk, row.table, row.sid], ["a@b", "1 INVITE", "INVITE", "1001", "ada", "t9", "gw2", "1_call", "a@b"]);
  assert.equal(rowOf({ start: "SIP/2.0 200 OK" }).dataHeader["method"], "200");
  assert.equal(rowOf({ cseq: "1 REGISTER", start: "REGISTER sip:x SIP/2.0" }).table, "1_registration");
  assert.equal(rowOf({ cseq: "1 OPTIONS", start: "OPTIONS sip:x SIP/2.0" }).table, "1_default");
});

describe("values", () => {
  const row = rowOf();
  test("equal, not equal, one of a list, with wildcards", () => {
    assert.ok(passes(row, "data_header.from_user", "ada") && !passes(row, "data_header.from_user", "Ada"));
    assert.ok(passes(row, "data_header.from_user", "!=bob") && !passes(row, "data_header.from_user", "!=ada"));
    assert.ok(passes(row, "data_header.from_user", "bob;ada") && !passes(row, "data_header.from_user", "!=bob;ada"));
    assert.ok(passes(row, "data_header.ruri_user", "100%") && passes(row, "data_header.ruri_user", "x%;100%") && !passes(row, "data_header.ruri_user", "!=10%"));
  });
  test("empty and missing", () => {
    assert.ok(passes(row, "data_header.to_tag", "isEmpty") && !passes(row, "data_header.to_tag", "!=isEmpty"));
    assert.ok(passes(row, "data_header.X-None", "isNull") && !passes(row, "data_header.callid", "isNull"));
  });
  test("numbers are compared as numbers, a node's name under a numeric column as a name", () => {
    assert.ok(passes(row, "protocol_header.srcPort", "5060", "integer") && !passes(row, "protocol_header.srcPort", "!=5060", "integer"));
    assert.ok(passes(row, "protocol_header.captureId", "007", "integer") && !passes(row, "protocol_header.captureId", "sbc1", "integer"));
  });
  test("raw ignores case and wants its own wildcards", () => {
    assert.ok(passes(row, "raw", "%CONTENT-length: 0%") && !passes(row, "raw", "content-length"));
  });
  test("AND binds closer than OR; || joins one field, orlogic all", () => {
    const fields = [{ name: "data_header.from_user", value: "bob" }, { name: "sid", value: "||a@b" }, { name: "data_header.to_user", value: "bob" }];
    assert.ok(searchOfForm(fields, false).test(row));
    assert.ok(!searchOfForm([{ name: "data_header.from_user", value: "bob" }, { name: "sid", value: "a@b" }], false).test(row));
    assert.ok(searchOfForm([{ name: "data_header.from_user", value: "bob" }, { name: "sid", value: "a@b" }], true).test(row));
  });
  test("fields that no column has are skipped, a limit is taken", () => {
    const search = searchOfForm([{ name: "nonsense", value: "1" }, { name: "limit", value: "50" }, { name: "data_header.from_user", value: "" }], false);
    assert.ok(search.test(row));
    assert.deepEqual([search.limit, search.query], [50, MATCH_ALL]);
  });
});

test("LIKE is SQL's: any text, one character, escapes; hostile patterns end", () => {
  for (const [pattern, text, expected] of [["a%c", "abbc", true], ["a_c", "abc", true], ["a_c", "ac", false], ["%", "", true], ["a\\%c", "a%c", true], ["a\\%c", "abc", false], ["", "", true], ["%b%", "aXb", true]] as const) {
    assert.equal(likeTest(pattern)(text), expected, `${pattern} ~ ${text}`);
  }
  const started = performance.now();
  assert.equal(likeTest(`${"%a".repeat(40)}b`)("a".repeat(20_000)), false);
  assert.ok(performance.now() - started < 2000);
});

test("smart input: names, operators, quotes; what makes no sense is left out", () => {
  assert.deepEqual(parseSmartInput("sip.from_user = '10 0%' AND net.srcPort >= 5060 or (sip.method LIKE INV%)"), [
    [{ column: "data_header.from_user", operator: "=", value: "10 0%" }, { column: "protocol_header.srcPort", operator: ">=", value: "5060" }],
    [{ column: "data_header.method", operator: "LIKE", value: "INV%" }],
  ]);
  for (const text of ["", "AND OR", "x", "= = =", "'quoted' = 1", "a =", "((("]) assert.doesNotThrow(() => parseSmartInput(text));
  fc.assert(fc.property(fc.string(), (text) => void parseSmartInput(text)));
  const row = rowOf();
  assert.ok(searchOfForm([{ name: "smartinput", value: "sip.from_user = ada AND net.srcPort > 5000" }], false).test(row));
  assert.ok(!searchOfForm([{ name: "smartinput", value: "net.srcPort > 5060 OR sip.method != INVITE" }], false).test(row));
});

test("conditions narrow to calls that may have the row: parties either way round, never by what is negated", () => {
  const narrowedBy = (name: string, value: string): string => printQuery(searchOfForm([{ name, value }], false).query);
  assert.equal(narrowedBy("data_header.from_user", "+4930%"), "user:+4930*");
  assert.equal(narrowedBy("sid", "a@b;c@d"), 'callid:a@b,c@d');
  assert.equal(narrowedBy("protocol_header.srcIp", "10.0.0.1"), "ip:10.0.0.1");
  for (const value of ["!=ada", "a_a%", "isEmpty", "ada;b_%"]) assert.equal(narrowedBy("data_header.from_user", value), printQuery(MATCH_ALL), value);
  assert.equal(printQuery(searchOfNames({ callid: "a@b" }).query), "callid:a@b");
});
