// What people type, what it means, and what they are told when it means nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FIELDS, fieldNamed } from "./fields.ts";
import { parseQuery } from "./parse.ts";
import { printQuery } from "./print.ts";
import type { Match, Query } from "./query.ts";

const NOW_US = 1_795_197_000_000_000;
const HOUR_US = 3_600_000_000;

function parsed(text: string): { query: Query; range?: { fromUs: number; toUs: number } } {
  const result = parseQuery(text, { nowUs: NOW_US });
  assert.ok(result.ok, result.ok ? "" : `${text}: ${result.message}`);
  return result;
}
function refused(text: string): { message: string; position: number; suggestion?: string } {
  const result = parseQuery(text, { nowUs: NOW_US });
  assert.ok(!result.ok, `${text} was understood`);
  return result;
}
function onlyMatch(text: string): Match {
  const { query } = parsed(text);
  assert.equal(query.type, "term");
  return (query as Query & { type: "term" }).any[0]!;
}

test("the example of every field is understood", () => {
  for (const { example, name, type } of FIELDS) {
    const { query } = parsed(example);
    if (type !== "range" && type !== "raw") assert.equal((query as Query & { type: "term" }).field, name, example);
  }
});

test("every alias leads to its field and no name is taken twice", () => {
  const names = FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  assert.equal(new Set(names).size, names.length);
  for (const entry of FIELDS) for (const alias of entry.aliases) assert.equal(fieldNamed(alias.toUpperCase()), entry);
});

test("the query of the guide is understood whole", () => {
  const { query, range } = parsed(
    'callid:"a84b4c76e66710@pc33" from:+4930* to:~112 code:5xx mos<3.5 ua:"friendly-scanner" src:10.0.0.0/8 state:failed,no_answer ' +
      "finding:one_way_audio pdd>3s NOT kind:options (tenant:acme OR header:X-Trunk=gw2) last:2h",
  );
  assert.equal((query as Query & { type: "and" }).items.length, 12);
  assert.deepEqual(range, { fromUs: NOW_US - 2 * HOUR_US, toUs: NOW_US + 1 });
});

test("nothing typed matches everything", () => {
  for (const text of ["", "  ", "*"]) assert.deepEqual(parsed(text).query, { type: "all" });
});

test("OR binds less than the AND that is not written", () => {
  const { query } = parsed("a b OR c");
  assert.equal(query.type, "or");
  assert.equal(printQuery(query), "a b OR c");
});

test("values with units become milliseconds, without a unit they are milliseconds", () => {
  assert.deepEqual(onlyMatch("pdd>3s"), { type: "compare", comparison: ">", value: 3000 });
  assert.deepEqual(onlyMatch("pdd>=1500"), { type: "compare", comparison: ">=", value: 1500 });
  assert.deepEqual(onlyMatch("talk:1m30s..2h"), { type: "between", low: 90_000, high: 7_200_000 });
  assert.deepEqual(onlyMatch("talk:10..20s"), { type: "between", low: 10_000, high: 20_000 });
});

test("a class of codes is a range, and comparing with it leaves the class out", () => {
  assert.deepEqual(onlyMatch("code:5xx"), { type: "between", low: 500, high: 599 });
  assert.deepEqual(onlyMatch("code>4xx"), { type: "compare", comparison: ">", value: 499 });
  assert.deepEqual(onlyMatch("code:4xx..5xx"), { type: "between", low: 400, high: 599 });
});

test("stars, quotes, tildes and slashes make four kinds of match", () => {
  assert.deepEqual(onlyMatch("from:+49*"), { type: "wildcard", pattern: "+49*" });
  assert.deepEqual(onlyMatch('from:"+49*"'), { type: "exact", value: "+49*" });
  assert.deepEqual(onlyMatch("from:\\*21#"), { type: "exact", value: "*21#" });
  assert.deepEqual(onlyMatch("from:~112"), { type: "contains", value: "112" });
  assert.deepEqual(onlyMatch("from:~1*2"), { type: "wildcard", pattern: "*1*2*" });
  assert.deepEqual(onlyMatch("from:/^\\+49\\/x/"), { type: "regex", source: "^\\+49\\/x" });
  assert.deepEqual(onlyMatch('ua:"a \\"b\\" \\\\ c:\\d"'), { type: "exact", value: 'a "b" \\ c:\\d' });
});

test("a day named as a time is the whole day", () => {
  assert.deepEqual(onlyMatch("time:2026-11-20"), { type: "between", low: 1_795_132_800_000_000, high: 1_795_219_199_999_999 });
  assert.deepEqual(onlyMatch("time<=2026-11-20"), { type: "compare", comparison: "<=", value: 1_795_219_199_999_999 });
  assert.deepEqual(onlyMatch("time>=-2h"), { type: "compare", comparison: ">=", value: NOW_US - 2 * HOUR_US });
});

