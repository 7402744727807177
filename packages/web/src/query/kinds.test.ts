// Searches look at calls unless asked for more, and faults are shown in the query as it was typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseQuery } from "@sipglass/model";
import { queryFault } from "./fault.ts";
import { askedQuery, saysKinds, typedPosition } from "./kinds.ts";

const parsed = (query: string) => parseQuery(query, { nowUs: 0 });

test("a search without a word about kinds looks at calls", () => {
  assert.equal(askedQuery("", false), "kind:call");
  assert.equal(askedQuery("from:1 OR to:1", false), "(from:1 OR to:1 ) kind:call");
});

test("asked for all kinds, or by its own words, a query is sent as it is", () => {
  assert.equal(askedQuery("from:1", true), "from:1");
  for (const query of ["kind:registration", "NOT type:options", "callid:abc", 'raw:"x"', "a84b4c76e66710@pc33", "Session:x"])
    assert.equal(askedQuery(query, false), query);
});

test("an @ inside a field's value is no Call-ID", () => {
  assert.equal(saysKinds("from:alice@example.org"), false);
});

test("a NOT or OR at the end stays a fault and does not turn into something else", () => {
  for (const query of ["code:5xx NOT", "from:1 OR", "NOT"]) assert.equal(parsed(askedQuery(query, false)).ok, false, query);
});

test("what is valid alone is valid as sent", () => {
  const term = fc.constantFrom("from:1", "NOT code:5xx", "mos<3.5", "(to:1 OR to:2)", "word", 'ua:"a b"', "state:failed,busy");
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), fc.constantFrom(" ", " OR "), (terms, glue) => {
      const query = terms.join(glue);
      assert.equal(parsed(query).ok, true);
      assert.equal(parsed(askedQuery(query, false)).ok, true, query);
    }),
    { numRuns: 100 },
  );
});

test("a fault is shown where it was typed, and mended without what was added", () => {
  for (const query of ["from:1 codd:5xx", "codd:5xx", "mos<abc from:1", "from:1 OR stat:failed"]) {
    const asked = askedQuery(query, false);
    const [alone, sent] = [parsed(query), parsed(asked)];
    assert.ok(!alone.ok && !sent.ok, query);
    assert.equal(typedPosition(query, asked, sent.position), alone.position, query);
    assert.equal(queryFault(query, asked, { ...sent }).mended, alone.suggestion, query);
  }
});

test("a position beyond the typed query points at its end", () => {
  assert.equal(typedPosition("(a", "((a ) kind:call", 14), 2);
});
