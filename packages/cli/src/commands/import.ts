// `import` brings captures into a server; `replay` sends them to any HEP collector.
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { beginsZstd, unzstd } from "../capture/zstd-frames.ts";
import { captureChunks, captureSize } from "../capture/capture-source.ts";
import { hepFrames, type FrameCounts } from "../capture/hep-frames.ts";
import { withHepTarget, type HepTarget } from "../capture/hep-target.ts";
import { createClient, SERVER_OPTIONS } from "../client.ts";
import { hostAndPort, usageError, type Command, type CommandCall } from "../command.ts";

const HEP_PORT = 9060;
const LONGEST_PAUSE_MS = 60_000;

interface Imported {
  file: string;
  packets: number;
  sip_messages: number;
  refused: Record<string, number>;
  calls: number;
  from: string | null;
  to: string | null;
}

export const importCaptures: Command = {
  name: "import", summary: "bring captures into a server; - follows a live capture", usage: "FILE…|- [options]",
  options: [
    { name: "to", value: "HOST:PORT", help: "for -: where the server takes HEP over TCP (default: the server's host, port 9060)" },
    { name: "json", help: "for programs: one JSON object a file" }, ...SERVER_OPTIONS,
  ],
  more: "FILE is a pcap, pcapng or raw HEP stream, plain or as .gz or .zst, and keeps its old times. Standard input is taken as live: what is older\nthan the server's clock tolerance is filed under the time of its arrival.\n\n"
    + "example:\n  tcpdump -i any -U -w - 'port 5060' | sipglass import -",
  async run(call) {
    if (call.positionals.length === 0) throw usageError("import needs the name of a capture file, or - for standard input.");
    for (const file of call.positionals) await (file === "-" ? followInput(call) : importFile(file, call));
    return 0;
  },
};

async function importFile(file: string, call: CommandCall): Promise<void> {
  const { console, values } = call;
  const size = (await captureSize(file)) ?? 0;
  const client = createClient(call);
  let sent = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of uploaded(file)) {
      sent += chunk.length;
      console.progress(`${file}: ${Math.min(100, Math.round((sent / Math.max(size, 1)) * 100))} % of ${megabytes(size)} sent`);
      yield chunk;
    }
    console.progress(`${file}: sent; the server works it off`);
  };
  const body = Readable.toWeb(Readable.from(counted(), { objectMode: false })) as ReadableStream<Uint8Array>;
  const done = await client.send<Imported>("imports", body, { name: basename(file) });
  if (values.has("json")) return console.write(`${JSON.stringify(done)}\n`);
  console.note(`${file}: ${done.packets} packets, ${done.sip_messages} SIP messages, ${done.calls} calls${done.from === null ? "" : ` from ${done.from} to ${done.to}`}${refusedText(done.refused)}`);
}

/** As it is on disk: the server unpacks gzip itself. zstd of many frames, as our archive has it, is unpacked here. */
async function* uploaded(file: string): AsyncGenerator<Uint8Array> {
  const chunks = createReadStream(file, { highWaterMark: 256 * 1024 })[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done === true) return;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value;
  };
  yield* beginsZstd(first.value) ? unzstd(all()) : all();
}

/** Frames leave as they come: a live capture must be findable within a second. */
async function followInput(call: CommandCall): Promise<void> {
  const { console, values } = call;
  const host = new URL(createClient(call).url).hostname.replace(/^\[(.*)\]$/, "$1");
  const counts: FrameCounts = { frames: 0, refused: {} };
  const signal = console.interruption();
  signal.addEventListener("abort", () => console.closeInput(), { once: true });
  const target = await withHepTarget(hostAndPort(values.text("to") ?? (host.includes(":") ? `[${host}]` : host), HEP_PORT), async (open) => {
    // What has come is sent before the next piece is waited for.
    const chunks = flushing(captureChunks("-", endedBy(console.input, signal)), open);
    for await (const { frame } of hepFrames(chunks, counts)) {
      await open.send(frame);
      console.progress(`${open.frames} packets sent`);
    }
  });
  if (values.has("json")) return console.write(`${JSON.stringify({ file: "-", packets: target.frames, refused: counts.refused })}\n`);
  console.note(`standard input: ${target.frames} packets sent${refusedText(counts.refused)}`);
}

