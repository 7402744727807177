// What is printed is read back as the same tree.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { arbitraryQuery, withoutPositions } from "../testing.ts";
import { parseQuery } from "./parse.ts";
import { printQuery } from "./print.ts";

const NOW_US = 1_795_197_000_000_000;

test("parsing a printed query gives the query again", () => {
  fc.assert(
    fc.property(arbitraryQuery({ raw: true }), (query) => {
      const text = printQuery(query);
      const parsed = parseQuery(text, { nowUs: NOW_US });
      assert.ok(parsed.ok, `${text}: ${parsed.ok ? "" : parsed.message}`);
      assert.deepEqual(withoutPositions(parsed.query), query, text);
    }),
    { numRuns: 3000 },
  );
});

for (const [typed, printed] of [
  ["from:+4930*", "from:+4930*"],
  ["code:5xx,404", "code:5xx,404"],
  ["  a   AND b ", "a b"],
  ["(a b) c", "a b c"],
  ["a OR (b c)", "a OR b c"],
  ["(a OR b) c", "(a OR b) c"],
  ["-kind:options", "NOT kind:options"],
  ["code!=200", "NOT code:200"],
  ["talk:10..20s", "talk:10s..20s"],
  ["talk:10s..2m", "talk:10s..2m"],
  ["pdd>1500", "pdd>1500ms"],
  ['ua:"a \\"b\\""', 'ua:"a \\"b\\""'],
  ["ua:a\\ b*", "ua:a\\ b*"],
  ["src:2001:DB8:0::1", "src:2001:db8::1"],
  ['"or"', '"or"'],
  ["*", ""],
] as const) {
  test(`${typed} prints as ${printed === "" ? "nothing" : printed}`, () => {
    const parsed = parseQuery(typed, { nowUs: NOW_US });
    assert.ok(parsed.ok);
    assert.equal(printQuery(parsed.query), printed);
  });
}
