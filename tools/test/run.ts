// All tests of a tier, one after the other, and one closing line: `N passed, N failed, N skipped`.
// check: law, types, lint, unit. test (default): check + end to end. full: test + the long ones. With CI=true a skip for a missing
// program counts as a failure, because CI installs them all.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { pipeline } from "node:stream/promises";

const root = join(import.meta.dirname, "../..");
const tier = process.argv.includes("--tier") ? (process.argv[process.argv.indexOf("--tier") + 1] ?? "test") : "test";
const inCi = process.env["CI"] === "true";
/** Skips that stay skips even in CI: they need what no registry has, or rights that a container may not give. */
const ALLOWED_SKIP = /SIPGLASS_CORPUS|mount/;

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const tally: Tally = { passed: 0, failed: 0, skipped: 0 };

/** A tool that is right or wrong as a whole counts as one test. */
async function tool(name: string, command: string, args: string[]): Promise<void> {
  const code = await new Promise<number>((resolve) => {
    spawn(command, args, { cwd: root, stdio: "inherit" }).on("close", (status) => resolve(status ?? 1));
  });
  if (code === 0) tally.passed += 1;
  else tally.failed += 1;
  console.log(`${code === 0 ? "✔" : "✖"} ${name}`);
}

async function nodeTests(files: string[], concurrency: number, timeoutMs: number): Promise<void> {
  if (files.length === 0) return;
  const stream = run({ files, concurrency, timeout: timeoutMs, cwd: root });
  const missing: string[] = [];
  stream.on("test:pass", ({ name, skip, details }) => {
    if (details.type === "suite") return;
    if (skip === undefined) tally.passed += 1;
    else if (inCi && !ALLOWED_SKIP.test(String(skip))) missing.push(`${name}: ${String(skip)}`);
    else tally.skipped += 1;
  });
  stream.on("test:fail", ({ details, todo }) => {
    if (details.type === "suite") return;
    // A known gap that says so: shown, and no failure.
    if (todo === undefined) tally.failed += 1;
    else tally.skipped += 1;
  });
  await pipeline(stream, new spec(), async (source) => {
    for await (const chunk of source) process.stdout.write(chunk as Buffer);
  });
  tally.failed += missing.length;
  for (const line of missing) console.log(`✖ skipped, but nothing may be missing here: ${line}`);
}

const find = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).filter((path) => !path.includes("node_modules")).map((path) => join(root, path)).sort();

const bin = (name: string): string => join(root, "node_modules/.bin", name);
await tool("types are right", bin("tsc"), ["-p", "."]);
await tool("types of the page are right", bin("tsc"), ["-p", "packages/web"]);
await tool("lint finds nothing", bin("oxlint"), ["--quiet"]);
await nodeTests(find("packages/*/src/**/*.test.ts", "tools/**/*.test.ts", "fixtures/**/*.test.ts"), 2, 120_000);
if (tier !== "check") await nodeTests(find("e2e/*.test.ts", "e2e/journeys/*.test.ts"), 1, 300_000);
if (tier === "full") await nodeTests(find("e2e/full/*.test.ts"), 1, 1_800_000);

console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
