import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleMessage } from "../../dev/sample-call.ts";
import type { CallJson } from "../api/shapes.ts";
import { isRecord, logRows } from "./records.ts";

const call = { caller: "ada", callee: "bob", started_at: "2026-01-01T10:00:00.000000Z", ringing_at: null, answered_at: "2026-01-01T10:00:02.000000Z", ended_at: null, status_code: 200, status_text: "OK" } as CallJson;
const log = (raw: string, time: string) => sampleMessage({ type: 100, raw, time, ref: "c1:7", agent: "kamailio" });

test("log lines and the call's turning points stand in the order of time, with their level", () => {
  const rows = logRows([sampleMessage({}), log("ERROR: no route left", "2026-01-01T10:00:01.000000Z")], [call]);
  assert.deepEqual(rows.map(({ level, by, text, ref }) => [level, by, text, ref]), [
    ["event", "call", "the call began: ada → bob", ""], ["error", "kamailio", "ERROR: no route left", "c1:7"], ["event", "call", "it was answered", ""],
  ]);
});

test("signalling and media are no records, logs and CDRs are", () => {
  assert.deepEqual([1, 5, 34, 100, 60, 86].map((type) => isRecord({ type })), [false, false, false, true, true, true]);
});
