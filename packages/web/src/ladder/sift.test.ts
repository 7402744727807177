import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { isDropped, printDrop, readDrop, siftChoices } from "./sift.ts";

const row = (kind: LadderRow["kind"], method: string | null, retransmission = false): LadderRow => ({
  ref: "", at: "", delta_us: 0, from: 0, to: 1, label: "", kind, retransmission, also_seen_by: [], status_code: null, method, has_sdp: false,
});
const ROWS = [row("request", "INVITE"), row("request", "INVITE", true), row("provisional", "INVITE"), row("success", "INVITE"), row("request", "ACK"), row("media", null), row("log", null)];
const kept = (drop: string): string[] => ROWS.filter((each) => !isDropped(each, readDrop(drop))).map(({ kind, method, retransmission }) => `${method ?? kind}${retransmission ? "*" : ""}`);

test("each word leaves out its own", () => {
  assert.deepEqual(kept(""), ["INVITE", "INVITE*", "INVITE", "INVITE", "ACK", "media", "log"]);
  assert.deepEqual(kept("log,media"), ["INVITE", "INVITE*", "INVITE", "INVITE", "ACK"]);
  assert.deepEqual(kept("INVITE"), ["ACK", "media", "log"]);
  assert.deepEqual(kept("repeats,provisional,ACK"), ["INVITE", "INVITE", "media", "log"]);
});

test("only what occurs is offered, with its number", () => {
  const ladder: Ladder = { columns: [], rows: ROWS };
  assert.deepEqual(siftChoices(ladder).methods, [{ name: "INVITE", rows: 4 }, { name: "ACK", rows: 1 }]);
  assert.deepEqual(siftChoices(ladder).others.map(({ name, rows }) => [name, rows]), [["media", 1], ["log", 1], ["repeats", 1], ["provisional", 1]]);
  assert.deepEqual(siftChoices({ columns: [], rows: [] }), { methods: [], others: [] });
});

test("nothing left out leaves nothing in the URL", () => {
  assert.equal(printDrop(new Set()), undefined);
  assert.equal(printDrop(new Set(["media", "ACK"])), "ACK,media");
});
