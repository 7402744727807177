// `replay` and `import -` against a collector of our own: every frame arrives, unchanged and in order.
import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { suite, test } from "node:test";
import { zstdCompressSync } from "node:zlib";
import { createHepFramer } from "@sipglass/decode";
import { capture, generatedPackets, hepStream, runCli, startCli, until, workplace } from "../run-cli.fixture.ts";
import { generateCalls } from "../simulate/generate-calls.ts";

const RUN = { calls: 30, seed: 5, rate: 300 };

interface Sink {
  server: Server;
  port: number;
  frames: Buffer[];
  sockets: Socket[];
}

async function openSink(): Promise<Sink> {
  const frames: Buffer[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const framer = createHepFramer({ onFrame: (frame) => void frames.push(Buffer.from(frame)), onJunk: (bytes) => assert.fail(`${bytes} bytes of junk`) });
    socket.on("data", (bytes) => framer.push(bytes));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port, frames, sockets };
}

/** As our archive has them: a skippable frame before each data frame. */
function archive(frames: readonly Uint8Array[]): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; i < frames.length; i += 10) {
    const header = Buffer.alloc(8 + 100, "{}");
    header.writeUInt32LE(0x184d2a5a, 0);
    header.writeUInt32LE(100, 4);
    blocks.push(header, zstdCompressSync(Buffer.concat(frames.slice(i, i + 10))));
  }
  return Buffer.concat(blocks);
}

suite("captures to a collector", { concurrency: true }, () => {
  test("replay of our archive's concatenated frames sends every packet as it is", async () => {
    const sink = await openSink();
    const place = workplace();
    const frames = [...generateCalls(RUN)].map(({ frame }) => frame);
    const file = place.write("09.call.c1-1-0.hep.zst", archive(frames));
    const { code, out } = await runCli(["replay", file, "--to", `127.0.0.1:${sink.port}`, "--json"]);
    place.remove();
    sink.server.close();
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), { files: 1, packets: frames.length, bytes: frames.reduce((sum, { length }) => sum + length, 0), refused: {} });
    assert.deepEqual(sink.frames, frames.map((frame) => Buffer.from(frame)));
  });

  test("replay of a pcap re-frames its packets, and takes standard input", async () => {
    const sink = await openSink();
    const { code, err } = await runCli(["replay", "-", "--to", `127.0.0.1:${sink.port}`], { input: capture("pcap", { ...RUN, shape: "good" }) });
    sink.server.close();
    const packets = generatedPackets({ ...RUN, shape: "good" });
    assert.equal(code, 0);
    assert.match(err, new RegExp(`^${packets.length} packets sent`, "m"));
    assert.equal(sink.frames.length, packets.length);
    const payloads = packets.map(({ payload }) => Buffer.from(payload));
    assert.ok(sink.frames.every((frame, i) => frame.includes(payloads[i] as Buffer)));
  });

  test("a live capture on standard input is sent as it comes, and what was captured is sent when it is interrupted", async () => {
    const sink = await openSink();
    const frames = [...generateCalls(RUN)].map(({ frame }) => frame);
    const cli = startCli(["import", "-", "--to", `127.0.0.1:${sink.port}`, "--server", "127.0.0.1:1"], { input: "open" });
    cli.child.stdin?.write(Buffer.concat(frames.slice(0, 5)));
    await until(() => sink.frames.length === 5, "the first frames while the pipe is open");
    cli.child.stdin?.write(Buffer.concat([...frames.slice(5, 9), (frames[9] as Uint8Array).subarray(0, 100)]));
    await until(() => sink.frames.length === 9, "the frames after");
    cli.child.kill("SIGINT");
    const { code, err } = await cli.finished;
    sink.server.close();
    assert.equal(code, 0, err);
    assert.match(err, /standard input: 9 packets sent/);
  });

  test("a collector that goes away is an error that says after how many packets", async () => {
    const sink = await openSink();
    const cli = startCli(["import", "-", "--to", `127.0.0.1:${sink.port}`], { input: "open" });
    const frames = [...generateCalls(RUN)].map(({ frame }) => frame);
    cli.child.stdin?.write(frames[0]);
    await until(() => sink.frames.length === 1, "the first frame");
    sink.sockets[0]?.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    cli.child.stdin?.end(Buffer.concat(frames.slice(1)));
    cli.child.stdin?.on("error", () => undefined);
    const { code, err } = await cli.finished;
    sink.server.close();
    assert.equal(code, 5);
    assert.match(err, /The connection to 127\.0\.0\.1:\d+ broke after about \d+ packets/);
  });

  test("what is no capture is refused, and damage after the begin is counted", async () => {
    const sink = await openSink();
    const to = ["--to", `127.0.0.1:${sink.port}`];
    const broken = Buffer.concat([hepStream({ calls: 1, shape: "pinged" }), Buffer.from("rubbish"), hepStream({ calls: 1, shape: "pinged", firstCall: 1 })]);
    const [none, some] = await Promise.all([runCli(["replay", "-", ...to], { input: Buffer.from("GET / HTTP/1.1\r\n\r\n") }), runCli(["replay", "-", ...to, "--json"], { input: broken })]);
    sink.server.close();
    assert.equal(none.code, 2);
    assert.match(none.err, /Standard input is not a capture/);
    assert.deepEqual([some.code, (JSON.parse(some.out) as { packets: number; refused: unknown })], [0, { ...JSON.parse(some.out), packets: 4, refused: { stream_junk_bytes: 7 } }]);
  });
});

// Not beside the others: their work would delay the arrivals that it measures.
test("--speed keeps the pace of the capture", async () => {
  const sink = await openSink();
  const run = { calls: 1, shape: "good", seed: 3, talkS: 1.5, ringS: 0.5 };
  const input = hepStream(run);
  const times = [...generateCalls(run)].map(({ timeUs }) => timeUs);
  const spanMs = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const arrivals: number[] = [];
  sink.server.on("connection", (socket: Socket) => socket.on("data", () => void arrivals.push(performance.now())));
  const { code } = await runCli(["replay", "-", "--to", `127.0.0.1:${sink.port}`, "--speed", "2"], { input });
  sink.server.close();
  assert.equal(code, 0);
  assert.equal(sink.frames.length, times.length);
  const tookMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  assert.ok(tookMs > spanMs * 0.4 && tookMs < spanMs * 0.5 + 1000, `${tookMs} ms for ${spanMs} ms at double speed`);
});
