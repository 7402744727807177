import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { arrangeLadder, mergeColumns, moveColumn, readGroups, splitColumn } from "./arrange.ts";

const row = (ref: string, from: number, to: number): LadderRow => ({
  ref, at: "2026-01-01T00:00:00.000000Z", delta_us: 0, from, to, label: "INVITE", kind: "request", retransmission: false, also_seen_by: [], status_code: null, method: "INVITE", has_sdp: false,
});
const column = (address: string, label = address) => ({ id: address, label, address });
const LADDER: Ladder = {
  columns: [column("10.0.0.1:5060"), column("10.0.0.2:5060", "sbc"), column("10.0.0.2:5080", "sbc"), column("[2001:db8::1]:5060")],
  rows: [row("a", 0, 1), row("b", 2, 3), row("c", 3, 0)],
};
const ENDS = new Map([["a", { src: "10.0.0.1:40000", dst: "10.0.0.2:5060" }]]);
const shape = (by: "ip" | "port" | undefined, hosts?: string) => {
  const { columns, rows } = arrangeLadder(LADDER, ENDS, { by, hosts });
  return { labels: columns.map(({ label }) => label), ways: rows.map(({ from, to }) => `${from}>${to}`) };
};

test("without a wish the ladder stays as it came", () => {
  assert.deepEqual(shape(undefined), { labels: ["10.0.0.1:5060", "sbc", "sbc", "[2001:db8::1]:5060"], ways: ["0>1", "2>3", "3>0"] });
});

test("by host: ports of one address share a column", () => {
  assert.deepEqual(shape("ip"), { labels: ["10.0.0.1:5060", "sbc", "[2001:db8::1]:5060"], ways: ["0>1", "1>2", "2>0"] });
});

test("by port: an end that was counted to another's column stands by itself", () => {
  assert.deepEqual(shape("port").labels, ["10.0.0.1:40000", "10.0.0.1:5060", "sbc", "sbc", "[2001:db8::1]:5060"]);
  assert.deepEqual(shape("port").ways, ["0>2", "3>4", "4>1"]);
});

test("the colour of a host stays with it; hosts that are one keep one that all of them have", () => {
  const colours = (...given: string[]) => ({ ...LADDER, columns: LADDER.columns.map((each, i) => (given[i] ? { ...each, colour: given[i] } : each)) });
  const of = (ladder: Ladder, by?: "ip" | "port") => arrangeLadder(ladder, ENDS, { by }).columns.map(({ colour }) => colour);
  assert.deepEqual(of(colours("", "teal", "teal")), [undefined, "teal", "teal", undefined]);
  assert.deepEqual(of(colours("", "teal", "teal"), "ip"), [undefined, "teal", undefined]);
  assert.deepEqual(of(colours("", "teal", "red"), "ip"), [undefined, undefined, undefined]);
  assert.deepEqual(of(colours("red", "teal"), "port"), [undefined, "red", "teal", undefined, undefined]);
});

test("an order of the reader's own: named hosts first, others behind, unknown ones ignored", () => {
  assert.deepEqual(shape(undefined, "[2001:db8::1]:5060,9.9.9.9:1,10.0.0.2:5080~10.0.0.1:5060"), {
    labels: ["[2001:db8::1]:5060", "sbc", "sbc"], ways: ["1>2", "1>0", "0>1"],
  });
});

test("moving, merging and splitting give a URL that says so", () => {
  const { columns } = arrangeLadder(LADDER, ENDS, {});
  const moved = moveColumn(columns, 3, 0);
  assert.deepEqual(readGroups(moved).flat(), ["[2001:db8::1]:5060", "10.0.0.1:5060", "10.0.0.2:5060", "10.0.0.2:5080"]);
  const merged = mergeColumns(columns, 2, 1);
  assert.deepEqual(shape(undefined, merged), { labels: ["10.0.0.1:5060", "sbc", "[2001:db8::1]:5060"], ways: ["0>1", "1>2", "2>0"] });
  const split = splitColumn(arrangeLadder(LADDER, ENDS, { hosts: merged }).columns, 1);
  assert.deepEqual(readGroups(split).length, 4);
});

test("a host that is named twice keeps its first place", () => {
  assert.deepEqual(readGroups("a,b~a,~,b"), [["a"], ["b"]]);
});
