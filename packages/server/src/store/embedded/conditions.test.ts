// SQL and predicate are two evaluators of one language: they find the same calls.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { ALL, encodeCalls, parseQuery, printQuery, toPredicate, type Call } from "@sipglass/model";
import { arbitraryCall, arbitraryQuery } from "@sipglass/model/testing";
import type { Store } from "../store.ts";
import { ALWAYS, DAY_US, NOON_US, idsOf } from "../store.fixture.ts";
import { openEmbeddedStore } from "./embedded.ts";

const directory = mkdtempSync(join(tmpdir(), "sipglass-sql-"));
let store: Store;
let calls: Call[];

before(async () => {
  store = await openEmbeddedStore({ directory });
  calls = Array.from({ length: 300 }, (_, i) => fc.sample(arbitraryCall(`call${String(i).padStart(4, "0")}`), 1)[0]!);
  await store.append(encodeCalls(calls), [], []);
});
after(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

async function same(query: Parameters<typeof toPredicate>[0]): Promise<void> {
  const matches = toPredicate(query);
  const found = await store.search(ALL, { ...ALWAYS, query, limit: 1000, order: "newest" });
  const wanted = calls.filter(matches).map(({ id }) => id).sort();
  assert.deepEqual(found.items.map(({ id }) => id).sort(), wanted, printQuery(query));
}

test("random queries find in SQL the calls that their predicate accepts", async () => {
  await fc.assert(fc.asyncProperty(arbitraryQuery({ raw: true }), same), { numRuns: 200 });
});

test("and so they do when part of the calls is sealed", async () => {
  await store.seal(NOON_US + DAY_US);
  await fc.assert(fc.asyncProperty(arbitraryQuery(), async (query) => {
    await same(query);
    assert.equal(await store.count(ALL, { ...ALWAYS, query }), calls.filter(toPredicate(query)).length);
  }), { numRuns: 40 });
});

test("regular expressions mean the same to both engines", async () => {
  for (const regex of ["^^", "$.", "$$", "$(?-i)A"]) await same({ type: "term", field: "user", any: [{ type: "regex", source: regex }], at: 0 });
  const atom = fc.constantFrom("a", "li", ".", "\\d", "\\w", "\\s", "\\S", "[a-e]", "[^0-9]", "\\+", "é", "İ", "ß", "\\p{Lu}", "[[:alpha:]]", "\\b", "^", "$", "\\x41", "(?:x|y)", "\\Q*2\\E", "😀", "\\A", "(?-i)A");
  const source = fc.array(fc.tuple(atom, fc.constantFrom("", "", "*", "+?", "{2}", "|")).map(([a, b]) => (/^[$^]$|^\\[bAz]$|^\(\?-/.test(a) && b !== "|" ? a : a + b)), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
  await fc.assert(fc.asyncProperty(source, fc.constantFrom("user", "ua", "header:x-trunk"), async (regex, field) => {
    const parsed = parseQuery(`${field}${field.includes(":") ? "=" : ":"}/${regex}/`, { nowUs: NOON_US });
    if (parsed.ok) await same(parsed.query);
  }), { numRuns: 100 });
});

test("what only one engine would take for a regular expression is refused before SQL", async () => {
  let taken = 0;
  for (const source of ["(?<=a)b", "(?=a)", "a{1001}", "\\1", "(?<n>a)(?<n>b)", "x**", "\\C", "[[:nope:]]", "\\pZ{3}", "(?P<x>a)", "(?i)a", "\\x{110000}", "a++"]) {
    const parsed = parseQuery(`from:/${source}/`, { nowUs: NOON_US });
    if (!parsed.ok) continue;
    await store.count(ALL, { ...ALWAYS, query: parsed.query });
    taken++;
  }
  assert.ok(taken > 0);
});

test("letters of every script are folded alike", async () => {
  for (const text of ["ΑΣ", "ας", "İ", "i", "ǅ", "ß", "SS", "Größe", "GRÖSSE", "Ⅷ", "ａ"]) {
    for (const operator of [":", ":~"]) assert.ok(Array.isArray(await idsOf(store, `user${operator}"${text}"`)));
    await same({ type: "term", field: "user", any: [{ type: "exact", value: text }, { type: "contains", value: text }], at: 0 });
  }
});
