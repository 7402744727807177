// Fills a store with as many calls as wanted, by its own means: calls are tracked from generated traffic as any others, then written again and again
// with other identities and times, so that a million costs a minute and not an hour. Their messages are not in the archive; lists need none.
import { createCallTracker } from "@sipglass/analyse";
import { decodeHep, parseSip } from "@sipglass/decode";
import { encodeCalls, type Call } from "@sipglass/model";
import { generateCalls } from "sipglass/simulate";
import { openEmbeddedStore } from "../packages/server/src/store/embedded/mod.ts";

const TRACKED = 5_000;
const BATCH = 20_000;

function trackedCalls(): Call[] {
  const calls: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 1e6, maxRefs: 1000, lingerUs: 1e6, maxLingering: 10, headers: [], correlationHeaders: [], onClosed: (call) => void calls.push(call),
  });
  for (const { frame } of generateCalls({ calls: TRACKED, seed: 7 })) {
    const packet = decodeHep(frame);
    if (!packet.ok || packet.value.payloadType !== 1) continue;
    const message = parseSip(Buffer.from(packet.value.payload).toString("latin1"));
    if (message.ok)
      tracker.message({ packet: packet.value, message: message.value, eventUs: packet.value.timeUs, receivedUs: packet.value.timeUs });
  }
  tracker.closeAll();
  return calls.filter(({ kind }) => kind === "call");
}

/** Of the same call at another time, as another one. */
function copyOf(call: Call, index: number, startedAtUs: number): Call {
  const by = startedAtUs - call.startedAtUs;
  const moved = (us: number): number => (us === 0 ? 0 : us + by);
  const id = `01pagebench${index.toString(36).padStart(15, "0")}`;
  return {
    ...call, id, sessionId: id, callId: `${index}-${call.callId}`, startedAtUs, ringingAtUs: moved(call.ringingAtUs), answeredAtUs: moved(call.answeredAtUs), endedAtUs: moved(call.endedAtUs),
    lastSeenAtUs: moved(call.lastSeenAtUs), refs: [], projectionVersion: 1,
  };
}

/** `count` calls that began evenly between the two moments; those of the last day stay where new calls are, the others are sealed by day. */
export async function fillStore(directory: string, count: number, fromUs: number, toUs: number): Promise<void> {
  const store = await openEmbeddedStore({ directory });
  const templates = trackedCalls();
  const step = (toUs - fromUs) / count;
  for (let done = 0; done < count; done += BATCH) {
    const calls = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => {
      const index = done + i;
      const template = templates[(index * 7919) % templates.length]!;
      return copyOf(template, index, Math.round(fromUs + index * step));
    });
    await store.append(encodeCalls(calls), [], []);
  }
  await store.seal(Math.floor(toUs / 86_400e6) * 86_400e6);
  await store.close();
}
