import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, emptyCall, encodeCalls, MATCH_ALL, parseQuery, type Call, type Query } from "@sipglass/model";
import type { LiveChange } from "./questions.ts";
import { createWatchers } from "./watchers.ts";

const call = (id: string, changes: Partial<Call> = {}): Call => ({ ...emptyCall(id, id), kind: "call", ...changes });
const later = () => new Promise((resolve) => setTimeout(resolve, 300));

function queryOf(text: string): Query {
  const parsed = parseQuery(text, { nowUs: 0 });
  assert.ok(parsed.ok);
  return parsed.query;
}

test("a watcher gets what matches, new first and changed after, newest state only", async () => {
  const watchers = createWatchers(() => undefined);
  const got: LiveChange[][] = [];
  watchers.add(ALL, queryOf("state:ringing"), (changes) => got.push(changes));
  watchers.changed(encodeCalls([call("a", { state: "trying" }), call("b", { state: "ringing" })]));
  watchers.changed(encodeCalls([call("b", { state: "ringing", messages: 3 })]));
  await later();
  watchers.changed(encodeCalls([call("b", { state: "completed" })]));
  await later();
  watchers.close();
  assert.deepEqual(got.map((changes) => changes.map(({ change, call: { id, state, messages } }) => [change, id, state, messages])), [
    [["new", "b", "ringing", 3]],
    // It matched before: the watcher must hear that it does so no more.
    [["changed", "b", "completed", 0]],
  ]);
});

test("a tenant never sees the calls of another", async () => {
  const watchers = createWatchers(() => undefined);
  const got: string[] = [];
  watchers.add({ kind: "tenants", tenants: ["acme"] }, MATCH_ALL, (changes) => got.push(...changes.map((change) => change.call.id)));
  watchers.changed(encodeCalls([call("theirs", { tenants: ["other"] }), call("ours", { tenants: ["acme", "other"] }), call("nobodys")]));
  await later();
  watchers.close();
  assert.deepEqual(got, ["ours"]);
});

test("the shards are told when the first watcher comes and the last one goes", () => {
  const told: boolean[] = [];
  const watchers = createWatchers((on) => told.push(on));
  const stops = [watchers.add(ALL, MATCH_ALL, () => undefined), watchers.add(ALL, MATCH_ALL, () => undefined)];
  for (const stop of stops) stop();
  stops[0]!();
  assert.deepEqual(told, [true, false]);
});
