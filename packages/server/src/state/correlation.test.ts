// What people say of legs is kept as they said it, once for each two, over restarts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openState } from "./state.ts";
import { freshState } from "./state.fixture.ts";

test("of two legs there is one word, the last, whichever is named first", () => {
  const it = freshState();
  const { correlation } = it.state;
  correlation.decide({ from: "b", to: "a", verdict: "confirmed", by: "ada" });
  it.pass(5);
  const said = correlation.decide({ from: "a", to: "b", verdict: "split", by: "bob" });
  assert.deepEqual(correlation.decisions(), [{ from: "a", to: "b", verdict: "split", by: "bob", atUs: said.atUs }]);
  assert.equal(correlation.undecide("b", "a"), true);
  assert.equal(correlation.undecide("b", "a"), false);
  assert.deepEqual(correlation.decisions(), []);
  it.close();
});

test("words and rules are there after a restart, in the order in which they were said", () => {
  const it = freshState();
  it.state.correlation.decide({ from: "c", to: "d", verdict: "confirmed", by: "ada" });
  const first = it.state.correlation.addRule({ kind: "header", value: "x-trace" }, "ada");
  it.pass(1);
  it.state.correlation.addRule({ kind: "call_id_pattern", value: "^(.*)-leg" }, "bob");
  it.state.close();
  const again = openState({ directory: it.directory });
  assert.deepEqual(again.correlation.decisions().map(({ from, to, by }) => [from, to, by]), [["c", "d", "ada"]]);
  assert.deepEqual(again.correlation.rules().map(({ kind, value, changedBy }) => [kind, value, changedBy]), [["header", "x-trace", "ada"], ["call_id_pattern", "^(.*)-leg", "bob"]]);
  assert.equal(again.correlation.removeRule(first.id), true);
  assert.equal(again.correlation.removeRule(first.id), false);
  assert.equal(again.correlation.rules().length, 1);
  again.close();
});
