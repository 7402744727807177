// Reports that are sent: what is kept over a restart, and what is forgotten.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WaitingDelivery } from "@sipglass/model";
import { freshState } from "./state.fixture.ts";
import { openState } from "./state.ts";

const DAY_US = 86_400e6;

const one = (id: string, createdAtUs: number): WaitingDelivery => ({
  id,
  object: `${id}@b`,
  state: "waiting",
  attempts: 0,
  status: null,
  error: "",
  createdAtUs,
  endedAtUs: 0,
  event: "call_analysis",
  body: "# Report",
  nextAtUs: createdAtUs,
});

test("what waits is whole after a restart; with the last attempt its text is forgotten", () => {
  const it = freshState();
  it.state.deliveries.add(one("a", it.now()));
  it.state.deliveries.add(one("b", it.now()));
  const { event: _event, body: _body, nextAtUs: _next, ...a } = one("a", it.now());
  it.state.deliveries.change({ ...a, attempts: 1, status: 503, error: "answered 503" }, it.now() + 5e6);
  it.state.deliveries.change({ ...a, id: "b", state: "delivered", attempts: 1, status: 200, endedAtUs: it.now() }, 0);
  const again = openState({ directory: it.directory, now: it.now });
  assert.deepEqual(again.deliveries.waiting(), [
    { ...one("a", it.now()), attempts: 1, status: 503, error: "answered 503", nextAtUs: it.now() + 5e6 },
  ]);
  assert.deepEqual(
    again.deliveries.list().map(({ id, state, status }) => [id, state, status]),
    [
      ["b", "delivered", 200],
      ["a", "waiting", 503],
    ],
  );
  again.close();
  it.close();
});

test("of those that are over the newest 500 are remembered, and nothing for longer than 30 days; what waits stays while it is young", () => {
  const it = freshState();
  const { deliveries } = it.state;
  deliveries.add(one("waits", it.now()));
  for (let i = 0; i < 505; i++) {
    deliveries.add(one(`d${i}`, it.now()));
    deliveries.change({ ...one(`d${i}`, it.now()), state: "failed", endedAtUs: it.now() }, 0);
  }
  const kept = deliveries.list();
  assert.deepEqual([kept.length, kept[0]?.id, kept.at(-2)?.id, kept.at(-1)?.id], [501, "d504", "d5", "waits"]);
  it.pass(31 * DAY_US);
  it.state.prune();
  assert.deepEqual(deliveries.list(), []);
  it.close();
});
