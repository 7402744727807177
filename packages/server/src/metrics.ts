// What sipglass says about itself to Prometheus, made from the same health that people see. Labels are bounded: rooms, reasons, classes.
import { Gauge, Registry } from "prom-client";
import type { Health } from "./book/questions.ts";

/** name → help, labels, values out of a health report. All names stand here and in docs/reference/metrics.md. */
export const METRICS: readonly { name: string; help: string; labels: string[]; values(health: Health): { labels: Record<string, string>; value: number }[] }[] = [
  single("sipglass_received_total", "Packets received.", (h) => h.received),
  single("sipglass_stored_total", "Packets written to the archive.", (h) => h.stored),
  single("sipglass_duplicates_total", "Mirror duplicates counted and not stored.", (h) => h.duplicates),
  {
    name: "sipglass_dropped_total", help: "What was not taken, by room and reason.", labels: ["room", "reason"],
    values: (health) => health.dropped.map(({ room, reason, count }) => ({ labels: { room, reason }, value: count })),
  },
  single("sipglass_spooled_bytes", "Received, and on disk until the shards get to it.", (h) => h.spooledBytes),
  single("sipglass_live_calls", "Calls in the live set.", (h) => h.liveCalls),
  single("sipglass_archive_bytes", "Size of the archive.", (h) => h.archive.sizeBytes),
  single("sipglass_archive_writable", "1 while the archive takes packets, 0 when the disk is full.", (h) => (h.archive.state === "ok" ? 1 : 0)),
  single("sipglass_stored_through_seconds", "Everything received before this time is on disk (epoch seconds).", (h) => h.archive.storedThroughUs / 1e6),
  {
    name: "sipglass_stored_through_packets", help: "Packets safely on disk, by class of segment.", labels: ["class"],
    values: (health) => Object.entries(health.archive.storedThrough).map(([name, value]) => ({ labels: { class: name }, value })),
  },
  single("sipglass_index_bytes", "Size of the index.", (h) => h.store.sizeBytes),
  single("sipglass_store_latency_seconds", "Time of a small question to the store.", (h) => h.store.latencyMs / 1000),
  single("sipglass_recovering", "1 while packets of an earlier run are tracked again.", (h) => (h.recovery.state === "running" ? 1 : 0)),
  single("sipglass_examined_total", "Calls examined for findings and quality, each time anew.", (h) => h.examining.examined),
  single("sipglass_examine_failed_total", "Calls that could not be examined: packets gone, or a rule failed.", (h) => h.examining.failed),
  single("sipglass_unexamined_total", "Calls stored before anybody had examined them; made up for when idle.", (h) => h.examining.unexamined),
  single("sipglass_examine_backlog", "Stored calls that wait to be examined, as of the last look.", (h) => h.examining.backlog),
  single("sipglass_examine_lag_seconds", "How long finished calls have waited to be examined without a pause.", (h) => h.examining.lagSeconds),
  single("sipglass_up", "1 when everything works, 0 when something is degraded.", (h) => (h.status === "ok" ? 1 : 0)),
];

function single(name: string, help: string, pick: (health: Health) => number) {
  return { name, help, labels: [] as string[], values: (health: Health) => [{ labels: {}, value: pick(health) }] };
}

export function metricsText(health: Health): Promise<string> {
  const registry = new Registry();
  for (const { name, help, labels, values } of METRICS) {
    const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
    for (const { labels: at, value } of values(health)) gauge.set(at, value);
  }
  return registry.metrics();
}
