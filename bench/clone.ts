// Why live calls are asked where they are (docs/decisions/0003): what it costs to move a call between threads, against tracking a message.
import { createCallTracker } from "@sipglass/analyse";
import { decodeHep, parseSip } from "@sipglass/decode";
import { encodeCalls, type Call } from "@sipglass/model";
import { generateCalls } from "sipglass/simulate";

const frames = [...generateCalls({ calls: 4000, seed: 7 })].map(({ frame }) => Uint8Array.from(frame));
const finished: Call[] = [];
const tracker = createCallTracker({
  maxOpenCalls: 1e6, maxRefs: 1000, lingerUs: 1e6, maxLingering: 10, headers: [], correlationHeaders: [], onClosed: (call) => void finished.push(call),
});

function microseconds(count: number, work: () => void): number {
  const started = performance.now();
  work();
  return ((performance.now() - started) * 1000) / count;
}

const parsed = frames.flatMap((frame) => {
  const packet = decodeHep(frame);
  if (!packet.ok || packet.value.payloadType !== 1) return [];
  const message = parseSip(Buffer.from(packet.value.payload).toString("latin1"));
  return message.ok ? [{ packet: packet.value, message: message.value, eventUs: packet.value.timeUs, receivedUs: packet.value.timeUs }] : [];
});
const track = microseconds(parsed.length, () => parsed.forEach((input) => tracker.message(input)));
tracker.closeAll();
const clone = microseconds(finished.length, () => finished.forEach((call) => structuredClone(call)));
const batch = microseconds(finished.length, () => structuredClone(encodeCalls(finished)));
console.log(`track a message            ${track.toFixed(1)} µs`);
console.log(`clone a call record        ${clone.toFixed(1)} µs (${(clone / track).toFixed(1)} × a message)`);
console.log(`move a call in a batch     ${batch.toFixed(1)} µs (${(batch / track).toFixed(1)} × a message)`);
