// The real server as its own process, on free ports and in a directory of its own, for tests that look at it from outside.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");
export const PASSWORD = "look-through-the-glass";
/** A machine that does other things at the same time takes its time. */
const START_MS = 60_000;
const WAIT_MS = 30_000;
/** As the launcher starts it. */
const LEAN = ["--max-semi-space-size=1"];
/** What the launcher sets for every start (tools/setup/run.mjs), when the tests were begun by it. */
const LAUNCHED = Object.fromEntries(["MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "NODE_COMPILE_CACHE"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

export interface ServerProcess {
  readonly directory: string;
  readonly http: string;
  readonly hepPort: number;
  readonly httpPort: number;
  readonly pid: number;
  output(): string;
  /** GET under /api/v1, signed in as admin. */
  get<T>(path: string): Promise<T>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  health(): Promise<HealthJson>;
  /** SIGTERM and wait; keeps the directory. */
  stop(): Promise<number>;
  /** SIGKILL and wait. */
  kill(): Promise<void>;
  remove(): void;
}

export interface HealthJson {
  /** Received, and on disk until there is time for it. */
  spooled_bytes: number;
  status: string;
  received: number;
  stored: number;
  duplicates: number;
  live_calls: number;
  archive: { state: string; stored_through: Record<string, number>; stored_through_at: string | null };
  dropped: { room: string; reason: string; count: number }[];
  warnings: string[];
}

export interface ServerOptions {
  environment?: Record<string, string>;
  /** Of an earlier process: goes on with its data. */
  directory?: string;
  ports?: { hep: number; http: number };
  /** Behind `serve`. */
  arguments?: readonly string[];
  /** "https" where the environment names a certificate. */
  scheme?: "http" | "https";
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export async function startServer({ environment = {}, directory, ports, arguments: given = [], scheme = "http" }: ServerOptions = {}): Promise<ServerProcess> {
  const data = directory ?? mkdtempSync(join(tmpdir(), "sipglass-e2e-"));
  const hepPort = ports?.hep ?? (await freePort());
  const httpPort = ports?.http ?? (await freePort());
  const child = spawn(process.execPath, [...LEAN, MAIN, "serve", ...given], {
    cwd: data,
    env: {
      ...LAUNCHED, PATH: process.env["PATH"], HOME: data, SIPGLASS_DATA: data, SIPGLASS_HTTP: `127.0.0.1:${httpPort}`, SIPGLASS_HEP_UDP: `127.0.0.1:${hepPort}`,
      SIPGLASS_HEP_TCP: `127.0.0.1:${hepPort}`, SIPGLASS_METRICS: "off", SIPGLASS_ADMIN_PASSWORD: PASSWORD, SIPGLASS_CLOCK_TOLERANCE: "off", ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += String(chunk)));
  child.stderr?.on("data", (chunk) => (output += String(chunk)));
  const http = `${scheme}://127.0.0.1:${httpPort}`;
  try {
    await untilReady(child, () => output);
  } catch (error) {
    // Else the test would wait for its end.
    child.kill("SIGKILL");
    throw error;
  }
  const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}`;
  const token = await signIn(http);
  const request = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${http}${path}`, { ...init, headers: { authorization: token ? `Bearer ${token}` : authorization, ...init.headers } });
  const get = async <T>(path: string): Promise<T> => {
    const response = await request(`/api/v1/${path}`);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  // Which says no more than "down" when it cannot be told in time, as on a machine that does too much at once.
  const health = async (): Promise<HealthJson> => {
    const look = async (): Promise<HealthJson> => (await request("/api/v1/health")).json() as Promise<HealthJson>;
    return until(look, (told) => "received" in told);
  };
  const ended = (signal: NodeJS.Signals): Promise<number> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode ?? -1);
      child.once("exit", (code) => resolve(code ?? -1));
      child.kill(signal);
    });
  return {
    directory: data, http, hepPort, httpPort, pid: child.pid ?? 0, output: () => output, get, fetch: request, health,
    stop: () => ended("SIGTERM"),
    kill: async () => void (await ended("SIGKILL")),
    remove: () => rmSync(data, { recursive: true, force: true }),
  };
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!output().includes("is ready")) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`the server is not ready:\n${output()}`);
    await sleep(20);
  }
}

async function signIn(http: string): Promise<string> {
  const response = await fetch(`${http}/api/v1/auth/login`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password: PASSWORD }),
  });
  return ((await response.json()) as { token?: string }).token ?? "";
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls until `done`; throws with what was last seen. */
export async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean, timeoutMs = WAIT_MS): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms; last seen: ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}
