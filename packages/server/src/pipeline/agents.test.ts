import assert from "node:assert/strict";
import { test } from "node:test";
import { createAgentBook } from "./agents.ts";
import { packetOf } from "./frames.fixture.ts";

const packet = (name: string) => packetOf("x", 1000, { agentName: name, agentId: 7 });

test("an agent that sends from two ports of one host is one agent; another host or transport is another", () => {
  const book = createAgentBook();
  for (const peer of ["10.0.0.1:1/udp", "10.0.0.1:2/udp", "10.0.0.1:3/tcp", "[2001:db8::1]:4/udp"]) book.seen(packet("sbc"), peer, 100, 5, false);
  const seen = book.takeChanged().map(({ name, peer, transport, packets }) => ({ name, peer, transport, packets }));
  assert.deepEqual(seen, [
    { name: "sbc", peer: "10.0.0.1", transport: "udp", packets: 2 },
    { name: "sbc", peer: "10.0.0.1", transport: "tcp", packets: 1 },
    { name: "sbc", peer: "[2001:db8::1]", transport: "udp", packets: 1 },
  ]);
  assert.deepEqual(book.takeChanged(), []);
});

test("skew, quarantine and refusals are the agent's, with the time it was last heard", () => {
  const book = createAgentBook();
  book.seen(packet("sbc"), "10.0.0.1:1/udp", 100, 400, true);
  book.refused("10.0.0.1:1/udp", "not_sip", 900);
  const [sbc, nameless] = book.takeChanged();
  assert.deepEqual([sbc?.clockSkewUs, sbc?.quarantined, nameless?.refused, nameless?.lastSeenAtUs], [600, 1, { not_sip: 1 }, 900]);
});

test("a flood of forged senders does not fill the memory", () => {
  const book = createAgentBook();
  for (let i = 0; i < 30_000; i += 1) book.seen(packet(`a${i}`), `10.0.${i >> 8}.${i & 255}:1/udp`, 1, 1, false);
  book.seen(packet("a1"), "10.0.0.1:1/udp", 1, 2, false);
  assert.equal(book.takeChanged().find(({ name }) => name === "a1")?.packets, 2);
});
