// Queries asked before: each once, the last first, whatever is stored.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkQuery } from "./check.ts";
import { historyWith, readHistory, rememberedIn } from "./history.ts";

test("a query asked again comes to the front and stands once", () => {
  assert.deepEqual(rememberedIn(["b", "a"], " a "), ["a", "b"]);
  assert.deepEqual(rememberedIn(["b"], "  "), ["b"]);
});

test("it has an end", () => {
  const all = Array.from({ length: 100 }, (_, index) => `from:${index}`).reduce<string[]>(
    (history, query) => rememberedIn(history, query),
    [],
  );
  assert.deepEqual([all.length, all[0]], [40, "from:99"]);
});

test("what is stored may be anything", () => {
  for (const text of [null, "", "{", "7", '{"a":1}', "[1,null]"]) assert.deepEqual(readHistory(text), []);
  assert.deepEqual(readHistory('["a",1,"b"]'), ["a", "b"]);
});

test("offered is what holds the typed text, but not that text itself", () => {
  assert.deepEqual(historyWith(["code:503", "from:1 code:503", "to:2"], "code:503", 5), ["from:1 code:503"]);
  assert.deepEqual(historyWith(["a", "b", "c"], "", 2), ["a", "b"]);
});

test("a field that is none is a fault at its character, with the query as it was meant", () => {
  const check = checkQuery("from:1 codd:503");
  assert.deepEqual([check?.position, check?.mended], [7, "from:1 code:503"]);
});

test("what is being typed is no fault until it is wrong", () => {
  for (const query of ["", "  ", "from:1", "from:", "from:1 OR "]) assert.equal(checkQuery(query), null, query);
});

test("whatever is typed, the place of a fault lies within it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (query) => {
      const check = checkQuery(query);
      assert.ok(check === null || (check.position >= 0 && check.position <= query.length));
    }),
    { numRuns: 300 },
  );
});