test("times at the top narrow the range, and inside OR they do not", () => {
  assert.deepEqual(parsed("time:2026-11-20 alice").range, { fromUs: 1_795_132_800_000_000, toUs: 1_795_219_200_000_000 });
  assert.deepEqual(parsed("time>=2026-11-20 last:1h").range, { fromUs: NOW_US - HOUR_US, toUs: NOW_US + 1 });
  const nested = parsed("last:1h OR alice");
  assert.equal(nested.range, undefined);
  assert.equal(nested.query.type, "or");
  assert.deepEqual(parsed("last:1h").query, { type: "all" });
});

test("an address is brought to the spelling in which it is stored", () => {
  assert.deepEqual(onlyMatch("src:2001:DB8:0:0::1"), { type: "exact", value: "2001:db8::1" });
  assert.deepEqual(onlyMatch("src:[2001:DB8::1]:5060"), { type: "exact", value: "[2001:db8::1]:5060" });
  assert.deepEqual(onlyMatch("src:::ffff:10.0.0.1"), { type: "exact", value: "10.0.0.1" });
  assert.deepEqual(onlyMatch("src:::ffff:10.0.0.0/104"), { type: "cidr", address: "10.0.0.0", bits: 8 });
});

test("a header is named behind the colon, and alone asks whether it is there", () => {
  assert.deepEqual(parsed("header:X-Trunk=gw1,gw2").query, {
    type: "term", field: "header", name: "x-trunk", any: [{ type: "exact", value: "gw1" }, { type: "exact", value: "gw2" }], at: 0,
  });
  assert.deepEqual(onlyMatch("header:X-Trunk"), { type: "wildcard", pattern: "*" });
});

test("words with colons or equals signs that name no field are words where their shape allows it", () => {
  for (const word of ["fe80::1", "2001:db8::/32", "abc==", "a=b"]) assert.deepEqual(parsed(word).query, { type: "text", value: word, at: 0 });
});

for (const [text, position, suggestion] of [
  ["form:alice", 0, "from:alice"],
  ["cod:503", 0, "code:503"],
  ["a state:faild b", 8, "a state:failed b"],
  ["a (b c", 2, "a (b c)"],
  ['ua:"abc', 3, 'ua:"abc"'],
  ["from:/abc", 5, "from:/abc/"],
  ["x)", 1, "x"],
  ["a () b", 2, "a  b"],
  ["last:2", 5, "last:2h"],
  ["sip:alice@example.com", 0, '"sip:alice@example.com"'],
  ["pdd:5s..1s", 4, "pdd:1s..5s"],
  ['ua:"a"b', 6, 'ua:"a" b'],
  ["a OR", 4, undefined],
  ["OR a", 0, undefined],
  ["from:", 5, undefined],
  ["from>3", 4, undefined],
  ["pdd>3x", 4, undefined],
  ["mos<good", 4, undefined],
  ["src:10.0.0.0/33", 4, undefined],
  ["from:/a(/", 5, undefined],
  ["from:/(?<=a)b/", 5, undefined],
  ['raw:""', 4, undefined],
  ['""', 0, ""],
] as const) {
  test(`${text} is refused at ${position}${suggestion === undefined ? "" : `, with ${suggestion} proposed`}`, () => {
    const fault = refused(text);
    assert.equal(fault.position, position);
    assert.equal(fault.suggestion, suggestion === undefined ? undefined : suggestion.trim());
    if (suggestion !== undefined) assert.ok(parseQuery(suggestion, { nowUs: NOW_US }).ok, suggestion);
  });
}

test("deep nesting, very long text and many terms are refused, not a stack overflow", () => {
  refused("(".repeat(4000));
  refused("NOT ".repeat(2000));
  refused("a".repeat(9000));
  refused("a ".repeat(600));
});

test("whatever is typed gives a tree or a fault inside the text, and never throws", () => {
  const piece = fc.constantFrom("from:", "code:", "5xx", "AND", " OR ", "NOT ", "-", "(", ")", '"', "/", "\\", "*", "~", ",", "..", "<", ">=", "last:", "2h", "header:", "=", "[", "x", " ", "\u0000", "\ud800", "é");
  fc.assert(
    fc.property(fc.oneof(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")), fc.string({ unit: "binary" })), (text) => {
      const result = parseQuery(text, { nowUs: NOW_US });
      if (result.ok) assert.ok(parseQuery(printQuery(result.query), { nowUs: NOW_US }).ok, printQuery(result.query));
      else assert.ok(result.position >= 0 && result.position <= text.length);
    }),
    { numRuns: 3000 },
  );
});
