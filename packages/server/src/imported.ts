// How what was imported is known again in the archive: the peer under which packets of a file stand there, and the key of one packet.
import { hash } from "node:crypto";

/** `NAME:0/import`, as `ip:port/transport` is for senders. */
export const importPeer = (file: string): string => `${file.replace(/[^\w.-]/g, "_").slice(-60) || "file"}:0/import`;

/**
 * Equal for a HEP3 frame and what the archive has of it. Bodies of SIP are left out, because they may have been blanked on the way
 * (SIPGLASS_CENSOR_METHODS); time, ends, agent and headers tell one message from another.
 */
export function frameKey(frame: Uint8Array): string {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  const bodyAt = bytes.indexOf("\r\n\r\n");
  return hash("sha1", bodyAt < 0 ? bytes : bytes.subarray(0, bodyAt), "base64");
}
