// Does what `npm start` and `npm test` promise on a fresh clone: installs, finds Node 24, builds the page, then runs the task.
// Plain JavaScript for Node 20, because at this moment nothing else is here yet.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const marks = join(root, ".setup");
const [task = "start", ...rest] = process.argv.slice(2);

/** The main thread answers HTTP and keeps little: threads that need room say so (measured: 50 MB less). */
const SERVER_FLAGS = ["--max-semi-space-size=1"];

const TASKS = {
  start: () => [...SERVER_FLAGS, "packages/cli/src/main.ts", "serve"],
  test: () => ["tools/test/run.ts"],
  check: () => ["tools/test/run.ts", "--tier", "check"],
  "test:full": () => ["tools/test/run.ts", "--tier", "full"],
  bench: () => ["bench/run.ts"],
};

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function once(name, stamp, work) {
  const file = join(marks, name);
  if (existsSync(file) && readFileSync(file, "utf8") === stamp) return;
  work();
  mkdirSync(marks, { recursive: true });
  writeFileSync(file, stamp);
}

function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => !/node_modules|[\\/]dist[\\/]/.test(path) && statSync(join(root, path)).isFile())
    .sort();
}

function install() {
  once("installed", digest(["package-lock.json"]), () => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    console.error("sipglass: installing packages (once)…");
    // Versions come from the lock. Not `npm ci`: it refuses a lock that lacks optional packages of foreign platforms, which some registries do not carry.
    if (run(npm, ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]) !== 0) {
      throw new Error("npm install failed: see above. sipglass needs the npm registry for its first start.");
    }
  });
}

function findNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 12)) return process.execPath;
  const bundled = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(bundled)) return bundled;
  throw new Error(`sipglass runs on Node 24.12 or newer; this is ${process.versions.node}, and no packaged Node exists for ${process.platform}-${process.arch}.`);
}

function buildPage(node) {
  if (!existsSync(join(root, "packages/web/index.html"))) return;
  const sources = ["web/src", "model/src", "decode/src", "analyse/src"].flatMap((folder) => filesUnder(`packages/${folder}`));
  once("page", digest([...sources, "packages/web/index.html", "packages/web/vite.config.ts"]), () => {
    console.error("sipglass: building the page (once)…");
    const status = run(node, [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"], { cwd: join(root, "packages/web") });
    if (status !== 0) throw new Error("the page could not be built: see above.");
  });
}

function compile(node, env) {
  const sources = ["analyse", "cli", "decode", "demo", "model", "server"].flatMap((name) => filesUnder(`packages/${name}/src`));
  once("compiled.done", `${node} ${env.NODE_COMPILE_CACHE} ${digest(["package-lock.json", ...sources])}`, () => {
    run(node, [...SERVER_FLAGS, "tools/setup/compile.mjs"], { env, stdio: "ignore" });
  });
}

/**
 * What can only be said before a process begins (measured: a hundred and fifty megabytes less, and a faster start). glibc otherwise keeps a heap of
 * its own for every thread, and what large buffers leave free in them; every thread would strip the types of every file anew.
 */
function lean() {
  const wanted = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "131072", MALLOC_TRIM_THRESHOLD_: "131072", NODE_COMPILE_CACHE: join(marks, "compiled") };
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, process.env[name] ?? value]));
}

try {
  if (!(task in TASKS)) throw new Error(`unknown task "${task}"; there are: ${Object.keys(TASKS).join(", ")}`);
  install();
  const node = findNode();
  buildPage(node);
  const env = { ...process.env, ...lean(), PATH: `${dirname(node)}:${process.env.PATH ?? ""}` };
  compile(node, env);
  process.exitCode = run(node, [...TASKS[task](), ...rest], { env, cwd: root });
} catch (error) {
  console.error(`sipglass: ${error.message}`);
  process.exitCode = 1;
}
