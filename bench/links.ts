// What a leg costs the engine of sessions while 1 k, 10 k and 100 k others are open: it must not depend on how many they are.
// By hand: node --expose-gc bench/links.ts
import { createLinkEngine, type LegFacts, type LinkEngine } from "@sipglass/analyse";
import { report } from "./measure.ts";

const MEASURED = 4000;
const ROUNDS = 3;
const QUEUES = ["+49800100100", "+49800200200", "300", "301"];
const START_US = 1_767_225_600_000_000;

/** Two legs through one of thirty PBXs; a tenth go to a queue that many call; names and media are those of real traffic. */
function* conversations(from: number, count: number, random: () => number): Iterable<LegFacts> {
  const pick = (below: number): number => Math.floor(random() * below);
  const digits = (): string => `+49${30 + pick(900)}${String(pick(1e7)).padStart(7, "0")}`;
  for (let i = from; i < from + count; i += 1) {
    const [phone, pbx, trunk] = [`192.0.${pick(200)}.${pick(250)}`, `10.1.0.${pick(30)}`, `198.51.100.${pick(20)}`];
    const [caller, callee] = [digits(), pick(10) === 0 ? QUEUES[pick(QUEUES.length)]! : digits()];
    const startedAtUs = START_US + i * 2000;
    const media = `media:10.9.${pick(250)}.${pick(250)}:${10_000 + pick(50_000)}`;
    const leg = { startSeen: true, endedAtUs: 0, srcPort: 5060, callers: [caller], callees: [callee], diverted: [], agents: ["edge"], tenants: [] };
    yield { ...leg, id: `a${i}`, callId: `${i.toString(36)}-${pick(1e9)}@${phone}`, startedAtUs, src: phone, hops: [`${phone}:5060`, `${pbx}:5060`], keys: [media, `origin:- ${pick(1e9)} ${phone}`] };
    yield { ...leg, id: `b${i}`, callId: `${pick(1e9).toString(36)}-${i}@${pbx}`, startedAtUs: startedAtUs + 800, src: pbx, hops: [`${pbx}:5060`, `${trunk}:5060`], keys: [`media:${pbx}:${10_000 + pick(50_000)}`] };
  }
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Microseconds a leg through its life: begun and ended. */
function costAt(open: number): { us: number; bytes: number } {
  const random = seeded(open);
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
  const engine = createLinkEngine({ maxLegs: 1_000_000 });
  collect();
  const before = process.memoryUsage().heapUsed;
  for (const leg of conversations(0, open / 2, random)) engine.add(leg);
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / open;
  const measured = Array.from({ length: ROUNDS }, (_, round) => timeOf(engine, [...conversations(open / 2 + (round * MEASURED) / 2, MEASURED / 2, random)]));
  return { us: Math.min(...measured), bytes };
}

function timeOf(engine: LinkEngine, legs: readonly LegFacts[]): number {
  const started = performance.now();
  for (const leg of legs) engine.add(leg);
  for (const leg of legs) engine.add({ ...leg, endedAtUs: leg.startedAtUs + 60e6 });
  return ((performance.now() - started) * 1000) / legs.length;
}

costAt(2000);
const [few, some, many] = [costAt(1000), costAt(10_000), costAt(100_000)];
for (const [name, { us, bytes }] of [["1 k", few], ["10 k", some], ["100 k", many]] as const) console.log(`${name.padStart(5)} open: ${us.toFixed(1)} µs a leg, ${(bytes / 1024).toFixed(1)} KiB a leg`);
const ratio = many.us / few.us;
report("a leg among 100 k open ones against one among 1 k", `${ratio.toFixed(2)} ×`, "≤ 2 ×", ratio <= 2);
process.exitCode = ratio <= 2 ? 0 : 1;
