// The references of rules and of codes are what the program says, and every rule stands in one file with its tests.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RULES } from "@sipglass/analyse";
import { GENERATED, rulesReference } from "./rules-reference.ts";

for (const [file, make] of GENERATED) {
  test(`${file.split("/").at(-1)} is current`, () => {
    const [stored, made] = [readFileSync(file, "utf8").split("\n"), make().split("\n")];
    const at = made.findIndex((line, i) => line !== stored[i]);
    assert.equal(stored[at], made[at], `line ${at + 1} differs; make it anew: node tools/rules-reference.ts`);
    assert.equal(stored.length, made.length, "make it anew: node tools/rules-reference.ts");
  });
}

test("the reference has a heading for each rule and no other", () => {
  const headings = [...rulesReference().matchAll(/^## (.*)$/gm)].map(([, id]) => id);
  assert.deepEqual(
    headings,
    RULES.map(({ id }) => id),
  );
});

test("a rule that explains others names rules that exist", () => {
  const ids = new Set(RULES.map(({ id }) => id));
  assert.deepEqual(
    RULES.flatMap(({ id, explains = [] }) => explains.filter((other) => !ids.has(other)).map((other) => `${id} explains ${other}`)),
    [],
  );
});

test("every rule of a file is listed, and its tests see it found, absent and not checkable", () => {
  const folder = join(import.meta.dirname, "../packages/analyse/src/diagnose/rules");
  const ids = new Set(RULES.map(({ id }) => id));
  for (const name of readdirSync(folder).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".fixture.ts"),
  )) {
    const id = /^ {2}id: "(\w+)"/m.exec(readFileSync(join(folder, name), "utf8"))?.[1];
    if (id === undefined) continue;
    assert.ok(ids.has(id), `${name} is in no list of rules`);
    const tests = readFileSync(join(folder, name.replace(/\.ts$/, ".test.ts")), "utf8");
    for (const outcome of [/assertFound\(|findings\[0\]/, /assertAbsent\(/, /assertNotCheckable\(/])
      assert.match(tests, outcome, `${name} has no test with ${String(outcome)}`);
  }
});
