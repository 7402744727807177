// What a search in messages looks at: the text of an archived packet, and single headers in it. Cheaper than the view of a whole call.
import { decodeHep, headerOf, parseSip } from "@sipglass/decode";
import { PAYLOAD_TYPE } from "@sipglass/model";
import type { ViewPorts } from "./view.ts";

/** One character a byte; "" for what carries no text (media, what cannot be decoded). */
export function packetText(frame: Uint8Array, { inflate, latin1 }: ViewPorts): string {
  const decoded = decodeHep(frame, { inflate });
  return decoded.ok && decoded.value.payloadType !== PAYLOAD_TYPE.RTP ? latin1(decoded.value.payload) : "";
}

/** The first value of each header (lower-case names) that the message has; {} when it is no SIP message. */
export function headersIn(text: string, names: readonly string[]): Record<string, string> {
  const parsed = parseSip(text);
  if (!parsed.ok) return {};
  return Object.fromEntries(names.flatMap((name) => {
    const value = headerOf(parsed.value, name);
    return value === undefined ? [] : [[name, value]];
  }));
}
