// Whatever is written in whatever order of classes, flushes, hours, seals and readers: it all comes back.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import { SEGMENT_CLASSES, type PacketRefs, type SegmentClass } from "@sipglass/model";
import { collect, entry, START_US, testWriter } from "./archive.fixture.ts";
import type { LogEntry } from "./log.ts";
import { openLogReader, recoverSegments, sealClosedHours } from "./mod.ts";

const step = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant("append" as const), class: fc.constantFrom(...SEGMENT_CLASSES), frame: fc.uint8Array({ minLength: 1, maxLength: 200 }), minutes: fc.nat({ max: 25 }), peer: fc.constantFrom("a", "b", "c"), quarantined: fc.boolean() }) },
  { weight: 4, arbitrary: fc.constant({ kind: "flush" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "sync" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "seal" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "read" as const }) },
);

it("whatever is written comes back, by reference and by writer, also while it is sealed and restarted", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 120 }), fc.integer({ min: 1, max: 9 }), async (steps, maxBlockPackets) => {
    const root = mkdtempSync(join(tmpdir(), "sipglass-archive-"));
    const directory = join(root, "archive");
    const reader = openLogReader({ directory, cacheBlocks: 4 });
    const written = new Map<string, LogEntry[]>();
    let boot = 1;
    let nowUs = START_US;
    let writer = testWriter(directory, { boot, maxBlockPackets, maxBlockBytes: 400 });

    async function check(): Promise<void> {
      writer.flush();
      const refs: PacketRefs[] = [...written].map(([id, entries]) => ({ writer: id, sequences: entries.map((_, i) => i) }));
      const read = await reader.read(refs);
      const all = [...written.values()].flat();
      assert.deepEqual(read.map((packet) => Buffer.from(packet.frame)), all.map(({ frame }) => Buffer.from(frame)));
      assert.deepEqual(read.map(({ receivedUs, peer, quarantined }) => ({ receivedUs, peer, quarantined })), all.map(({ receivedUs, peer, quarantined }) => ({ receivedUs, peer, quarantined })));
      for (const { writer: id, sequences } of refs) assert.deepEqual((await collect(reader.replay(id, 1))).map(({ sequence }) => sequence), sequences.slice(1));
      assert.equal((await collect(reader.scan({}))).length, all.length);
      assert.deepEqual(reader.damage, []);
    }

    function append(one: { class: SegmentClass; frame: Uint8Array; minutes: number; peer: string; quarantined: boolean }): void {
      nowUs += one.minutes * 60_000_000;
      const stored = entry({ class: one.class, frame: one.frame, receivedUs: nowUs, peer: one.peer, quarantined: one.quarantined });
      const entries = written.get(writer.writerId(one.class)) ?? [];
      assert.equal(writer.append(stored), entries.length);
      written.set(writer.writerId(one.class), [...entries, stored]);
    }

    try {
      for (const one of steps) {
        if (one.kind === "append") append(one);
        else if (one.kind === "flush") writer.flush();
        else if (one.kind === "sync") writer.sync();
        else if (one.kind === "seal") await sealClosedHours(directory, { olderThanUs: nowUs, level: 1 });
        else if (one.kind === "read") await check();
        else {
          writer.close();
          await recoverSegments(directory);
          writer = testWriter(directory, { boot: ++boot, maxBlockPackets, maxBlockBytes: 400 });
        }
      }
      await check();
    } finally {
      writer.close();
      rmSync(root, { recursive: true, force: true });
    }
  }), { numRuns: 25 });
});
