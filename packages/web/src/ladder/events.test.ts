import assert from "node:assert/strict";
import { test } from "node:test";
import type { FindingJson, StreamJson } from "../api/shapes.ts";
import { arrangeLadder } from "./arrange.ts";
import { eventsOf } from "./events.ts";

const column = (address: string) => ({ id: address, label: address, address });
const LADDER = arrangeLadder({ columns: [column("10.0.0.1:5060"), column("10.0.0.1:50"), column("10.0.0.2:5060")], rows: [] }, new Map(), {});
const finding = (evidence: FindingJson["evidence"]): FindingJson => ({ id: "ack_lost", title: "", severity: "error", sentence: "", evidence, source: "", next_step: "", host: "" });
const AT = "2026-01-01T00:00:01.000000Z";
const lost = { ref: "", call_id: "c", at: AT, text: "no ACK from 10.0.0.2:5060 to 10.0.0.1:50" };

test("evidence without a message is drawn between the ends that it names, once", () => {
  const events = eventsOf(LADDER, [finding([lost, { ...lost, ref: "c1:1" }, { ...lost, at: null }]), finding([lost])], []);
  assert.deepEqual(events.map(({ kind, text, from, to }) => [kind, text, from, to]), [["missing", lost.text, 2, 1]]);
});

test("ends that are not in this ladder have no place", () => {
  const [event] = eventsOf(LADDER, [finding([{ ...lost, text: "no RTCP at 10.0.0.1:5061" }])], []);
  assert.deepEqual([event?.from, event?.to], [null, null]);
});

test("keys pressed stand at the host that sent them", () => {
  const stream = { src: "10.0.0.2:40000", dst: "10.9.9.9:4000", rtp: { dtmf: [{ digit: "5", at: AT, duration_ms: 100 }] } } as unknown as StreamJson;
  assert.deepEqual(eventsOf(LADDER, [], [stream]).map(({ kind, text, from, to }) => [kind, text, from, to]), [["digit", "key 5", 2, null]]);
});
