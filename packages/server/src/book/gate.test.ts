import assert from "node:assert/strict";
import { test } from "node:test";
import { createGate } from "./gate.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test says so, and notes when it began. */
function stage() {
  const order: string[] = [];
  const enders = new Map<string, () => void>();
  const work = (name: string) => (): Promise<void> => {
    order.push(name);
    return new Promise((resolve) => enders.set(name, resolve));
  };
  return { order, work, end: async (name: string) => (enders.get(name)!(), turn()) };
}

test("readers run together, a writer alone, all in the order in which they came", async () => {
  const gate = createGate();
  const { order, work, end } = stage();
  void gate.together(work("r1"));
  void gate.together(work("r2"));
  void gate.alone(work("w1"));
  void gate.together(work("r3"));
  void gate.alone(work("w2"));
  await turn();
  assert.deepEqual(order, ["r1", "r2"]);
  await end("r1");
  assert.deepEqual(order, ["r1", "r2"]);
  await end("r2");
  assert.deepEqual(order, ["r1", "r2", "w1"]);
  await end("w1");
  assert.deepEqual(order, ["r1", "r2", "w1", "r3"]);
  await end("r3");
  assert.deepEqual(order, ["r1", "r2", "w1", "r3", "w2"]);
});

test("readers that never cease do not hold a writer back", async () => {
  const gate = createGate();
  const { order, work, end } = stage();
  void gate.together(work("r0"));
  void gate.alone(work("w"));
  for (let i = 1; i < 50; i += 1) void gate.together(work(`r${i}`));
  await turn();
  await end("r0");
  assert.deepEqual(order, ["r0", "w"]);
});

test("work that throws lets the next in", async () => {
  const gate = createGate();
  await assert.rejects(gate.alone(() => Promise.reject(new Error("no"))), /no/);
  await assert.rejects(gate.together(() => Promise.reject(new Error("neither"))), /neither/);
  assert.equal(await gate.alone(async () => 7), 7);
});
