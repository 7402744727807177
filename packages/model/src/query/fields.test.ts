// The reference says what the table of fields says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CALL_COLUMNS } from "../call-row.ts";
import { COMPUTED_COLUMNS, FIELDS } from "./fields.ts";
import { parseQuery } from "./parse.ts";

const REFERENCE = readFileSync(new URL("../../../../docs/reference/query.md", import.meta.url), "utf8");

test("docs/reference/query.md lists every field as it is", () => {
  const plain = (text: string): string => text.replaceAll("|", "\\|");
  const rows = FIELDS.map(({ name, aliases, type, description, example }) =>
    `| \`${name}\` | ${aliases.map((alias) => `\`${alias}\``).join(" ")} | ${type} | ${plain(description)} | \`${plain(example)}\` |`);
  const listed = REFERENCE.split("## Fields")[1]!.split("\n").filter((line) => line.startsWith("| `"));
  assert.deepEqual(listed, rows);
});

test("every value of an enum is in the reference", () => {
  for (const { name, values } of FIELDS) if (values) assert.ok(REFERENCE.replaceAll("\n", " ").includes(`\`${name}\`: \`${values.join(" ")}\``), name);
});

test("the values that the reference shows are understood", () => {
  const shown = REFERENCE.split("## Values")[1]!.split("**Units.**")[0]!.split("\n").filter((line) => line.startsWith("| `"));
  const queries = shown.flatMap((line) => [...line.split(" | ")[0]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!.replaceAll("\\|", "|")));
  assert.ok(queries.length > 15);
  for (const query of queries) assert.ok(parseQuery(query, { nowUs: 1e15 }).ok, query);
});

test("every source names columns that exist, or that stores compute", () => {
  const names = new Set<string>([...CALL_COLUMNS.map(({ name }) => name), ...COMPUTED_COLUMNS]);
  for (const { sources } of FIELDS) {
    for (const source of sources) {
      assert.ok(names.has(source.column), source.column);
      if (source.kind === "address") assert.ok(names.has(source.domainColumn));
      if (source.kind === "ip") assert.ok(names.has(source.portColumn));
    }
  }
});
