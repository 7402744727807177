// A run in real time: every one or two milliseconds it sends what has come due. It catches up after a stall and says how late it was.
import { expectedCall } from "./expected-call.ts";
import type { FrameSender } from "./frame-sender.ts";
import { manifestOf, type Manifest } from "./manifest.ts";
import { meanFrames, Traffic } from "./traffic.ts";
import { createTcpSender } from "./tcp-sender.ts";
import { createUdpSender } from "./udp-sender.ts";
import { compileVariants, variantNumber, type Variant, type VariantStep } from "./variants.ts";

export interface SimulationOptions {
  host: string;
  port: number;
  transport: "udp" | "tcp";
  seed: number;
  firstCall: number;
  rate: number;
  /** How long calls begin; the run ends when the last of them has ended. */
  seconds: number;
  /** Number of calls; undefined: as many as rate × seconds frames make. */
  calls?: number;
  agents: number;
  shape: string;
  talkS: number;
  ringS: number;
  authKey: string;
}

export interface SimulationControl {
  /** Aborted: no further calls begin, those under way are played to their end. */
  signal?: AbortSignal;
  onProgress?(progress: { sent: number; open: number; elapsedS: number }): void;
}

const TICK_MS = 2;
/** Between two bursts the event loop gets its turn, for sockets and timers. */
const BURST = 1000;
const PROGRESS_MS = 1000;
const CLOSE_MS = 10_000;

export async function runSimulation(options: SimulationOptions, control: SimulationControl = {}): Promise<Manifest> {
  const variants = compileVariants(options);
  const calls = options.calls ?? Math.max(1, Math.round((options.rate * options.seconds) / meanFrames(variants)));
  const sender = await (options.transport === "udp" ? createUdpSender : createTcpSender)(options, options.agents);
  const startedUs = wallUs();
  const run = new Run(new Traffic({ ...options, calls, startUs: startedUs }, variants), sender, startedUs, options.ringS + 1.75 * options.talkS + 1, control);
  const cpu = process.cpuUsage();
  await run.toTheEnd();
  const used = process.cpuUsage(cpu);
  const endedUs = wallUs();
  await sender.close(CLOSE_MS);
  return manifestOf(
    {
      seed: options.seed, first_call: options.firstCall, calls: run.traffic.begun, rate: options.rate, target: `${options.host}:${options.port}`, transport: options.transport,
      options: { shape: options.shape, agents: options.agents, talkS: options.talkS, ringS: options.ringS }, complete: run.traffic.begun === calls,
      ...plannedCounts(options, variants, run.traffic.begun), kinds: run.kinds(),
    },
    { startedUs, endedUs, counts: sender.counts, steady: run.steadyRate(), lateMs: run.lateUs / 1000, cpuCores: (used.user + used.system) / (endedUs - startedUs) },
  );
}

/** Epoch µs from the monotonic clock: a step of the wall clock must not burst or stall the traffic. */
const originUs = performance.timeOrigin * 1000;
const wallUs = (): number => Math.floor(originUs + performance.now() * 1000);

class Run {
  readonly traffic: Traffic;
  lateUs = 0;
  readonly #sender: FrameSender;
  readonly #startedUs: number;
  readonly #control: SimulationControl;
  readonly #kinds = new Map<string, number>();
  /** Frames sent by second. */
  readonly #bySecond: number[] = [];
  readonly #oldestS: number;
  #lastBegunS = 0;

  /** `oldestS`: how long the longest call lives. */
  constructor(traffic: Traffic, sender: FrameSender, startedUs: number, oldestS: number, control: SimulationControl) {
    this.#oldestS = oldestS;
    this.traffic = traffic;
    this.#sender = sender;
    this.#startedUs = startedUs;
    this.#control = control;
    control.signal?.addEventListener("abort", () => traffic.stop(), { once: true });
  }

  readonly #send = (step: VariantStep, agent: number): void => {
    this.#sender.send(step, agent);
    this.#kinds.set(step.kind, (this.#kinds.get(step.kind) ?? 0) + 1);
  };

  async toTheEnd(): Promise<void> {
    let nextProgress = performance.now() + PROGRESS_MS;
    while (!this.traffic.done) {
      const behind = this.#burst();
      if (performance.now() > nextProgress) {
        nextProgress += PROGRESS_MS;
        this.#control.onProgress?.({ sent: this.#sender.counts.sent, open: this.traffic.open, elapsedS: (wallUs() - this.#startedUs) / 1_000_000 });
      }
      await (behind ? new Promise((resolve) => setImmediate(resolve)) : new Promise((resolve) => setTimeout(resolve, TICK_MS)));
    }
  }

  /** True when more is due than was sent. */
  #burst(): boolean {
    const most = Math.min(BURST, this.#sender.room());
    if (most <= 0) return false;
    const nowUs = wallUs();
    const sent = this.traffic.advance(nowUs, this.#send, most);
    this.#sender.flush();
    const second = Math.floor((nowUs - this.#startedUs) / 1_000_000);
    this.#bySecond[second] = (this.#bySecond[second] ?? 0) + sent;
    if (!this.traffic.allBegun) this.#lastBegunS = second;
    this.lateUs = Math.max(this.lateUs, nowUs - this.traffic.reachedUs);
    return sent >= most;
  }

  kinds(): Record<string, number> {
    return Object.fromEntries([...this.#kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Mean of the seconds in which calls of every age were under way and others still began; of a shorter run, its best second. */
  steadyRate(): number {
    const seconds = Array.from(this.#bySecond, (sent) => sent ?? 0);
    const steady = seconds.slice(Math.ceil(this.#oldestS), this.#lastBegunS);
    return steady.length === 0 ? Math.max(0, ...seconds) : steady.reduce((sum, sent) => sum + sent, 0) / steady.length;
  }
}

function plannedCounts(options: SimulationOptions, variants: readonly Variant[], calls: number): Pick<Manifest, "expected" | "retransmissions" | "reports"> {
  const counts = { expected: { kinds: {} as Record<string, number>, states: {} as Record<string, number> }, retransmissions: 0, reports: 0 };
  for (let i = 0; i < calls; i++) {
    const { shape, retransmissions, reports } = variants[variantNumber(options.seed, options.firstCall + i, variants.length)] as Variant;
    counts.expected.kinds[shape.kind] = (counts.expected.kinds[shape.kind] ?? 0) + 1;
    if (shape.kind === "call") counts.expected.states[shape.state] = (counts.expected.states[shape.state] ?? 0) + 1;
    counts.retransmissions += retransmissions;
    counts.reports += reports;
  }
  return counts;
}

/** Every call of a run, one JSON a line, for whoever cannot call `expectedCall`. */
export function* expectedLines(manifest: Pick<Manifest, "seed" | "first_call" | "calls" | "options">): Generator<string> {
  for (let i = 0; i < manifest.calls; i++) yield `${JSON.stringify(expectedCall(manifest.seed, manifest.first_call + i, manifest.options))}\n`;
}
