// Which imported packets are safe: those of that name and time, for those who see everything, and only while the disk takes what it is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, isSipglassError } from "@sipglass/model";
import { packetKey, importPeer } from "../imported.ts";
import type { ArchivedPacket } from "../store/log/log.ts";
import { importedKeys } from "./imported-keys.ts";

const packet = (file: string, sequence: number): ArchivedPacket => ({ writer: "c-1-0.call", sequence, receivedUs: 5, eventUs: 5, peer: importPeer(file), quarantined: false, frame: Buffer.from(`HEP3 ${sequence}`) });
const ASKED = { file: "homer", fromUs: 0, toUs: 10, receivedFromUs: 7_000_000_000 };

function places(state: "ok" | "disk_full") {
  const scans: object[] = [];
  const asked: string[] = [];
  const ask = async (question: string): Promise<never> => {
    asked.push(question);
    return state as never;
  };
  const reader = {
    async *scan(options: object): AsyncGenerator<ArchivedPacket> {
      scans.push(options);
      yield* [packet("homer", 1), packet("other", 2), packet("homer", 1)];
    },
  };
  return { scans, asked, all: { reader, shards: [{ ask }, { ask }] } };
}

test("keys are those of packets of this name, after every shard has written what it holds", async () => {
  const { scans, asked, all } = places("ok");
  assert.deepEqual(await importedKeys(all, ALL, ASKED), [packetKey(Buffer.from("HEP3 1")), packetKey(Buffer.from("HEP3 1"))]);
  assert.deepEqual(asked, ["settle", "settle"]);
  // A little earlier than asked, for clocks that were set back.
  assert.deepEqual(scans, [{ fromUs: 0, toUs: 10, receivedFromUs: 6_400_000_000 }]);
});

test("who sees some tenants only is told nothing, and a full disk is no answer", async () => {
  const { scans, all } = places("ok");
  assert.deepEqual(await importedKeys(all, { kind: "tenants", tenants: ["acme"] }, ASKED), []);
  assert.equal(scans.length, 0);
  await assert.rejects(importedKeys(places("disk_full").all, ALL, ASKED), (error) => isSipglassError(error) && error.code === "disk_full");
});
