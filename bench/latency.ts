// The promise of live: a call is found by search within a second (p99) of its packet, at 10 k messages a second.
import { createSocket } from "node:dgram";
import { encodeHep3 } from "@sipglass/decode";
import type { CallJson } from "@sipglass/model";
import { sleep, startServer } from "../e2e/server-process.ts";
import { percentile, report, simulate } from "./measure.ts";

const PROBES = 150;
const EVERY_MS = 100;

export async function benchLatency(rate: number): Promise<void> {
  const server = await startServer();
  const socket = createSocket("udp4");
  try {
    const load = simulate({ port: server.hepPort, rate, seconds: (PROBES * EVERY_MS) / 1000 + 4, seed: 11 });
    await sleep(2500);
    const probes: Promise<number>[] = [];
    for (let i = 0; i < PROBES; i += 1) {
      probes.push(probe(i, (frame) => socket.send(frame, server.hepPort, "127.0.0.1"), (callId) => server.get<{ items: CallJson[] }>(`calls?q=callid:%22${callId}%22&from=-1h`)));
      await sleep(EVERY_MS);
    }
    const times = await Promise.all(probes);
    await load;
    report(`packet → found by search at ${rate / 1000} k/s: median, p99`, `${percentile(times, 0.5).toFixed(0)} ms, ${percentile(times, 0.99).toFixed(0)} ms`, "< 1000 ms", percentile(times, 0.99) < 1000);
  } finally {
    socket.close();
    await server.kill();
    server.remove();
  }
}

async function probe(number: number, send: (frame: Uint8Array) => void, search: (callId: string) => Promise<{ items: CallJson[] }>): Promise<number> {
  const callId = `probe-${number}-${process.pid}`;
  const text = `INVITE sip:probe@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK${callId}\r\nFrom: <sip:p@example.org>;tag=p\r\nTo: <sip:probe@example.org>\r\nCall-ID: ${callId}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;
  const frame = encodeHep3({
    version: 3, ipVersion: 4, ipProtocol: 17, src: "192.0.2.9", srcPort: 5060, dst: "192.0.2.8", dstPort: 5060, timeUs: Date.now() * 1000, payloadType: 1, agentId: 99,
    agentName: "99", correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(text),
  });
  if (!(frame instanceof Uint8Array)) throw new Error("BUG: the probe does not fit");
  const started = performance.now();
  send(frame);
  while (performance.now() - started < 5000) {
    if ((await search(callId)).items.length > 0) return performance.now() - started;
    await sleep(5);
  }
  return Infinity;
}
