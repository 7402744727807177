// The law holds everywhere, and would be noticed if it did not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { breaksIn, breaksOfLaw, sourceFiles } from "./law.ts";

const root = join(import.meta.dirname, "..");

test("a planted break of every rule is found", () => {
  const planted: [file: string, text: string, rule: RegExp][] = [
    ["packages/model/src/x.ts", 'import { decodeHep } from "@sipglass/decode";', /model may not import decode/],
    ["packages/decode/src/hep/x.ts", 'import { readFileSync } from "node:fs";', /without Node/],
    ["packages/decode/src/hep/x.ts", 'import { Call } from "../../../model/src/call.ts";', /another package by path/],
    ["packages/server/src/capture/x.ts", 'import { createCallTracker } from "@sipglass/analyse";', /capture may not import analyse/],
    ["packages/server/src/capture/x.ts", 'import { x } from "../store/store.ts";', /capture may not import store/],
    ["packages/server/src/serve/x.ts", 'import { x } from "../store/log/log.ts";', /serve may not import store\/log/],
    ["packages/server/src/serve/x.ts", 'import { x } from "../config.ts";', /serve may not import config/],
    ["packages/server/src/book/x.ts", 'import fastify from "fastify";', /HTTP framework/],
    ["packages/server/src/serve/x.ts", 'import { DuckDBInstance } from "@duckdb/node-api";', /database driver/],
    ["packages/server/src/book/x.ts", "const home = process.env.HOME;", /environment/],
    ["packages/cli/src/x.ts", "process.exit(1);", /ends the process/],
    ["packages/cli/src/x.ts", "const x: any = 1;", /no any/],
    ["packages/web/src/x.ts", 'import { x } from "@sipglass/server";', /web may not import server/],
    ["packages/server/src/commands/x.ts", 'import { x } from "@sipglass/labelled";', /server may not import labelled/],
  ];
  for (const [file, text, rule] of planted) {
    const found = breaksIn(file, text);
    assert.ok(found.some((found) => rule.test(found.rule)), `${file}: ${text} → ${JSON.stringify(found)}`);
  }
});

test("what the law allows is not called a break", () => {
  assert.deepEqual(breaksIn("packages/server/src/pipeline/x.ts", 'import { x } from "../store/log/log.ts";\nimport { y } from "../slab.ts";\nimport { z } from "@sipglass/decode";'), []);
  assert.deepEqual(breaksIn("packages/analyse/src/x.ts", "// any process.env in a comment\nexport const x = 1;"), []);
});

test("no file of the house breaks the law", () => {
  const found = breaksOfLaw(root).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
  assert.deepEqual(found, []);
});

test("every source file opens with a comment that says what it is for", () => {
  const silent = sourceFiles(root).filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(readFileSync(join(root, file), "utf8")));
  assert.deepEqual(silent, []);
});

const MAX_LINES = 400;

test(`no source file is longer than ${MAX_LINES} lines of code`, () => {
  const long = sourceFiles(root)
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").filter((line) => !/^\s*(\/\/.*|\/?\*.*)?$/.test(line)).length }))
    .filter(({ lines }) => lines > MAX_LINES);
  assert.deepEqual(long, []);
});
