// The traffic of a run as a stream of frames in time: calls begin evenly, interleave, and every frame is stamped with its due time.
// No clock and no socket here: `advance(toUs, send)` is given both, so that a run can be real, or as fast as a test wants it.
import { FIELDS_LENGTH, fillFields } from "./call-fields.ts";
import { patch } from "./template.ts";
import { TimeWheel } from "./time-wheel.ts";
import { compileVariants, variantNumber, type Variant, type VariantOptions, type VariantStep } from "./variants.ts";

export interface TrafficOptions extends VariantOptions {
  /** Frames a second once calls of every age are under way. */
  rate: number;
  /** Number of calls (registrations and keep-alives count as calls). */
  calls: number;
  /** Event time at which the first call begins, epoch µs. */
  startUs: number;
  /** Capture agents: call `index` is seen by agent `index % agents`. */
  agents?: number;
  /** Mean seconds of talking; each call takes 0.25 to 1.75 times that. */
  talkS?: number;
  /** Longest ringing; the shortest is a tenth of it. */
  ringS?: number;
  /** Index of the first call, so that several senders can share one seed. */
  firstCall?: number;
}

export const DEFAULTS = { seed: 1, agents: 4, talkS: 2, ringS: 1.5, rate: 1000 } as const;

/** `step.bytes` is the frame, and stays valid until `send` returns. A sender that must keep it puts a copy in its place. */
export type SendFrame = (step: VariantStep, agent: number, timeUs: number) => void;

const SLAB_CALLS = 1024;

/** Mean frames a call over the variants, by which a rate of frames becomes a rate of calls. */
export function meanFrames(variants: readonly Variant[]): number {
  return variants.reduce((sum, { steps }) => sum + steps.length, 0) / variants.length;
}

export class Traffic {
  readonly variants: readonly Variant[];
  readonly #options: Required<Omit<TrafficOptions, "shape" | "authKey">>;
  readonly #spacingUs: number;
  readonly #wheel: TimeWheel;
  readonly #slabs: Uint8Array[] = [];
  readonly #free: number[] = [];
  // Per place of an open call.
  #variant: Variant[] = [];
  #step: number[] = [];
  #agent: number[] = [];
  #startUs: number[] = [];
  #ringUs: number[] = [];
  #talkUs: number[] = [];
  #begun = 0;
  #stopped = false;

  constructor(options: TrafficOptions, variants = compileVariants(options)) {
    this.#options = { agents: DEFAULTS.agents, talkS: DEFAULTS.talkS, ringS: DEFAULTS.ringS, firstCall: 0, ...options };
    this.variants = variants;
    this.#spacingUs = (1_000_000 * meanFrames(variants)) / options.rate;
    this.#wheel = new TimeWheel(options.startUs);
  }

  get begun(): number {
    return this.#begun;
  }

  get open(): number {
    return this.#variant.length - this.#free.length;
  }

  /** Everything before this moment is sent. */
  get reachedUs(): number {
    return this.#wheel.tickUs;
  }

  get allBegun(): boolean {
    return this.#stopped || this.#begun === this.#options.calls;
  }

  get done(): boolean {
    return this.open === 0 && this.allBegun;
  }

  /** No further calls begin; those under way go on to their end. */
  stop(): void {
    this.#stopped = true;
  }

  /** Sends what is due until `toUs`, at most `most` frames, and says how many: fewer than `most` means all is sent. */
  advance(toUs: number, send: SendFrame, most = Number.POSITIVE_INFINITY): number {
    let sent = 0;
    while (this.#wheel.tickUs <= toUs) {
      this.#beginUntil(Math.min(toUs, this.#wheel.tickEndUs));
      for (let place = this.#wheel.take(); place >= 0; place = this.#wheel.take()) {
        this.#sendStep(place, send);
        if (++sent >= most) return sent;
      }
      if (this.#wheel.tickEndUs > toUs) return sent;
      this.#wheel.turn();
    }
    return sent;
  }

  #beginUntil(untilUs: number): void {
    while (!this.#stopped && this.#begun < this.#options.calls) {
      const startUs = Math.floor(this.#options.startUs + this.#begun * this.#spacingUs);
      if (startUs > untilUs) return;
      this.#begin(this.#options.firstCall + this.#begun++, startUs);
    }
  }

  #begin(index: number, startUs: number): void {
    const { seed, agents } = this.#options;
    const place = this.#free.pop() ?? this.#grow();
    const variant = this.variants[variantNumber(seed, index, this.variants.length)] as Variant;
    const chance = fillFields(this.#slab(place), slabOffset(place), seed, index, agents);
    const { ringUs, talkUs } = callTimes(chance, this.#options);
    this.#variant[place] = variant;
    this.#step[place] = 0;
    this.#agent[place] = index % agents;
    this.#startUs[place] = startUs;
    this.#ringUs[place] = ringUs;
    this.#talkUs[place] = talkUs;
    this.#wheel.add(place, startUs);
  }

  #grow(): number {
    const place = this.#variant.length;
    if (place % SLAB_CALLS === 0) this.#slabs.push(new Uint8Array(SLAB_CALLS * FIELDS_LENGTH));
    return place;
  }

  #slab(place: number): Uint8Array {
    return this.#slabs[Math.floor(place / SLAB_CALLS)] as Uint8Array;
  }

  #dueUs(place: number, step: VariantStep): number {
    return Math.floor((this.#startUs[place] as number) + step.baseUs + step.rings * (this.#ringUs[place] as number) + step.talks * (this.#talkUs[place] as number));
  }

  #sendStep(place: number, send: SendFrame): void {
    const { steps } = this.#variant[place] as Variant;
    const number = this.#step[place] as number;
    const step = steps[number] as VariantStep;
    const dueUs = this.#dueUs(place, step);
    patch(step, this.#slab(place), slabOffset(place), dueUs);
    send(step, this.#agent[place] as number, dueUs);
    const next = steps[number + 1];
    if (next === undefined) return void this.#free.push(place);
    this.#step[place] = number + 1;
    this.#wheel.add(place, this.#dueUs(place, next));
  }
}

const slabOffset = (place: number): number => (place % SLAB_CALLS) * FIELDS_LENGTH;

/** How long a call rings and talks, in whole milliseconds. */
export function callTimes(chance: { ring: number; talk: number }, { ringS, talkS }: { ringS: number; talkS: number }): { ringUs: number; talkUs: number } {
  return { ringUs: Math.round(ringS * 1000 * (0.1 + 0.9 * chance.ring)) * 1000, talkUs: Math.round(talkS * 1000 * (0.25 + 1.5 * chance.talk)) * 1000 };
}
