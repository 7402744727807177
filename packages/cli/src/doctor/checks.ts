// What doctor looks at, one check a function; each says what it saw and, when that is not well, what to do.
import { constants, type StatsFs } from "node:fs";
import { access, readFile, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { portState, type PortState, type Protocol } from "./port-owner.ts";

export interface Finding {
  check: string;
  state: "ok" | "warning" | "problem";
  text: string;
  /** What to do; "" when nothing. */
  help: string;
}

const finding = (check: string, state: Finding["state"], text: string, help = ""): Finding => ({ check, state, text, help });

export async function checkPort(use: string, protocol: Protocol, port: number): Promise<Finding> {
  return judgePort(`${use} ${protocol} ${port}`, await portState(protocol, port), port);
}

export function judgePort(check: string, { state, owner }: PortState, port: number): Finding {
  if (state === "free") return finding(check, "ok", "free");
  if (state === "forbidden") return finding(check, "problem", "may not be used by this user", "Ports below 1024 need root or CAP_NET_BIND_SERVICE; take a higher one.");
  if (owner === undefined) return finding(check, "warning", "taken, by a program that this user may not see", `As root: ss -lnp | grep :${port}`);
  const name = `${owner.name} (pid ${owner.pid})`;
  // The server's own program, whatever its Node is called.
  if (/server[/\\]src[/\\]main\.ts|sipglass.*serve/.test(owner.command)) return finding(check, "ok", `held by sipglass, ${name}`);
  return finding(check, "problem", `taken by ${name}: ${owner.command.slice(0, 80)}`, "Stop that program, or give sipglass another port.");
}

const WANTED_BUFFER = 4 * 1024 * 1024;

export async function checkReceiveBuffer(path = "/proc/sys/net/core/rmem_max"): Promise<Finding> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return finding("receive buffer", "ok", "this system does not say its limit");
  const bytes = Number(text);
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  if (bytes >= WANTED_BUFFER) return finding("receive buffer", "ok", `${size} allowed`);
  return finding("receive buffer", "warning", `${size} allowed, 4 MiB wanted: bursts of UDP will be lost`, `As root: sysctl -w net.core.rmem_max=${WANTED_BUFFER * 4} (and in /etc/sysctl.d/ to keep it)`);
}

const LITTLE_BYTES = 1_000_000_000;
const FEW_BYTES = 10_000_000_000;

export async function checkDataDirectory(directory: string): Promise<Finding[]> {
  const path = resolve(directory);
  const exists = await stat(path).then((about) => (about.isDirectory() ? "directory" : "file"), () => "nothing");
  if (exists === "file") return [finding("data directory", "problem", `${path} is a file`, "Name a directory with --data or SIPGLASS_DATA.")];
  const place = exists === "directory" ? path : await existingParent(path);
  const writable = await access(place, constants.W_OK | constants.X_OK).then(() => true, () => false);
  const state = exists === "directory" ? path : `${path} does not exist yet`;
  const directoryFinding = writable ? finding("data directory", "ok", `${state}; writable`)
    : finding("data directory", "problem", `${state}; ${place} may not be written by this user`, "Change its owner, or name another with --data or SIPGLASS_DATA.");
  return [directoryFinding, judgeDisk(place, await statfs(place))];
}

async function existingParent(path: string): Promise<string> {
  const parent = dirname(path);
  return (await stat(parent).then(() => true, () => false)) || parent === path ? parent : existingParent(parent);
}

export function judgeDisk(place: string, { bavail, bsize, blocks }: Pick<StatsFs, "bavail" | "bsize" | "blocks">): Finding {
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free of ${((blocks * bsize) / 1e9).toFixed(1)} GB at ${place}`;
  if (free < LITTLE_BYTES) return finding("disk", "problem", text, "Free space or shorten retention: with a full disk nothing is archived.");
  return finding("disk", free < FEW_BYTES ? "warning" : "ok", text, free < FEW_BYTES ? "Set SIPGLASS_RETENTION_BYTES, so that the oldest hours make room." : "");
}

const PATIENCE_MS = 5000;
/** HTTP dates have whole seconds; a busy machine adds a little. */
const CLOCK_TOLERANCE_MS = 2000;

export async function checkServer(url: string): Promise<Finding[]> {
  const askedMs = Date.now();
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const answeredMs = Date.now();
    const body: unknown = await response.json().catch(() => undefined);
    return [judgeHealth(url, body, answeredMs - askedMs), judgeClock(response.headers.get("date"), askedMs, answeredMs)];
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : String(cause);
    return [finding("server", "warning", `none answers at ${url} (${reason})`, "Start it with `sipglass serve`, or say where it is with --server or SIPGLASS_URL.")];
  }
}

function judgeHealth(url: string, body: unknown, tookMs: number): Finding {
  const status = typeof body === "object" && body !== null && "status" in body ? String(body.status) : "";
  if (status === "") return finding("server", "problem", `${url} answers, but not as sipglass does`, "Is the address right?");
  const text = `${url} is ${status}, answered in ${tookMs} ms`;
  if (status === "ok") return finding("server", "ok", text);
  return finding("server", status === "degraded" ? "warning" : "problem", text, "`sipglass doctor --token …` or GET /api/v1/health as administrator says what is wrong.");
}

export function judgeClock(date: string | null, askedMs: number, answeredMs: number): Finding {
  const serverMs = Date.parse(date ?? "");
  if (Number.isNaN(serverMs)) return finding("clock", "warning", "the server did not say its time");
  // The server's second began somewhere between asking and answering.
  const offMs = serverMs + 999 < askedMs ? askedMs - (serverMs + 999) : Math.max(0, serverMs - answeredMs);
  if (offMs <= CLOCK_TOLERANCE_MS) return finding("clock", "ok", "agrees with the server's");
  const direction = serverMs > answeredMs ? "behind" : "ahead of";
  return finding("clock", "warning", `${(offMs / 1000).toFixed(1)} s ${direction} the server's`, "Let both keep time with NTP: calls are ordered by the senders' clocks.");
}
