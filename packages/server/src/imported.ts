// How what was imported is known again in the archive: the peer under which packets of a file stand there, and the key of one packet.
import { createHash } from "node:crypto";
import { PAYLOAD_TYPE } from "@sipglass/model";

/** `NAME:0/import`, as `ip:port/transport` is for senders. */
export const importPeer = (file: string): string => `${file.replace(/[^\w.-]/g, "_").slice(-60) || "file"}:0/import`;

export interface PacketKey {
  /** Equal for copies of a message, whenever they were captured. */
  message: string;
  /** Event time in the frame. */
  us: number;
  isSip: boolean;
}

const HEADER_BYTES = 6;
const CHUNK = { seconds: 0x09, microseconds: 0x0a, payloadType: 0x0b, payload: 0x0f } as const;

/**
 * Equal for a HEP3 frame and what the archive has of it. Bodies of SIP are left out, because they may have been blanked on the way
 * (SIPGLASS_CENSOR_METHODS); ends, agent and headers tell one message from another.
 */
export function packetKey(frame: Uint8Array): PacketKey {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  const message = createHash("sha1");
  let [us, isSip] = [0, false];
  for (let at = HEADER_BYTES; at + HEADER_BYTES <= bytes.length; ) {
    const end = Math.min(bytes.length, at + Math.max(HEADER_BYTES, bytes.readUInt16BE(at + 4)));
    const type = bytes.readUInt16BE(at) === 0 ? bytes.readUInt16BE(at + 2) : -1;
    const body = bytes.subarray(at + HEADER_BYTES, end);
    if (type === CHUNK.seconds && body.length === 4) us += body.readUInt32BE() * 1e6;
    else if (type === CHUNK.microseconds && body.length === 4) us += body.readUInt32BE();
    else message.update(bytes.subarray(at, type === CHUNK.payload ? at + HEADER_BYTES + headersLength(body) : end));
    if (type === CHUNK.payloadType) isSip = body[0] === PAYLOAD_TYPE.SIP;
    at = end;
  }
  return { message: message.digest("base64"), us, isSip };
}

function headersLength(payload: Buffer): number {
  const bodyAt = payload.indexOf("\r\n\r\n");
  return bodyAt < 0 ? payload.length : bodyAt;
}
