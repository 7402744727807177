import assert from "node:assert/strict";
import { test } from "node:test";
import type { Agent } from "@sipglass/model";
import type { ShardStatus } from "../pipeline/messages.ts";
import { createStatusBoard } from "./status.ts";

const agent = (changes: Partial<Agent> = {}): Agent => ({
  name: "sbc1", id: 1, peer: "10.0.0.1", transport: "udp", packets: 1, bytes: 100, firstSeenAtUs: 10, lastSeenAtUs: 20, refused: {}, clockSkewUs: 0, quarantined: 0, ...changes,
});
const status = (changes: Partial<ShardStatus> = {}): ShardStatus => ({
  received: 1, stored: 1, duplicates: 0, refused: {}, liveCalls: 0, archive: "ok", lostPackets: 0, storedThrough: {}, storedThroughUs: 5, agents: [], ...changes,
});

test("what is safe is what every shard has: one that has not spoken holds the mark at zero", () => {
  const board = createStatusBoard(2);
  board.update(0, status({ storedThroughUs: 9, storedThrough: { call: 4 } }));
  assert.equal(board.totals().storedThroughUs, 0);
  board.update(1, status({ storedThroughUs: 7, storedThrough: { call: 3, log: 1 } }));
  assert.deepEqual([board.totals().storedThroughUs, board.totals().storedThrough], [7, { call: 7, log: 1 }]);
});

test("an agent that reaches two shards, and one of an earlier run, is one agent with the sum of its counts", () => {
  const board = createStatusBoard(2);
  board.remember([agent({ packets: 100, firstSeenAtUs: 1, lastSeenAtUs: 2 })]);
  board.update(0, status({ agents: [agent({ packets: 5, refused: { not_sip: 1 } })] }));
  board.update(1, status({ agents: [agent({ packets: 7, lastSeenAtUs: 30, refused: { not_sip: 2 }, clockSkewUs: -4 })] }));
  board.update(0, status({ agents: [agent({ packets: 6, refused: { not_sip: 1 } })] }));
  assert.deepEqual(board.agents(), [agent({ packets: 113, bytes: 300, firstSeenAtUs: 1, lastSeenAtUs: 30, refused: { not_sip: 3 }, clockSkewUs: -4 })]);
});

test("one shard with a full disk makes the whole archive say so", () => {
  const board = createStatusBoard(2);
  board.update(0, status());
  board.update(1, status({ archive: "disk_full", lostPackets: 3 }));
  assert.deepEqual([board.totals().archive, board.totals().lostPackets], ["disk_full", 3]);
});

test("what is saved are agents heard of since, each once whatever transports it uses, so that its counts add up after a restart", () => {
  const board = createStatusBoard(1);
  board.remember([agent({ name: "old", packets: 9 }), agent({ packets: 100 })]);
  board.update(0, status({ agents: [agent({ packets: 5 }), agent({ packets: 7, transport: "tcp", lastSeenAtUs: 30 })] }));
  const saved = board.takeUnsaved();
  assert.deepEqual(saved.map(({ name, packets, transport }) => [name, packets, transport]), [["sbc1", 112, "tcp"]]);
  assert.deepEqual(board.takeUnsaved(), []);
  board.notSaved(saved);
  assert.equal(board.takeUnsaved().length, 1);
  const next = createStatusBoard(1);
  next.remember(saved);
  next.update(0, status({ agents: [agent({ packets: 3 })] }));
  assert.equal(next.agents().reduce((sum, { packets }) => sum + packets, 0), 115);
});
