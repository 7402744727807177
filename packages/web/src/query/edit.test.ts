// Editing a query by click.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addTerm, liftRange, narrow, rulesRange } from "./edit.ts";
import { queryFault } from "./fault.ts";

test("filtering in adds a term, filtering out adds its negation", () => {
  assert.equal(addTerm("", "from", "1001", false), "from:1001");
  assert.equal(addTerm("code:5xx", "from", "1001", true), "code:5xx NOT from:1001");
});

test("the same filter twice stands once, and its opposite replaces it", () => {
  assert.equal(addTerm("from:1001 code:5xx", "from", "1001", false), "code:5xx from:1001");
  assert.equal(addTerm("from:1001 code:5xx", "from", "1001", true), "code:5xx NOT from:1001");
  assert.equal(addTerm("NOT from:1001", "from", "1001", false), "from:1001");
});

test("a term that only begins the same is left alone", () => {
  assert.equal(addTerm("from:10012", "from", "1001", false), "from:10012 from:1001");
});

test("an open OR is wrapped, so that the filter holds for all of it", () => {
  assert.equal(addTerm("from:1 OR to:1", "state", "failed", false), "(from:1 OR to:1) state:failed");
  assert.equal(addTerm("(from:1 OR to:1)", "state", "failed", false), "(from:1 OR to:1) state:failed");
});

test("narrowing keeps an OR together", () => {
  assert.equal(narrow("from:1 OR to:1", "state:failed,timeout"), "(from:1 OR to:1) state:failed,timeout");
  assert.equal(narrow("", "state:busy"), "state:busy");
});

test("values that would read as something else are quoted", () => {
  assert.equal(addTerm("", "ua", "friendly scanner", false), 'ua:"friendly scanner"');
  assert.equal(addTerm("", "from", "~x", false), 'from:"~x"');
});

test("last: moves into the time range", () => {
  assert.deepEqual(liftRange("from:1 last:2h code:5xx"), { query: "from:1 code:5xx", from: "-2h" });
  assert.deepEqual(liftRange("last:15min"), { query: "", from: "-15m" });
  assert.deepEqual(liftRange("Last:7D (from:1 OR to:1)"), { query: "(from:1 OR to:1)", from: "-7d" });
  assert.deepEqual(liftRange("from:1 AND last:2h and to:2"), { query: "from:1 to:2", from: "-2h" });
});

test("last: stays where it is part of logic, in a value, or not a time the range can show", () => {
  for (const query of [
    "last:2h OR from:1",
    "NOT last:2h",
    "not last:2h",
    "(last:2h)",
    "from:1 or last:2h",
    'from:"last:2h"',
    "last:90s",
    "-last:2h",
  ])
    assert.deepEqual(liftRange(query), { query, from: null });
});

test("a query that sets its own range is known, one that only compares times is not", () => {
  for (const query of ["time>2026-11-20T10:00", "from:1 last:1h30m", "(from:1 OR to:1) started:2026-11-20"])
    assert.equal(rulesRange(query), true, query);
  for (const query of ["from:1", "", "time>2026-11-20 OR from:1", "(time>2026-11-20)", "NOT time>2026-11-20"])
    assert.equal(rulesRange(query), false, query);
});

test("a fault is laid over the query at its position", () => {
  assert.deepEqual(queryFault("from:1 cod:5xx", "from:1 cod:5xx", { position: 7, suggestion: "from:1 code:5xx" }), {
    position: 7,
    before: "from:1 ",
    at: "cod",
    after: ":5xx",
    mended: "from:1 code:5xx",
  });
});

test("a fault at the end, or none at all, still points somewhere", () => {
  assert.equal(queryFault("from:", "from:", { position: 5 }).at, "␣");
  assert.equal(queryFault("abc", "abc", { position: 99 }).position, 3);
  assert.equal(queryFault("abc", "abc", {}).position, 0);
});
