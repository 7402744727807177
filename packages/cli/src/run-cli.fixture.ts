// Runs the command as people do, in a process of its own or in this one; and captures made of generated calls.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPcapngWriter, createPcapWriter, decodeHep } from "@sipglass/decode";
import type { Packet } from "@sipglass/model";
import { Readable } from "node:stream";
import { runCommand } from "./cli.ts";
import type { Terminal } from "./command.ts";
import { readEnvironment } from "./environment.ts";
import { generateCalls, type GenerateOptions } from "./simulate/generate-calls.ts";

const MAIN = join(import.meta.dirname, "main.ts");

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface Running {
  child: ChildProcess;
  /** Grows while it runs. */
  readonly out: string;
  readonly err: string;
  finished: Promise<Finished>;
}

export function startCli(args: readonly string[], { input, env = {}, cwd, command = [process.execPath, MAIN] }: CliOptions = {}): Running {
  const [program = "", ...before] = command;
  const child = spawn(program, [...before, ...args], { stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"], env: { PATH: process.env["PATH"], ...env }, ...(cwd === undefined ? {} : { cwd }) });
  const text = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text.out += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text.err += chunk));
  if (input !== undefined && input !== "open") child.stdin?.end(input);
  const finished = new Promise<Finished>((resolve) => child.on("close", (code, signal) => resolve({ code, signal, ...text })));
  return { child, finished, get out() { return text.out; }, get err() { return text.err; } };
}

export interface CliOptions {
  /** "open": standard input stays open. */
  input?: Uint8Array | "open";
  env?: Record<string, string>;
  cwd?: string;
  command?: readonly string[];
}

export interface Result {
  code: number;
  out: string;
  err: string;
}

/** In this process: many tests, one start of Node. */
export async function runCli(args: readonly string[], { input = Buffer.alloc(0), env = {}, width = Number.POSITIVE_INFINITY }: { input?: Uint8Array; env?: Record<string, string>; width?: number } = {}): Promise<Result> {
  const [out, err]: [Buffer[], string[]] = [[], []];
  const terminal: Terminal = {
    write: async (text) => void out.push(Buffer.from(text)), note: (text) => void err.push(`${text}\n`), progress: () => undefined, width, colours: false,
    input: Readable.from(pieces(input)), closeInput: () => undefined, interruption: () => new AbortController().signal,
  };
  const code = await runCommand([...args], terminal, readEnvironment(env));
  return { code, out: Buffer.concat(out).toString(), err: err.join("") };
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000);
}

export function generatedPackets(options: GenerateOptions): Packet[] {
  return [...generateCalls(options)].map(({ frame }) => {
    const packet = decodeHep(frame, {});
    if (!packet.ok) throw new Error(packet.reason);
    return packet.value;
  });
}

export const hepStream = (options: GenerateOptions): Buffer => Buffer.concat([...generateCalls(options)].map(({ frame }) => frame));

export function capture(format: "pcap" | "pcapng", options: GenerateOptions): Buffer {
  const writer = format === "pcap" ? createPcapWriter() : createPcapngWriter();
  return Buffer.concat([writer.header(), ...generatedPackets(options).map((packet) => writer.packet(packet))]);
}

export function pcapOf(packets: readonly Packet[]): Buffer {
  const writer = createPcapWriter();
  return Buffer.concat([writer.header(), ...packets.map((packet) => writer.packet(packet))]);
}

export interface Workplace {
  directory: string;
  write(name: string, bytes: Uint8Array | string): string;
  remove(): void;
}

export function workplace(): Workplace {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-cli-"));
  return {
    directory,
    write(name, bytes) {
      writeFileSync(join(directory, name), bytes);
      return join(directory, name);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export async function until(condition: () => boolean, what: string, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
