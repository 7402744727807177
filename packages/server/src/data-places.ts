// The data directory: where everything lives, who holds it, and the numbers that make packet identities unique for ever.
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SipglassError } from "@sipglass/model";
import { nextBoot } from "./store/log/mod.ts";

export interface DataPlaces {
  root: string;
  archive: string;
  index: string;
  /** Six characters, made once. */
  collector: string;
  boot: number;
  /** When this directory was first used, epoch µs. */
  madeAtUs: number;
  /** Gives the directory free for another process. */
  release(): void;
}

export function openDataPlaces(directory: string): DataPlaces {
  const root = resolve(directory);
  const archive = join(root, "archive");
  const index = join(root, "index");
  try {
    for (const path of [root, archive, index]) mkdirSync(path, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new SipglassError("bad_config", {}, `The data directory ${root} cannot be made: ${(error as Error).message}. Set SIPGLASS_DATA to a directory that sipglass may write to.`);
  }
  const release = hold(join(root, "lock"), root);
  const collector = collectorOf(root);
  return { root, archive, index, collector, boot: nextBoot(root), madeAtUs: Math.round(statSync(join(root, COLLECTOR_FILE)).mtimeMs * 1000), release };
}

const COLLECTOR_FILE = "collector";

function collectorOf(root: string): string {
  const file = join(root, COLLECTOR_FILE);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = `c${(randomBytes(4).readUInt32BE() % 36 ** 5).toString(36).padStart(5, "0")}`;
  writeFileSync(file, `${made}\n`, { mode: 0o640 });
  return made;
}

/** One process a directory: a file with its number, stale when that process is gone. */
function hold(file: string, root: string): () => void {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(file, "wx", 0o640);
      writeFileSync(handle, `${process.pid} ${startOf(process.pid)}\n`);
      closeSync(handle);
      return () => unlinkSync(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const [pid = "", started = ""] = readFileSync(file, "utf8").trim().split(" ");
    if (Number(pid) !== process.pid && isRunning(Number(pid)) && startOf(Number(pid)) === started) {
      throw new SipglassError("conflict", {}, `The data directory ${root} is in use by process ${pid}. Stop it, or name another directory (SIPGLASS_DATA, --data).`);
    }
    unlinkSync(file);
  }
  throw new SipglassError("conflict", {}, `The data directory ${root} was taken by another process at this moment.`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When the process began (clock ticks since boot): tells a reused process number from the old one. "" where /proc is missing. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
