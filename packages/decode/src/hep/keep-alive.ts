// Keep-alives: what senders and phones emit only to hold a NAT binding or a connection open (RFC 5626 §3.5.1: CRLF; others NUL bytes).
import { PAYLOAD_TYPE } from "@sipglass/model";

/** Longer runs of blanks are not sent by anyone; scanning stops there. */
const LONGEST = 64;

/** True for an empty payload and for one of nothing but CR and LF (for SIP also NUL and blank). */
export function isKeepAlive(payload: Uint8Array, payloadType: number): boolean {
  if (payload.length > LONGEST) return false;
  const sip = payloadType === PAYLOAD_TYPE.SIP;
  for (let i = 0; i < payload.length; i++) {
    const byte = payload[i]!;
    if (byte !== 13 && byte !== 10 && !(sip && (byte === 0 || byte === 32))) return false;
  }
  return true;
}
