// A run over real sockets: what the manifest says was sent is what a collector decodes.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { createServer, type AddressInfo } from "node:net";
import { suite, test } from "node:test";
import { createHepFramer, decodeHep, parseSip, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, SipglassError } from "@sipglass/model";
import { expectedCall } from "./expected-call.ts";
import { expectedLines, runSimulation, type SimulationOptions } from "./run-simulation.ts";

const RUN = { host: "127.0.0.1", seed: 9, firstCall: 100, rate: 600, seconds: 1, agents: 3, shape: "mixed", talkS: 0.2, ringS: 0.1, authKey: "" } satisfies Partial<SimulationOptions>;

/** Counts what arrives as the manifest counts it. */
class Collector {
  readonly kinds: Record<string, number> = {};
  readonly byCall = new Map<string, number>();
  readonly agents = new Set<string>();
  bytes = 0;

  readonly take = (frame: Uint8Array): void => {
    const hep = decodeHep(frame, {});
    assert.ok(hep.ok);
    this.bytes += frame.length;
    this.agents.add(`${hep.value.agentId} ${hep.value.agentName} ${hep.value.authKey}`);
    this.#count(hep.value.payloadType, hep.value.payload);
  };

  #count(type: number, payload: Uint8Array): void {
    if (type !== PAYLOAD_TYPE.SIP) return this.#kind("RTCP");
    const sip = parseSip(toLatin1(payload));
    assert.ok(sip.ok);
    const { method, statusCode, cseqMethod, callId } = sip.value;
    this.#kind(method || `${statusCode} ${cseqMethod}`);
    this.byCall.set(callId, (this.byCall.get(callId) ?? 0) + 1);
  }

  #kind(kind: string): void {
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
  }
}

suite("a run in real time", { concurrency: true }, () => {
  test("over UDP the sink decodes exactly what the manifest counts, call by call", async () => {
    const sink = createSocket({ type: "udp4", recvBufferSize: 4 * 1024 * 1024 });
    const collector = new Collector();
    sink.on("message", collector.take);
    await new Promise<void>((resolve) => sink.bind(0, "127.0.0.1", resolve));
    const progress: number[] = [];
    const manifest = await runSimulation({ ...RUN, transport: "udp", port: sink.address().port }, { onProgress: ({ sent }) => void progress.push(sent) });
    while (Object.values(collector.kinds).reduce((a, b) => a + b, 0) < manifest.frames.sent) await new Promise((resolve) => setTimeout(resolve, 5));
    sink.close();

    assert.deepEqual(manifest.frames, { offered: manifest.frames.sent, sent: manifest.frames.sent, waited: 0, failed: {} });
    assert.deepEqual(sorted(collector.kinds), manifest.kinds);
    assert.equal(collector.bytes, manifest.sent_bytes);
    assert.deepEqual([...collector.agents].sort(), ["2001 sim-01 ", "2002 sim-02 ", "2003 sim-03 "]);
    assert.equal(manifest.complete, true);
    assert.equal(collector.byCall.size, manifest.calls);
    let [messages, reports] = [0, 0];
    for (let i = 0; i < manifest.calls; i++) {
      const expected = expectedCall(manifest.seed, manifest.first_call + i, manifest.options);
      assert.equal(collector.byCall.get(expected.callId), expected.messages);
      messages += expected.messages;
      reports += expected.reports;
    }
    assert.deepEqual([manifest.sip_messages, manifest.reports], [messages, reports]);
    assert.equal(Object.values(manifest.expected.kinds).reduce((a, b) => a + b, 0), manifest.calls);
    assert.equal([...expectedLines(manifest)].length, manifest.calls);
  });

  test("over TCP every frame arrives whole, with the key that was asked for", async () => {
    const collector = new Collector();
    const sockets: unknown[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      const framer = createHepFramer({ onFrame: collector.take, onJunk: (bytes) => assert.fail(`${bytes} bytes of junk`) });
      socket.on("data", (bytes) => framer.push(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const manifest = await runSimulation({ ...RUN, transport: "tcp", port: (server.address() as AddressInfo).port, authKey: "s3cret" });
    await new Promise((resolve) => server.close(resolve));
    assert.equal(sockets.length, 3);
    assert.deepEqual(sorted(collector.kinds), manifest.kinds);
    assert.equal(collector.bytes, manifest.sent_bytes);
    assert.deepEqual([...collector.agents].sort(), ["2001 sim-01 s3cret", "2002 sim-02 s3cret", "2003 sim-03 s3cret"]);
  });

  test("datagrams that nobody takes are counted as failed, not as sent", async () => {
    const free = createSocket("udp4");
    await new Promise<void>((resolve) => free.bind(0, "127.0.0.1", resolve));
    const { port } = free.address();
    await new Promise<void>((resolve) => free.close(() => resolve()));
    const { frames } = await runSimulation({ ...RUN, transport: "udp", port, calls: 20 });
    assert.ok((frames.failed["ECONNREFUSED"] ?? 0) > 0);
    assert.equal(frames.sent + (frames.failed["ECONNREFUSED"] ?? 0), frames.offered);
  });

  test("a connection that breaks in the middle leaves an honest count", async () => {
    const server = createServer((socket) => void setTimeout(() => socket.resetAndDestroy(), 300));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { frames } = await runSimulation({ ...RUN, transport: "tcp", port: (server.address() as AddressInfo).port, agents: 1 });
    server.close();
    const failed = Object.values(frames.failed).reduce((a, b) => a + b, 0);
    assert.ok(failed > 0 && frames.sent > 0, JSON.stringify(frames));
    assert.equal(frames.sent + failed, frames.offered);
  });

  test("stopped early, calls under way are played to their end and the manifest says that it is not complete", async () => {
    const sink = createSocket("udp4");
    await new Promise<void>((resolve) => sink.bind(0, "127.0.0.1", resolve));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const manifest = await runSimulation({ ...RUN, transport: "udp", port: sink.address().port, seconds: 60 }, { signal: stop.signal });
    sink.close();
    assert.equal(manifest.complete, false);
    let frames = 0;
    for (let i = 0; i < manifest.calls; i++) {
      const { messages, reports } = expectedCall(manifest.seed, manifest.first_call + i, manifest.options);
      frames += messages + reports;
    }
    assert.equal(manifest.frames.offered, frames);
  });

  test("an unknown shape is an error that names the known ones", async () => {
    await assert.rejects(runSimulation({ ...RUN, transport: "udp", port: 1, shape: "nonsense" }), (error) => error instanceof SipglassError && error.code === "bad_request" && /mixed, good/.test(error.message));
  });
});

const sorted = (counts: Record<string, number>): Record<string, number> => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
