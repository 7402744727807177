#!/usr/bin/env node
// Starts the command with a Node that can run it: this one when it is 24.12 or later, else the one that npm installed beside it.
// Plain JavaScript that any Node since 16 reads.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const main = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "main.ts");
const [major, minor] = process.versions.node.split(".").map(Number);

if (major > 24 || (major === 24 && minor >= 12)) await import(pathToFileURL(main).href);
else startWith(installedNode());

/** The package node-OS-CPU holds nothing but the binary. */
function installedNode() {
  try {
    const at = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = join(dirname(at), "bin", process.platform === "win32" ? "node.exe" : "node");
    if (existsSync(binary) && JSON.parse(readFileSync(at, "utf8")).version) return binary;
  } catch {
    // Not installed: said below.
  }
  console.error(`sipglass: needs Node 24.12 or later; this is ${process.version}.`);
  console.error("  Install it, or run `npm install` where sipglass is: it brings its own Node for Linux.");
  process.exit(2);
}

function startWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches the child by itself (one process group); other signals are passed on.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`sipglass: ${node} cannot be started: ${error.message}`);
    process.exit(2);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
