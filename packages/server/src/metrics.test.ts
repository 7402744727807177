import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Health } from "./book/questions.ts";
import { metricsText, METRICS } from "./metrics.ts";
import { createHttpMetrics } from "./serve/http-metrics.ts";

const HEALTH: Health = {
  status: "ok", version: "0", startedAtUs: 1, store: { kind: "embedded", ok: true, latencyMs: 2, sizeBytes: 3 },
  archive: { state: "disk_full", sizeBytes: 4, storedThrough: { call: 5, log: 6 }, storedThroughUs: 7_500_000 }, disk: { freeBytes: 1, totalBytes: 2 }, spooledBytes: 0, recovery: { state: "done", packets: 0 }, examining: { examined: 1, failed: 0, unexamined: 0, backlog: 0, lagSeconds: 0 },
  received: 8, stored: 9, duplicates: 10, dropped: [{ room: "capture", reason: "queue_full", count: 11 }], liveCalls: 12, warnings: [],
};

test("health becomes Prometheus text, with a label for every reason", async () => {
  const text = await metricsText(HEALTH);
  for (const line of ['sipglass_dropped_total{room="capture",reason="queue_full"} 11', 'sipglass_stored_through_packets{class="log"} 6', "sipglass_archive_writable 0", "sipglass_stored_through_seconds 7.5"]) {
    assert.ok(text.includes(line), line);
  }
});

test("docs/reference/metrics.md lists every metric, and nothing else", async () => {
  const document = readFileSync(join(import.meta.dirname, "../../../docs/reference/metrics.md"), "utf8");
  const listed = [...document.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
  const http = [...(await createHttpMetrics().text()).matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(listed.sort(), [...METRICS.map(({ name }) => name), ...http].sort());
});
