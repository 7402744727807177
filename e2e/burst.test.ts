// A burst that is faster than it can be followed: it waits on disk, and the calls of it are those that were sent, however late their messages come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "../bench/measure.ts";
import { startServer, until } from "./server-process.ts";

const WIDE = "from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

test("calls of a burst that waited on disk for longer than calls are kept are neither given up nor made twice", { timeout: 240_000 }, async (t) => {
  const server = await startServer({ environment: { SIPGLASS_QUEUE: "4MiB", SIPGLASS_LINGER: "5s" } });
  try {
    let mostWaiting = 0;
    const watch = setInterval(() => void server.health().then(({ spooled_bytes: waiting }) => (mostWaiting = Math.max(mostWaiting, waiting)), () => undefined), 200);
    const { frames, expected } = await simulate({ port: server.hepPort, rate: 60_000, seconds: 5, seed: 11, transport: "tcp" });
    const health = await until(() => server.health(), ({ stored, duplicates }) => stored + duplicates >= frames.sent, 180_000);
    clearInterval(watch);
    t.diagnostic(`${frames.sent} frames; most that waited: ${(mostWaiting / 1e6).toFixed(0)} MB`);
    assert.ok(mostWaiting > 30e6, `the burst waited: ${mostWaiting} bytes`);
    assert.equal(health.stored + health.duplicates, frames.sent);
    const counted = async (query: string): Promise<number> => (await server.get<{ total: number }>(`calls/histogram?${WIDE}&q=${query}&buckets=1`)).total;
    assert.equal(await counted("kind:call"), expected.kinds["call"]);
    assert.equal(await counted("kind:call+partial:*"), 0);
  } finally {
    await server.kill();
    server.remove();
  }
});
