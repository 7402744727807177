// What an installation does not want kept (DiscardMethod and CensorMethod of heplify-server): whole methods, or the bodies of some. Applied before
// anything else sees the packet, so that neither archive nor index ever has it.
import { encodeHep3, messagesIn } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet, type SipMessage } from "@sipglass/model";
import { deflateRawSync } from "node:zlib";
import { latin1 } from "../latin1.ts";

export interface KeepingPolicy {
  /** Methods (of CSeq: responses too) that are not kept. */
  discard: readonly string[];
  /** Methods whose bodies become as many `x`. */
  censor: readonly string[];
}

export interface Kept {
  frame: Buffer;
  packet: Packet;
}

/** The packet as it may be kept; "discarded" when it may not. undefined policy result = nothing to do for anybody. */
export type Policy = (frame: Buffer, packet: Packet) => Kept | "discarded";

export function createPolicy({ discard, censor }: KeepingPolicy): Policy | undefined {
  if (discard.length + censor.length === 0) return undefined;
  const unwanted = new Set(discard);
  const censored = new Set(censor);
  return (frame, packet) => {
    if (packet.payloadType !== PAYLOAD_TYPE.SIP) return { frame, packet };
    const text = latin1(packet.payload);
    const messages = messagesIn(text);
    if (messages.length > 0 && messages.every(({ cseqMethod }) => unwanted.has(cseqMethod))) return "discarded";
    const secret = messages.filter(({ cseqMethod, bodyAt, endAt }) => censored.has(cseqMethod) && bodyAt < endAt);
    return secret.length === 0 ? { frame, packet } : blanked(frame, packet, text, secret);
  };
}

function blanked(frame: Buffer, packet: Packet, text: string, messages: readonly SipMessage[]): Kept | "discarded" {
  let clean = text;
  for (const { bodyAt, endAt } of messages) clean = clean.slice(0, bodyAt) + "x".repeat(endAt - bodyAt) + clean.slice(endAt);
  const payload = Buffer.from(clean, "latin1");
  const kept: Packet = { ...packet, payload };
  if (packet.version === 3 && packet.payload.buffer === frame.buffer) {
    const copy = Buffer.from(frame);
    copy.set(payload, packet.payload.byteOffset - frame.byteOffset);
    return { frame: copy, packet: kept };
  }
  // It came compressed or in an older form: written anew, as version 3.
  const encoded = encodeHep3(kept, { deflate: (bytes) => deflateRawSync(bytes) });
  return encoded instanceof Uint8Array ? { frame: Buffer.from(encoded), packet: { ...kept, version: 3 } } : "discarded";
}
