// The URL holds every state of the page, reads back as it was written, and survives nonsense.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSearchText, printSearchText, readSearch, TABS, WEEK_MAPS } from "./page-search.ts";
import type { PageSearch } from "./page-search.ts";

test("defaults leave a clean URL", () => {
  assert.equal(printSearchText(readSearch({ q: " ", from: "-2h", tab: "ladder", live: "1" })), "");
});

test("a query stays readable in the URL", () => {
  assert.equal(printSearchText({ q: "from:+4930* code:5xx", from: "-6h" }), "?q=from:%2B4930*+code:5xx&from=-6h");
});

test("a range within the query becomes the range of the page, over whatever stands beside it", () => {
  assert.deepEqual(readSearch({ q: "code:5xx last:7d", from: "-1h", to: "2026-11-20T15:00:00Z" }), { q: "code:5xx", from: "-7d" });
  assert.deepEqual(readSearch({ q: "last:2h" }), {});
});

test("nonsense is dropped, not shown", () => {
  assert.deepEqual(readSearch({ from: "yesterday", to: "<script>", live: "maybe", tab: "weather", peek: "1", sel: 7 }), {});
});

test("what is written reads back the same", () => {
  const search: fc.Arbitrary<PageSearch> = fc.record(
    {
      q: fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.trim() || "x"),
      from: fc.constantFrom("-15m", "-7d", "2026-11-20T14:00:00Z"),
      to: fc.constant("2026-11-20T15:00:00.123456Z"),
      live: fc.constant("0" as const),
      kinds: fc.constant("all" as const),
      group: fc.constant("legs" as const),
      cols: fc.constant("time,caller"),
      ids: fc.constant("01a,01b"),
      dash: fc.constant("d1"),
      sel: fc.stringMatching(/^[0-9a-z]{26}$/),
      peek: fc.constant("1" as const),
      tab: fc.constantFrom(...TABS.slice(1)),
      msg: fc.stringMatching(/^w[0-9]{1,3}:[0-9]{1,9}$/),
      media: fc.constant("1" as const),
      legs: fc.constant("1" as const),
      map: fc.constantFrom(...WEEK_MAPS),
      hide: fc.stringMatching(/^[a-z]{1,4}$/),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(search, (state) => assert.deepEqual(readSearch(parseSearchText(printSearchText(state))), state)),
    { numRuns: 300 },
  );
});
