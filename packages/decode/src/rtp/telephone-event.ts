// DTMF and other events in RTP (RFC 4733 §2.3): four bytes, sent again and again while the key is held, three times at its end.
import { decoded, refused, type Decoded } from "@sipglass/model";
import { u16 } from "../ip/network-bytes.ts";

export interface TelephoneEvent {
  event: number;
  /** 0–9 * # A–D, "flash"; "" for events that are no key. */
  digit: string;
  /** Set on the last packets of an event. */
  end: boolean;
  /** Below 0 dBm0: 10 means −10 dBm0. */
  volumeDb: number;
  /** Since the event's time stamp, in ticks of the RTP clock. */
  durationTicks: number;
}

const DIGITS = "0123456789*#ABCD";
const FLASH = 16;

/** `payload` may hold several events; the first is read. */
export function decodeTelephoneEvent(payload: Uint8Array): Decoded<TelephoneEvent> {
  if (payload.length < 4) return refused("rtp_malformed", payload.length);
  const event = payload[0]!;
  const digit = event === FLASH ? "flash" : (DIGITS[event] ?? "");
  return decoded({ event, digit, end: (payload[1]! & 0x80) !== 0, volumeDb: payload[1]! & 0x3f, durationTicks: u16(payload, 2) });
}
