// What a search in messages looks at: the text of an archived packet, and single headers in it. Cheaper than the view of a whole call.
import { decodeHep, headerOf, messagesOfCalls, parseSip } from "@sipglass/decode";
import { PAYLOAD_TYPE } from "@sipglass/model";
import type { ViewPorts } from "./view.ts";

/** What it says of the call: one character a byte; "" for what carries no text (media, what cannot be decoded). Messages of other calls beside its own are not the call's. */
export function packetText(frame: Uint8Array, callId: string, { inflate, latin1 }: ViewPorts): string {
  const decoded = decodeHep(frame, { inflate });
  if (!decoded.ok || decoded.value.payloadType === PAYLOAD_TYPE.RTP) return "";
  const text = latin1(decoded.value.payload);
  return decoded.value.payloadType === PAYLOAD_TYPE.SIP ? (messagesOfCalls(text, new Set([callId])) ?? "") : text;
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
