// Media ports that an SDP in a SIP message announces (RFC 8866 §5.14). Only a hint for telling RTP from other datagrams: sdp/ reads SDP
// properly.
import { toLatin1 } from "../sip/latin1.ts";

const MEDIA_LINE = /^m=[a-z]+ (\d{1,5})/gm;
const M_EQUALS = [10, 0x6d, 0x3d];

export function announcedPorts(message: Uint8Array): number[] {
  const at = firstMediaLine(message);
  if (at < 0) return [];
  const ports = Array.from(toLatin1(message.subarray(at)).matchAll(MEDIA_LINE), (match) => Number(match[1]));
  return ports.filter((port) => port > 0 && port < 65_535);
}

/** Most messages have no SDP: looked for without making text. */
function firstMediaLine(b: Uint8Array): number {
  for (let at = b.indexOf(M_EQUALS[0]!); at >= 0; at = b.indexOf(M_EQUALS[0]!, at + 1)) {
    if (b[at + 1] === M_EQUALS[1] && b[at + 2] === M_EQUALS[2]) return at + 1;
  }
  return -1;
}
