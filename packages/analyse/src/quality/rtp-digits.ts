// Keys pressed, as telephone events in the media (RFC 4733): one event is one time stamp, however many packets repeat it.
import { decodeTelephoneEvent } from "@sipglass/decode";
import type { DtmfEvent } from "@sipglass/model";

export interface Digits {
  packet(payload: Uint8Array, timestamp: number, atUs: number, clockRateHz: number): void;
  events(): DtmfEvent[];
}

const MOST_EVENTS = 1000;
/** RFC 4733 §2.5.1.4: the end is sent three times; what is farther apart is another press, whatever its time stamp. */
const SAME_EVENT_US = 10_000_000;

export function createDigits(): Digits {
  const events: DtmfEvent[] = [];
  let last: { timestamp: number; digit: string; event: DtmfEvent } | undefined;
  return {
    packet(payload, timestamp, atUs, clockRateHz) {
      const decoded = decodeTelephoneEvent(payload);
      if (!decoded.ok || decoded.value.digit === "") return;
      const { digit, durationTicks } = decoded.value;
      const durationMs = (durationTicks / clockRateHz) * 1000;
      if (last?.timestamp === timestamp && last.digit === digit && atUs - last.event.atUs < SAME_EVENT_US) {
        last.event.durationMs = Math.max(last.event.durationMs, durationMs);
        return;
      }
      if (events.length >= MOST_EVENTS) return;
      const event = { digit, atUs, durationMs };
      events.push(event);
      last = { timestamp, digit, event };
    },
    events: () => events,
  };
}
