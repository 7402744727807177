// `sipglass simulate`: generated calls to any HEP collector, with a manifest of what must be found afterwards.
import { createWriteStream } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SipglassError } from "@sipglass/model";
import { hostAndPort, usageError, type Command, type CommandCall } from "../command.ts";
import type { Manifest } from "../simulate/manifest.ts";
import { expectedLines, runSimulation, type SimulationOptions } from "../simulate/run-simulation.ts";
import { SHAPES } from "../simulate/shapes.ts";
import { DEFAULTS } from "../simulate/traffic.ts";

export const simulate: Command = {
  name: "simulate", summary: "generate calls and send them as HEP", usage: "[options]",
  options: [
    { name: "to", value: "HOST:PORT", help: "collector (default 127.0.0.1:9060)" }, { name: "transport", value: "udp|tcp", help: "default udp" },
    { name: "rate", value: "N", help: `HEP packets a second (default ${DEFAULTS.rate})` }, { name: "seconds", value: "N", help: "how long calls begin (default 10); the run ends when the last has ended" },
    { name: "calls", value: "N", help: "how many calls, instead of --seconds" }, { name: "seed", value: "N", help: "the same seed gives the same calls (default 1)" },
    { name: "first-call", value: "N", help: "index of the first call, for several runs with one seed (default 0)" },
    { name: "agents", value: "N", help: `capture agents, a socket each (default ${DEFAULTS.agents}, at most 99)` },
    { name: "shape", value: "NAME", help: "what happens in the calls (default mixed)" },
    { name: "talk", value: "S", help: `mean seconds of talking (default ${DEFAULTS.talkS})` }, { name: "ring", value: "S", help: `longest seconds of ringing (default ${DEFAULTS.ringS})` },
    { name: "auth-key", value: "KEY", help: "put into every packet" }, { name: "manifest", short: "m", value: "FILE", help: "what was sent and what must be found, as JSON" },
    { name: "expected", value: "FILE", help: "every call with its expected state, one JSON object a line" }, { name: "json", help: "print the manifest on standard output" },
  ],
  more: `shapes: mixed, ${SHAPES.map(({ name }) => name).join(", ")}\n\nexample:\n  sipglass simulate --to 10.0.0.5:9060 --rate 40000 --seconds 60 --manifest run.json`,
  async run(call) {
    const { console, values } = call;
    if (call.positionals.length > 0) throw usageError(`simulate takes no argument "${call.positionals[0]}".`);
    const options = optionsOf(call);
    const manifest = await runSimulation(options, {
      signal: console.interruption(),
      onProgress: ({ sent, open, elapsedS }) => console.progress(`${elapsedS.toFixed(0)} s: ${sent} packets sent, ${open} calls open`),
    }).catch((error: unknown) => {
      throw named(error, options);
    });
    await writeResults(manifest, call);
    if (values.has("json")) await console.write(`${JSON.stringify(manifest)}\n`);
    else console.note(summary(manifest));
    return Object.keys(manifest.frames.failed).length > 0 ? 5 : 0;
  },
};

function optionsOf({ values }: CommandCall): SimulationOptions {
  const { host, port } = hostAndPort(values.text("to") ?? "127.0.0.1", 9060);
  const calls = values.number("calls", { least: 1, whole: true });
  return {
    host, port, transport: values.oneOf("transport", ["udp", "tcp"], "udp"), seed: values.number("seed", { whole: true, most: 0xffff_ffff }) ?? DEFAULTS.seed,
    firstCall: values.number("first-call", { whole: true }) ?? 0, rate: values.number("rate", { least: 1 }) ?? DEFAULTS.rate, seconds: values.number("seconds", { least: 0.1 }) ?? 10,
    agents: values.number("agents", { least: 1, most: 99, whole: true }) ?? DEFAULTS.agents, shape: values.text("shape") ?? "mixed",
    talkS: values.number("talk") ?? DEFAULTS.talkS, ringS: values.number("ring") ?? DEFAULTS.ringS, authKey: values.text("auth-key") ?? "", ...(calls === undefined ? {} : { calls }),
  };
}

function named(error: unknown, { host, port, transport }: SimulationOptions): unknown {
  if (!(error instanceof Error) || error instanceof SipglassError || !("code" in error)) return error;
  const where = `${host}:${port}`;
  return new SipglassError("unavailable", { where, help: "Is a collector running there? Another address: --to HOST:PORT." }, `Nothing takes HEP over ${transport} at ${where} (${String(error.code)}).`, { cause: error });
}

async function writeResults(manifest: Manifest, { values }: CommandCall): Promise<void> {
  const [file, expected] = [values.text("manifest"), values.text("expected")];
  try {
    if (expected !== undefined) await pipeline(Readable.from(expectedLines(manifest)), createWriteStream(expected));
    if (file === undefined) return;
    // Whoever waits for the manifest must never see half of it.
    await writeFile(`${file}.part`, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw new SipglassError("bad_request", { help: "Name another file." }, `The manifest cannot be written: ${(error as Error).message}.`, { cause: error });
  }
}

function summary({ calls, frames, sent_bytes, rate, late_ms, cpu_cores, transport, target }: Manifest): string {
  const failed = Object.entries(frames.failed).map(([code, count]) => `${count} ${code}`);
  return `${calls} calls, ${frames.sent} of ${frames.offered} packets sent over ${transport} to ${target} (${(sent_bytes / 1_000_000).toFixed(1)} MB)\n`
    + `${rate.steady} packets/s of ${rate.asked} asked, at most ${late_ms} ms late, ${cpu_cores} cores used${failed.length > 0 ? `\nnot sent: ${failed.join(", ")}` : ""}`;
}
