// What is no SIP as text for people: agents' JSON and log lines as they came, RTCP in bytes (as captures have it) as JSON of what it says.
import { decodeRtcpPayload, toLatin1, utf8Text } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";

/** RFC 3550 §6.4.1: RTCP begins with version 2 in two bits; no JSON does. */
const isRtcpBytes = (payload: Uint8Array): boolean => payload.length > 0 && payload[0]! >> 6 === 2;

export function payloadText({ payloadType, payload }: Packet): string {
  if (payloadType === PAYLOAD_TYPE.RTCP_JSON && isRtcpBytes(payload)) {
    const reports = decodeRtcpPayload(payload);
    if (reports.ok) return JSON.stringify({ rtcp: reports.value }, snakeCase, 2);
  }
  return utf8Text(toLatin1(payload));
}

/** Names as in all of the API's JSON: `jitterTicks` → `jitter_ticks`. */
function snakeCase(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), of]));
}