/** Whoever asks for the next chunk has passed on all frames of the one before. */
async function* flushing(chunks: AsyncIterable<Uint8Array>, target: HepTarget): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    await target.flush();
  }
}

/** Input that ends when the command is interrupted, so that what was captured is still sent. */
async function* endedBy(input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const source = input[Symbol.asyncIterator]();
  const end = { done: true, value: undefined } as const;
  const aborted = new Promise<IteratorResult<Uint8Array>>((resolve) => signal.addEventListener("abort", () => resolve(end), { once: true }));
  // Closing the input makes the read that is under way fail: that is its end.
  const next = (): Promise<IteratorResult<Uint8Array>> => source.next().catch((error: unknown) => (signal.aborted ? end : Promise.reject(error)));
  for (;;) {
    const step = await Promise.race([next(), aborted]);
    if (step.done === true) return;
    yield step.value;
  }
}

export const replay: Command = {
  name: "replay", summary: "send captures to a HEP collector", usage: "FILE…|- [options]",
  options: [
    { name: "to", value: "HOST:PORT", help: "collector that takes HEP over TCP (default 127.0.0.1:9060)" },
    { name: "speed", value: "FACTOR", help: "1: as it was captured, 10: ten times faster (default: as fast as it goes)" },
    { name: "json", help: "for programs: one JSON object at the end" },
  ],
  more: "FILE is a pcap, pcapng, raw HEP stream or a file of our archive (.hep.zst), plain or as .gz or .zst. Times inside stay as they were:\na sipglass server takes old ones as they are with SIPGLASS_CLOCK_TOLERANCE=off.\n\nexample:\n  sipglass replay data/archive/2026-11-20/*.hep.zst --to homer.example:9060",
  async run(call) {
    const { positionals, values, console } = call;
    if (positionals.length === 0) throw usageError("replay needs the name of a capture file, or - for standard input.");
    for (const file of positionals) await captureSize(file);
    const speed = values.number("speed", { least: 0 }) ?? 0;
    const counts: FrameCounts = { frames: 0, refused: {} };
    const signal = console.interruption();
    const target = await withHepTarget(hostAndPort(values.text("to") ?? "127.0.0.1", HEP_PORT), async (open) => {
      for (const file of positionals) await replayFile(file, { call, target: open, counts, speed, signal });
    });
    const done = { files: positionals.length, packets: target.frames, bytes: target.bytes, refused: counts.refused };
    if (values.has("json")) await console.write(`${JSON.stringify(done)}\n`);
    else console.note(`${done.packets} packets sent, ${megabytes(done.bytes)}${refusedText(counts.refused)}`);
    return 0;
  },
};

interface Replay {
  call: CommandCall;
  target: HepTarget;
  counts: FrameCounts;
  /** 0: no pauses. */
  speed: number;
  signal: AbortSignal;
}

async function replayFile(file: string, { call, target, counts, speed, signal }: Replay): Promise<void> {
  let previousUs = 0;
  for await (const { frame, timeUs } of hepFrames(captureChunks(file, call.console.input), counts, { timed: speed > 0, name: file })) {
    if (signal.aborted) return;
    const waitMs = speed > 0 && previousUs > 0 && timeUs > previousUs ? (timeUs - previousUs) / 1000 / speed : 0;
    if (waitMs >= 1) {
      await target.flush();
      await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, LONGEST_PAUSE_MS)));
    }
    // Pauses below a millisecond add up instead of being lost.
    if (waitMs >= 1 || timeUs < previousUs || previousUs === 0) previousUs = timeUs;
    await target.send(frame);
    call.console.progress(`${file}: ${target.frames} packets sent`);
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

function refusedText(refused: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(refused).map(([reason, count]) => `${count} ${reason}`);
  return reasons.length === 0 ? "" : `; not read: ${reasons.join(", ")}`;
}
