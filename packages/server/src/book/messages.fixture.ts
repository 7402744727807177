// Messages of one plain call for tests of the book, said at seconds after the start.
import { frameOf, packetOf, sipText } from "../pipeline/frames.fixture.ts";
import { START_US, type Heard } from "./site.fixture.ts";

/** Microseconds. */
export const S = 1e6;
export const at = (seconds: number): number => START_US + seconds * S;
/** Four hours later. */
export const FAR_US = at(4 * 3600);

export interface Said {
  seconds: number;
  start: string;
  cseq: string;
  callId?: string;
  back?: boolean;
  toTag?: string;
}

/** One message between two ends, heard when it was sent. */
export const say = ({ seconds, start, cseq, callId = "one@host", back = false, toTag = "t1" }: Said): Heard => ({
  frame: frameOf(packetOf(sipText({ start, callId, cseq, toTag, branch: `z9hG4bK${cseq.replace(" ", "")}` }), at(seconds), back ? { src: "192.0.2.2", dst: "192.0.2.1" } : {})),
  receivedUs: at(seconds),
});

/** INVITE, 180, 200, ACK. */
export const answered = (seconds = 0, callId = "one@host"): Heard[] => [
  say({ seconds, callId, start: "INVITE sip:bob@example.org SIP/2.0", cseq: "1 INVITE", toTag: "" }),
  say({ seconds: seconds + 1, callId, start: "SIP/2.0 180 Ringing", cseq: "1 INVITE", back: true }),
  say({ seconds: seconds + 3, callId, start: "SIP/2.0 200 OK", cseq: "1 INVITE", back: true }),
  say({ seconds: seconds + 3.1, callId, start: "ACK sip:bob@192.0.2.2 SIP/2.0", cseq: "1 ACK" }),
];
/** BYE and its 200. */
export const ended = (seconds: number, callId = "one@host"): Heard[] => [
  say({ seconds, callId, start: "BYE sip:bob@192.0.2.2 SIP/2.0", cseq: "2 BYE" }),
  say({ seconds: seconds + 0.05, callId, start: "SIP/2.0 200 OK", cseq: "2 BYE", back: true }),
];
export const info = (seconds: number, number: number, callId = "one@host"): Heard => say({ seconds, callId, start: "INFO sip:bob@192.0.2.2 SIP/2.0", cseq: `${number} INFO` });
export const rtcp = (seconds: number, callId = "one@host"): Heard => ({
  frame: frameOf(packetOf(`{"type":200,"ssrc":${Math.round(seconds * 1000)}}`, at(seconds), { payloadType: 5, correlationId: callId })), receivedUs: at(seconds),
});
