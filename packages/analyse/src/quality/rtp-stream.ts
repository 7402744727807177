// One RTP stream, packet by packet, keeping none: loss and its bursts, jitter, late packets, digits, and the same for each few seconds.
import type { RtpHeader } from "@sipglass/decode";
import type { DtmfEvent } from "@sipglass/model";
import { createDigits } from "./rtp-digits.ts";
import { createSequenceTracker, type SequenceFacts } from "./rtp-sequence.ts";
import { createTiming, type TimingFacts } from "./rtp-timing.ts";

export interface RtpFormat {
  /** As in SDP. */
  name: string;
  clockRateHz: number;
}

export interface RtpStreamOptions {
  /** What a payload type means here; undefined = unknown. */
  formatOf(payloadType: number): RtpFormat | undefined;
  /** Of the receiver that is imagined. */
  jitterBufferMs?: number;
  intervalUs?: number;
}

export interface RtpInterval {
  fromUs: number;
  toUs: number;
  received: number;
  lost: number;
  bursts: number;
  late: number;
  /** At its end. */
  jitterMs: number;
}

export interface RtpStreamFacts extends SequenceFacts, TimingFacts {
  fromUs: number;
  toUs: number;
  /** Of most packets, digits and comfort noise left out; "" when nothing names it. */
  codec: string;
  clockRateHz: number;
  /** Most frequent step between packets, in ms; 0 = unknown. */
  ptimeMs: number;
  payloadTypes: number[];
  late: number;
  jitterBufferMs: number;
  timestampJumps: number;
  talkSpurts: number;
  comfortNoise: number;
  dtmf: DtmfEvent[];
  intervals: RtpInterval[];
}

export interface RtpStream {
  packet(header: RtpHeader, atUs: number): void;
  finish(): RtpStreamFacts;
}

/** Common for phones; the report says which one was taken. */
const JITTER_BUFFER_MS = 60;
const INTERVAL_US = 5_000_000;
const MOST_INTERVALS = 20_000;
/** Time stamp and arrival disagree by more than any buffer bridges. */
const JUMP_MS = 1000;
const DEFAULT_CLOCK_HZ = 8000;
const COMFORT_NOISE = 13;

export function createRtpStream({ formatOf, jitterBufferMs = JITTER_BUFFER_MS, intervalUs = INTERVAL_US }: RtpStreamOptions): RtpStream {
  const intervals: RtpInterval[] = [];
  const timing = createTiming(jitterBufferMs);
  const digits = createDigits();
  const sequence = createSequenceTracker(({ from, to, atUs }) => {
    const interval = intervals.findLast((one) => one.fromUs <= atUs) ?? intervals[0];
    if (!interval) return;
    interval.lost += to - from + 1;
    interval.bursts += 1;
  });
  const types = new Map<number, number>();
  const steps = new Map<number, number>();
  let [fromUs, toUs, late, timestampJumps, talkSpurts, comfortNoise] = [0, 0, 0, 0, 0, 0];
  let last: { atUs: number; timestamp: number; ticks: number; noise: boolean; highest: number } | undefined;

  const intervalAt = (atUs: number): RtpInterval => {
    const current = intervals.at(-1);
    if (current && (atUs < current.fromUs + intervalUs || intervals.length >= MOST_INTERVALS)) return current;
    const fresh = { fromUs: atUs, toUs: atUs, received: 0, lost: 0, bursts: 0, late: 0, jitterMs: current?.jitterMs ?? 0 };
    intervals.push(fresh);
    return fresh;
  };

  return {
    packet({ sequence: number, timestamp, payloadType, marker, payload }, atUs) {
      if (fromUs === 0) fromUs = atUs;
      toUs = Math.max(toUs, atUs);
      const arrival = sequence.arrive(number, atUs);
      const interval = intervalAt(atUs);
      interval.toUs = Math.max(interval.toUs, atUs);
      if (arrival !== "duplicate") interval.received += 1;
      types.set(payloadType, (types.get(payloadType) ?? 0) + 1);
      const format = formatOf(payloadType);
      const clockRateHz = format?.clockRateHz || DEFAULT_CLOCK_HZ;
      if (isEvent(format)) return digits.packet(payload, timestamp, atUs, clockRateHz);
      const noise = payloadType === COMFORT_NOISE || format?.name.toUpperCase() === "CN";
      if (noise) comfortNoise += 1;
      if (marker) talkSpurts += 1;
      const ticks = last ? last.ticks + ((timestamp - last.timestamp) | 0) : timestamp;
      const stepMs = last ? ((ticks - last.ticks) / clockRateHz) * 1000 : 0;
      const jumped = last !== undefined && Math.abs(stepMs - (atUs - last.atUs) / 1000) > JUMP_MS;
      if (jumped) timestampJumps += 1;
      if (last && sequence.highest === last.highest + 1 && stepMs > 0) steps.set(stepMs, (steps.get(stepMs) ?? 0) + 1);
      const packet = { atUs, ticks, clockRateHz, regular: !marker && !noise && last?.noise !== true && !jumped };
      interval.jitterMs = timing.arrive(packet);
      if (timing.isLate(packet) && arrival !== "duplicate") {
        late += 1;
        interval.late += 1;
      }
      last = { atUs, timestamp, ticks, noise, highest: sequence.highest };
    },
    finish() {
      const main = [...types]
        .filter(([type]) => type !== COMFORT_NOISE && !isEvent(formatOf(type)))
        .toSorted((a, b) => b[1] - a[1])[0]?.[0];
      const format = main === undefined ? undefined : formatOf(main);
      return {
        ...sequence.facts(),
        ...timing.facts(),
        fromUs,
        toUs,
        codec: format?.name ?? "",
        clockRateHz: format?.clockRateHz || DEFAULT_CLOCK_HZ,
        ptimeMs: [...steps].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0,
        payloadTypes: [...types.keys()],
        late,
        jitterBufferMs,
        timestampJumps,
        talkSpurts,
        comfortNoise,
        dtmf: digits.events(),
        intervals,
      };
    },
  };
}

const isEvent = (format: RtpFormat | undefined): boolean => format?.name.toLowerCase() === "telephone-event";
