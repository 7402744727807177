// Packets of a migration against an archive that loses the run in the middle: each is there once in the end, whatever was there before.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isSipglassError } from "@sipglass/model";
import { packetKey } from "../imported.ts";
import { frameOf, packetOf } from "../pipeline/frames.fixture.ts";
import { hepFramesOf, migratePackets } from "./migration.ts";

const RANGE = { fromUs: 0, toUs: 1e9, since: 0 };
const frame = (n: number, text = `NOTICE ${n}`): Uint8Array =>
  frameOf(packetOf(text, 1_000_000 + n, { payloadType: 100, correlationId: "c" }));

/** An archive that keeps what `keeps` allows, and can stop in the middle of an import. */
function archive(keeps: (frame: Uint8Array) => boolean = () => true) {
  const kept: Uint8Array[] = [];
  const state = { kept, stopAfter: Number.POSITIVE_INFINITY };
  const asked = {
    importedKeys: async () => kept.map(packetKey),
    async importCapture(file: string, bytes: Uint8Array) {
      for (const [i, each] of hepFramesOf(bytes).entries()) {
        if (i >= state.stopAfter) throw new Error("killed");
        if (keeps(each)) kept.push(each);
      }
      return { file, packets: 0, sipMessages: 0, refused: {}, calls: 0, fromUs: 0, toUs: 0 };
    },
  };
  return { state, asked };
}

test("a run that was killed anywhere and begun again brings every packet once, equal ones as often as they are", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }), fc.array(fc.nat(20), { maxLength: 3 }), async (numbers, kills) => {
    const { state, asked } = archive();
    const stream = Buffer.concat(numbers.map((n) => frame(n)));
    for (const stopAfter of kills) {
      state.stopAfter = stopAfter;
      await migratePackets(asked, "homer", stream, RANGE).catch(() => undefined);
    }
    state.stopAfter = Number.POSITIVE_INFINITY;
    const done = await migratePackets(asked, "homer", stream, RANGE);
    assert.deepEqual(state.kept.map((each) => Buffer.from(each).toString("hex")).sort(), numbers.map((n) => Buffer.from(frame(n)).toString("hex")).sort());
    assert.deepEqual([done.packets, done.leftOut], [numbers.length, []]);
  }), { numRuns: 200 });
});

test("packets that the archive does not take are named by their place", async () => {
  const second = Buffer.from(frame(2));
  const { asked } = archive((each) => !second.equals(each));
  assert.deepEqual(await migratePackets(asked, "homer", Buffer.concat([frame(1), frame(2), frame(3), frame(2)]), RANGE), {
    packets: 4,
    known: 0,
    leftOut: [1, 3],
  });
  assert.deepEqual(await migratePackets(asked, "homer", Buffer.concat([frame(1), frame(2)]), RANGE), {
    packets: 2,
    known: 1,
    leftOut: [1],
  });
});

test("a copy of a message that an earlier run brought is not brought, a retransmission and the copy of a log line are", async () => {
  const { state, asked } = archive();
  const message = (us: number): Uint8Array => frameOf(packetOf("OPTIONS sip:b SIP/2.0\r\nCall-ID: a@b\r\n\r\n", us, {}));
  await migratePackets(asked, "homer", message(1_000_000), { ...RANGE, toUs: 1_000_001 });
  const rest = [message(1_010_000), message(1_500_000), frame(1), frame(2)];
  assert.deepEqual(await migratePackets(asked, "homer", Buffer.concat(rest), { ...RANGE, fromUs: 1_000_001 }), {
    packets: 4,
    known: 0,
    leftOut: [0],
  });
  assert.equal(state.kept.length, 4);
});

test("a body that is blanked on its way is still known, another header is not", () => {
  const message = (body: string, callId = "a@b"): Uint8Array =>
    frameOf(packetOf(`MESSAGE sip:b SIP/2.0\r\nCall-ID: ${callId}\r\nContent-Length: 6\r\n\r\n${body}`, 5, {}));
  assert.deepEqual(packetKey(message("secret")), packetKey(message("xxxxxx")));
  assert.notDeepEqual(packetKey(message("secret")), packetKey(message("secret", "c@d")));
  assert.deepEqual([packetKey(message("secret")).us, packetKey(message("secret")).isSip, packetKey(frame(3)).isSip], [5, true, false]);
});

test("what is no stream of HEP 3 packets is refused before anything of it is kept", async () => {
  const { state, asked } = archive();
  for (const junk of [
    Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    Buffer.concat([frame(1), Buffer.from("junk")]),
    Buffer.from(frame(1)).subarray(0, 20),
  ]) {
    await assert.rejects(migratePackets(asked, "homer", junk, RANGE), (error) => isSipglassError(error) && error.code === "bad_request");
  }
  assert.equal(state.kept.length, 0);
});
