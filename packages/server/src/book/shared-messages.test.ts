// Readers at the same moment share one reading, and nobody gets what another may see.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Call, MessageView, Scope } from "@sipglass/model";
import type { Questions } from "./questions.ts";
import { sharingMessages } from "./shared-messages.ts";

const ALL: Scope = { kind: "all" };
const of = (...tenants: string[]): Scope => ({ kind: "tenants", tenants });
const callOf = (id: string, more: Partial<Call> = {}): Call => ({ id, revision: 1, refs: [], ...more }) as unknown as Call;

function world(length = 1): { questions: Questions; read: string[]; clock: { ms: number } } {
  const read: string[] = [];
  const clock = { ms: 0 };
  const messages = async (scope: Scope, call: Call): Promise<MessageView[]> => {
    read.push(`${call.id} ${scope.kind === "all" ? "all" : scope.tenants.join()}`);
    if (call.id === "broken") throw new Error("unreadable");
    return Array.from({ length }, (_, i) => ({ ref: `${call.id}:${i}` }) as MessageView);
  };
  return { questions: sharingMessages({ messages } as unknown as Questions, () => clock.ms), read, clock };
}

test("who asks while it is read, or soon after, gets the same messages in a list of his own", async () => {
  const { questions, read } = world(2);
  const [one, two] = await Promise.all([questions.messages(ALL, callOf("a")), questions.messages(ALL, callOf("a"))]);
  const three = await questions.messages(ALL, callOf("a"));
  assert.deepEqual(read, ["a all"]);
  assert.deepEqual([one, two], [three, three]);
  one.length = 0;
  assert.equal((await questions.messages(ALL, callOf("a"))).length, 2);
});

test("another scope, a newer revision and more packets are read anew", async () => {
  const { questions, read } = world();
  await questions.messages(ALL, callOf("a"));
  await questions.messages(of("acme"), callOf("a"));
  await questions.messages(of("globex"), callOf("a"));
  await questions.messages(ALL, callOf("a", { revision: 2 }));
  await questions.messages(ALL, callOf("a", { refs: [{ writer: "w", sequences: [1] }] as unknown as Call["refs"] }));
  assert.deepEqual(read, ["a all", "a acme", "a globex", "a all", "a all"]);
});

test("after two seconds it is read anew", async () => {
  const { questions, read, clock } = world();
  await questions.messages(ALL, callOf("a"));
  clock.ms = 2000;
  await questions.messages(ALL, callOf("a"));
  assert.equal(read.length, 2);
});

test("large calls push each other out", async () => {
  const { questions, read } = world(15_000);
  for (const id of ["a", "b", "a"]) await questions.messages(ALL, callOf(id));
  assert.deepEqual(read, ["a all", "b all", "a all"]);
});

test("a reading that failed is tried again", async () => {
  const { questions, read } = world();
  await assert.rejects(questions.messages(ALL, callOf("broken")), /unreadable/);
  await assert.rejects(questions.messages(ALL, callOf("broken")), /unreadable/);
  assert.equal(read.length, 2);
});
