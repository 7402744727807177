// Frames for tests: small SIP messages in HEP3, between two ends, with the fields that a test wants to vary.
import { encodeHep3 } from "@sipglass/decode";
import type { Packet } from "@sipglass/model";
import type { SlabMessage } from "../slab.ts";

export interface SipParts {
  start: string;
  callId: string;
  cseq: string;
  branch?: string;
  fromTag?: string;
  toTag?: string;
  extra?: string;
}

export function sipText({ start, callId, cseq, branch = "z9hG4bK1", fromTag = "f1", toTag = "", extra = "" }: SipParts): string {
  const lines = [
    start, `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=${branch}`, `From: "Ada" <sip:ada@example.org>;tag=${fromTag}`,
    `To: <sip:bob@example.org>${toTag ? `;tag=${toTag}` : ""}`, `Call-ID: ${callId}`, `CSeq: ${cseq}`, "Content-Length: 0",
  ];
  if (extra) lines.splice(1, 0, extra);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

export function packetOf(payload: string, timeUs: number, changes: Partial<Packet> = {}): Packet {
  return {
    version: 0, ipVersion: 4, ipProtocol: 17, src: "192.0.2.1", srcPort: 5060, dst: "192.0.2.2", dstPort: 5060, timeUs, payloadType: 1, agentId: 7, agentName: "7",
    correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(payload, "latin1"), ...changes,
  };
}

export function frameOf(packet: Packet, withAuthKey = false): Buffer {
  const frame = encodeHep3(packet, { withAuthKey });
  if (!(frame instanceof Uint8Array)) throw new Error(`the fixture does not fit: ${frame.reason}`);
  return Buffer.from(frame);
}

const BACK: Partial<Packet> = { src: "192.0.2.2", dst: "192.0.2.1" };

/** INVITE, 180, 200, ACK, BYE, 200: seven seconds of a call, `startUs` on. */
export function answeredCall(callId: string, startUs: number): Buffer[] {
  const at = (seconds: number): number => startUs + seconds * 1e6;
  const invite = { callId, cseq: "1 INVITE" };
  const bye = { callId, cseq: "2 BYE", branch: "z9hG4bK3", toTag: "t1" };
  return [
    frameOf(packetOf(sipText({ ...invite, start: "INVITE sip:bob@example.org SIP/2.0" }), at(0))),
    frameOf(packetOf(sipText({ ...invite, start: "SIP/2.0 180 Ringing", toTag: "t1" }), at(1), BACK)),
    frameOf(packetOf(sipText({ ...invite, start: "SIP/2.0 200 OK", toTag: "t1" }), at(3), BACK)),
    frameOf(packetOf(sipText({ callId, cseq: "1 ACK", branch: "z9hG4bK2", start: "ACK sip:bob@192.0.2.2 SIP/2.0", toTag: "t1" }), at(3.1))),
    frameOf(packetOf(sipText({ ...bye, start: "BYE sip:bob@192.0.2.2 SIP/2.0" }), at(7))),
    frameOf(packetOf(sipText({ ...bye, start: "SIP/2.0 200 OK" }), at(7.05), BACK)),
  ];
}

/** A slab as the receiver would fill it. */
export function slabOf(frames: readonly Buffer[], receivedUs: number, peer = "10.9.8.7:1234/udp"): SlabMessage {
  const parts = frames.map((frame) => {
    const header = Buffer.alloc(16);
    header.writeUInt32LE(frame.length, 0);
    header.writeDoubleLE(receivedUs, 8);
    return Buffer.concat([header, frame, Buffer.alloc((8 - (frame.length % 8)) % 8)]);
  });
  const bytes = Buffer.concat(parts);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return { kind: "slab", buffer, used: bytes.length, count: frames.length, peers: [peer], throughUs: receivedUs, imported: false };
}
