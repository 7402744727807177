// The promise of ingest: 40 k messages a second over UDP for 30 s without loss, everything findable, bounded memory, small on disk.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { CallJson } from "@sipglass/model";
import { expectedCall, type Manifest } from "sipglass/simulate";
import { sleep, startServer, until, type ServerProcess } from "../e2e/server-process.ts";
import { openEmbeddedStore } from "../packages/server/src/store/embedded/mod.ts";
import { sealClosedHours } from "../packages/server/src/store/log/mod.ts";
import { bytesUnder, mebibytes, percentile, processFigures, report, simulate } from "./measure.ts";

const SEED = 42;
/** A burst waits on disk (SIPGLASS_SPOOL): what is left of it then is worked off before anything is counted. */
const WORKED_OFF_MS = 90_000;
const WIDE = "from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

export async function benchIngest(rate: number, seconds: number): Promise<void> {
  const server = await startServer({ environment: { SIPGLASS_LINGER: "5s" } });
  try {
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, processFigures(server.pid).residentBytes)), 250);
    const before = processFigures(server.pid).cpuSeconds;
    const manifest = await simulate({ port: server.hepPort, rate, seconds, seed: SEED });
    const { sent } = manifest.frames;
    const drainingFrom = performance.now();
    const health = await until(() => server.health(), (seen) => seen.stored + seen.duplicates >= sent, WORKED_OFF_MS).catch(() => server.health());
    console.log(`  worked off ${((performance.now() - drainingFrom) / 1000).toFixed(1)} s after the last frame was sent`);
    const cpu = processFigures(server.pid).cpuSeconds - before;
    clearInterval(watch);
    const lost = sent - health.stored - health.duplicates;
    const mean = Math.round(manifest.sent_bytes / sent);
    console.log(`  sent ${sent} frames (mean ${mean} B) at ${manifest.rate.steady}/s, generator ${manifest.cpu_cores} cores and late by ${manifest.late_ms} ms at most, server ${(cpu * 1e6 / sent).toFixed(1)} µs a frame`);
    for (const { room, reason, count } of health.dropped) console.log(`  dropped ${count}: ${room} ${reason}`);
    report(`UDP ${rate / 1000} k/s for ${seconds} s: frames lost`, `${lost} of ${sent}`, "0", lost === 0);
    report("steady rate of the generator", `${Math.round(manifest.rate.steady)}/s`, `≥ ${rate * 0.97}/s`, manifest.rate.steady >= rate * 0.97);
    report("mean HEP frame", `${mean} B`, "700..1400 B", mean >= 700 && mean <= 1400);
    report("server memory, highest", mebibytes(peak), "< 700 MB", peak < 700e6);
    await findEverything(server, manifest);
    await sleep(12_000);
    await measureDisk(server, manifest);
    await measureLookup(server, manifest);
  } finally {
    await server.kill();
    server.remove();
  }
}

async function findEverything(server: ServerProcess, manifest: Manifest): Promise<void> {
  const { total } = await server.get<{ total: number }>(`calls/histogram?${WIDE}&q=kind:call&buckets=1`);
  report("calls found", String(total), `${manifest.expected.kinds["call"] ?? 0} (manifest)`, total === (manifest.expected.kinds["call"] ?? 0));
  let wrong = 0;
  const step = Math.max(1, Math.floor(manifest.calls / 500));
  for (let i = 0; i < manifest.calls; i += step) {
    const expected = expectedCall(manifest.seed, manifest.first_call + i, manifest.options);
    const call = await server.get<CallJson>(`calls/${encodeURIComponent(expected.callId)}`).catch(() => undefined);
    const code = call?.status_code ?? 0;
    if (call?.messages !== expected.messages || (expected.kind === "call" && (call.state !== expected.state || code !== expected.statusCode))) {
      wrong += 1;
      if (wrong <= 3) console.log(`  ${expected.callId}: expected ${expected.shape} ${expected.state} ${expected.statusCode} ${expected.messages} messages, found ${call?.state} ${code} ${call?.messages}`);
    }
  }
  report("calls checked against the manifest that differ", String(wrong), "0", wrong === 0);
}

/** Archive and index against `zstd -1` of the same bytes, as they lie now and after sealing. */
async function measureDisk(server: ServerProcess, manifest: Manifest): Promise<void> {
  const { raw, plain } = plainBytes(server.directory);
  const count = manifest.frames.sent;
  const archive = bytesUnder(join(server.directory, "archive"));
  const index = bytesUnder(join(server.directory, "index"));
  const each = (bytes: number): string => `${(bytes / count).toFixed(0)} B`;
  console.log(`  a frame: ${each(raw)} raw, ${each(plain)} zstd -1, hot ${each(archive)} archive + ${each(index)} index`);
  report("disk hot (archive + index) against zstd -1", ((archive + index) / plain).toFixed(2), "≤ 1.25", (archive + index) / plain <= 1.25);
  await server.stop();
  await sealIndex(join(server.directory, "index"));
  await sealClosedHours(join(server.directory, "archive"), { olderThanUs: Date.now() * 1000 + 7200e6, dutyCycle: 1 });
  const sealed = bytesUnder(join(server.directory, "archive"));
  // The sealed days alone: calls.duckdb keeps its size, empty now, for the calls of the next day.
  const indexSealed = bytesUnder(join(server.directory, "index", "calls"));
  console.log(`  a frame sealed: ${each(sealed)} archive + ${each(indexSealed)} index`);
  report("disk sealed (archive + index) against zstd -1", ((sealed + indexSealed) / plain).toFixed(2), "< 1", (sealed + indexSealed) / plain < 1);
}

/** As the keeper does when a day is over. */
async function sealIndex(directory: string): Promise<void> {
  const store = await openEmbeddedStore({ directory });
  await store.seal(Date.now() * 1000 + 2 * 86_400e6);
  await store.close();
}

/** Bytes of all archived packets, as they are and as `zstd -1` of the whole makes them. More than fits into memory, so they are piped. */
function plainBytes(directory: string): { raw: number; plain: number } {
  const counted = (command: string): number =>
    Number(execFileSync("sh", ["-c", `find "$1" -name '*.hep.zst' -print0 | xargs -0 zstd -dcq | ${command}`, "sh", join(directory, "archive")], { encoding: "utf8" }));
  return { raw: counted("wc -c"), plain: counted("zstd -1 -q | wc -c") };
}

/** Exact Call-ID among everything stored, with the server started again on its data. */
async function measureLookup(stopped: ServerProcess, manifest: Manifest): Promise<void> {
  const server = await startServer({ directory: stopped.directory });
  try {
    const times: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      const { callId } = expectedCall(manifest.seed, manifest.first_call + Math.floor((i * manifest.calls) / 200), manifest.options);
      const started = performance.now();
      await server.get<CallJson>(`calls/${encodeURIComponent(callId)}`);
      times.push(performance.now() - started);
    }
    const median = percentile(times, 0.5);
    const stored = (manifest.frames.sent / 1e6).toFixed(1);
    report(`look-up by Call-ID in ${stored} M messages: median, p99`, `${median.toFixed(1)} ms, ${percentile(times, 0.99).toFixed(1)} ms`, "< 50 ms", percentile(times, 0.99) < 50);
  } finally {
    await server.stop();
  }
}
