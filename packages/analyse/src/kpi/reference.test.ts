import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KPI_COUNTERS, KPI_DEFINITIONS, parseQuery } from "@sipglass/model";
import { kpiReference } from "./reference.ts";

test("docs/reference/kpis.md says what the definitions say", () => {
  const reference = readFileSync(new URL("../../../../docs/reference/kpis.md", import.meta.url), "utf8");
  assert.equal(reference, kpiReference(), "make it anew: sipglass stats --reference > docs/reference/kpis.md");
});

test("every definition and every counter is on the page, and the queries on it are queries", () => {
  const page = kpiReference();
  for (const { id } of [...KPI_DEFINITIONS, ...KPI_COUNTERS]) assert.ok(page.includes(`\`${id}\``), id);
  const rows = page.split("## Counters")[1]!.split("## Dimensions")[0]!.split("\n").filter((row) => /^\| (?:\*\*)?`/.test(row));
  assert.equal(rows.length, KPI_COUNTERS.length);
  for (const row of rows) assert.ok(parseQuery(/`([^`]+)` \|$/.exec(row)![1]!, { nowUs: 0 }).ok, row);
});
