// The law of the house: who may import whom, and who alone may touch a driver, the environment or the end of the process.
// The tables below are the law; law.test.ts proves that a planted break is found.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export interface Break {
  file: string;
  line: number;
  rule: string;
}

/** Packages: what each may import of the others. */
const PACKAGES: Record<string, readonly string[]> = {
  model: [],
  decode: ["model"],
  analyse: ["model", "decode"],
  server: ["model", "decode", "analyse", "demo"],
  cli: ["model", "decode", "analyse"],
  web: ["model", "decode", "analyse"],
  // What it plays are the sessions of fixtures/labelled.
  demo: ["model", "decode", "labelled"],
};

/** Files at the root of server/src that every room may use. */
const BASE = ["slab", "spool", "priority", "route", "inflate", "latin1", "clock", "log", "imported"];

/** Rooms of the server: which rooms and packages each may import; `store/log` is a room of its own inside store. */
const ROOMS: Record<string, { rooms: readonly string[]; packages: readonly string[] }> = {
  capture: { rooms: ["book/questions"], packages: ["decode", "model"] },
  pipeline: { rooms: ["store/log", "store/store"], packages: ["decode", "analyse", "model"] },
  book: { rooms: ["store", "store/log", "pipeline/messages"], packages: ["analyse", "model"] },
  store: { rooms: ["store/log"], packages: ["model"] },
  "store/log": { rooms: [], packages: ["model"] },
  state: { rooms: [], packages: ["model"] },
  search: { rooms: ["book/questions", "store/log"], packages: ["decode", "analyse", "model"] },
  watch: { rooms: ["book/questions"], packages: ["analyse", "model"] },
  serve: { rooms: ["search", "book/questions", "watch", "state"], packages: ["model", "analyse"] },
};

/** Text that only the named places may hold. */
const OWNERS: readonly { pattern: RegExp; where: RegExp; rule: string }[] = [
  { pattern: /from "@duckdb\//, where: /^packages\/server\/src\/store\//, rule: "only store/ touches a database driver" },
  { pattern: /from "pg"/, where: /^packages\/cli\/src\/migrate\/connection\.ts/, rule: "only the connection of a migration touches its database driver" },
  { pattern: /from "node:sqlite"/, where: /^packages\/server\/src\/state\//, rule: "only state/ touches SQLite" },
  { pattern: /from "(fastify|@fastify\/[^"]+)"/, where: /^packages\/server\/src\/serve\//, rule: "only serve/ touches the HTTP framework" },
  { pattern: /process\.env\b/, where: /^packages\/(server\/src\/(config|main)\.ts|cli\/src\/environment\.ts)/, rule: "only config.ts (and main.ts for it) reads the environment" },
  { pattern: /process\.exit\(/, where: /^packages\/(server|cli)\/src\/main\.ts/, rule: "only main.ts ends the process" },
  { pattern: /from "node:/, where: /^packages\/(server|cli)\//, rule: "model, decode, analyse and web run without Node" },
  { pattern: /:\s*any\b|\bas any\b|@ts-(ignore|nocheck)/, where: /^$/, rule: "no any" },
];

const IMPORT = /^(?:import|export)\s[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm;

export function sourceFiles(root: string): string[] {
  return readdirSync(join(root, "packages"), { recursive: true, encoding: "utf8" })
    .map((name) => join("packages", name).replaceAll("\\", "/"))
    .filter((path) => /^packages\/[^/]+\/src\/.*\.tsx?$/.test(path) && !/\.(test|fixture)\.tsx?$|\.contract\.ts$|node_modules/.test(path));
}

/** Breaks of the law in one file. */
export function breaksIn(file: string, text: string): Break[] {
  const found: Break[] = [];
  const lineOf = (index: number): number => text.slice(0, index).split("\n").length;
  for (const match of text.matchAll(IMPORT)) {
    const rule = forbidden(file, match[1] ?? match[2] ?? "");
    if (rule) found.push({ file, line: lineOf(match.index), rule });
  }
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));
  for (const { pattern, where, rule } of OWNERS) {
    const match = pattern.exec(code);
    if (match && !where.test(file)) found.push({ file, line: lineOf(match.index), rule });
  }
  return found;
}

function forbidden(file: string, target: string): string | undefined {
  const own = /^packages\/([^/]+)\/src\//.exec(file)?.[1] ?? "";
  const other = /^@sipglass\/(\w+)/.exec(target)?.[1];
  if (other) return forbiddenPackage(file, own, other);
  if (!target.startsWith(".")) return undefined;
  const path = relative(".", resolve(dirname(file), target)).replaceAll("\\", "/");
  if (!path.startsWith(`packages/${own}/`)) return `${own} reaches into another package by path: ${target}`;
  return own === "server" ? forbiddenRoom(file, path) : undefined;
}

function forbiddenPackage(file: string, own: string, other: string): string | undefined {
  if (other !== own && !(PACKAGES[own] ?? []).includes(other)) return `${own} may not import ${other}`;
  const room = roomOf(file);
  if (own === "server" && room && !ROOMS[room]?.packages.includes(other)) return `server/${room} may not import ${other}`;
  return undefined;
}

function forbiddenRoom(file: string, target: string): string | undefined {
  const from = roomOf(file);
  if (from === undefined) return undefined;
  const to = roomOf(target);
  if (to === from) return undefined;
  const path = target.replace(/^packages\/server\/src\//, "").replace(/\.ts$/, "");
  if (to === undefined) return BASE.includes(path) ? undefined : `server/${from} may not import ${path}`;
  const allowed = ROOMS[from]?.rooms ?? [];
  return allowed.includes(to) || allowed.includes(path) ? undefined : `server/${from} may not import ${path}`;
}

/** The room of a server file; undefined for the files at its root (main, config, threads…), which join the rooms, and for commands/. */
function roomOf(file: string): string | undefined {
  const path = /^packages\/server\/src\/(.+)$/.exec(file)?.[1];
  if (!path?.includes("/") || path.startsWith("commands/")) return undefined;
  return path.startsWith("store/log/") ? "store/log" : path.split("/")[0];
}

export function breaksOfLaw(root: string): Break[] {
  return sourceFiles(root).flatMap((file) => breaksIn(file, readFileSync(join(root, file), "utf8")));
}
