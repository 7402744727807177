// What the benchmarks share: a generator in its own process, what the system says of a process, percentiles, and how results are printed.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "sipglass/simulate";

export interface Outcome {
  name: string;
  measured: string;
  promised: string;
  kept: boolean;
}

const results: Outcome[] = [];

export function report(name: string, measured: string, promised: string, kept: boolean): void {
  results.push({ name, measured, promised, kept });
  console.log(`${kept ? "✔" : "✖"} ${name.padEnd(58)} ${measured.padStart(22)}   promised ${promised}`);
}

export const allKept = (): boolean => results.every(({ kept }) => kept);
export const keptCount = (): { kept: number; broken: number } => ({ kept: results.filter(({ kept }) => kept).length, broken: results.filter(({ kept }) => !kept).length });

/** Runs the generator as `sipglass simulate` would, in a process of its own, and gives its manifest. */
export function simulate(options: { port: number; rate: number; seconds: number; seed: number; transport?: "udp" | "tcp"; firstCall?: number }): Promise<Manifest> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "generator.ts"), JSON.stringify(options)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(output) as Manifest) : reject(new Error(`the generator ended with ${code}`))));
  });
}

/** Resident memory and CPU seconds of a process so far (Linux). */
export function processFigures(pid: number): { residentBytes: number; peakBytes: number; cpuSeconds: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kib = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return { residentBytes: kib("VmRSS"), peakBytes: kib("VmHWM"), cpuSeconds: (Number(stat[11]) + Number(stat[12])) / 100 };
}

export function bytesUnder(folder: string, suffix = ""): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const entry = statSync(join(folder, name));
    if (entry.isFile() && name.endsWith(suffix)) bytes += entry.size;
  }
  return bytes;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
