// A leg for tests of quality: an answered call between 10.0.0.1:40000 (caller) and 10.0.0.2:50000 (callee), and whatever RTCP is put in.
import { emptyCall, PAYLOAD_TYPE, type Call, type MessageView } from "@sipglass/model";
import type { QualityLeg } from "./quality-of.ts";

export const START_US = 1_700_000_000_000_000;
export const CALLER = { ip: "10.0.0.1", port: 40_000 };
export const CALLEE = { ip: "10.0.0.2", port: 50_000 };
export const ANSWERED_MS = 2000;

export interface End {
  ip: string;
  port: number;
}

/** RTCP beside RTP. */
export const rtcp = ({ ip, port }: End): End => ({ ip, port: port + 1 });

function view(atMs: number, from: End, to: End, change: Partial<MessageView>): MessageView {
  const timeUs = START_US + Math.round(atMs * 1000);
  return {
    ref: `test:${atMs}:${from.port}`,
    timeUs,
    receivedUs: timeUs,
    payloadType: PAYLOAD_TYPE.SIP,
    method: "",
    statusCode: 0,
    statusText: "",
    cseq: 1,
    cseqMethod: "INVITE",
    callId: "leg@test",
    branch: "z9hG4bK1",
    fromTag: "a",
    toTag: "b",
    requestUri: "",
    src: from.ip,
    srcPort: from.port,
    dst: to.ip,
    dstPort: to.port,
    transport: "udp",
    agent: "proxy",
    retransmission: false,
    alsoSeenBy: [],
    bodyKind: "",
    raw: "",
    ...change,
  };
}

export const sdp = ({ ip, port }: End, formats = "8", lines = ""): string =>
  `v=0\r\no=- 1 1 IN IP4 ${ip}\r\ns=-\r\nc=IN IP4 ${ip}\r\nt=0 0\r\nm=audio ${port} RTP/AVP ${formats}\r\n${lines}`;

export interface SipOptions {
  cseq?: string;
  body?: string;
  contentType?: string;
  headers?: string;
  fromTag?: string;
  toTag?: string;
}

/** `start` is "INVITE sip:…" or "200 OK". */
export function sipView(atMs: number, from: End, to: End, start: string, options: SipOptions = {}): MessageView {
  const { cseq = "1 INVITE", body = "", contentType = "application/sdp", headers = "", fromTag = "a", toTag = "b" } = options;
  const code = /^\d{3}/.exec(start)?.[0];
  const first = code ? `SIP/2.0 ${start}` : `${start} SIP/2.0`;
  const raw =
    `${first}\r\nVia: SIP/2.0/UDP ${from.ip};branch=z9hG4bK1\r\nFrom: <sip:alice@example.org>;tag=${fromTag}\r\nTo: <sip:bob@example.org>;tag=${toTag}\r\n` +
    `Call-ID: leg@test\r\nCSeq: ${cseq}\r\n${headers}${body === "" ? "" : `Content-Type: ${contentType}\r\n`}Content-Length: ${body.length}\r\n\r\n${body}`;
  const kind = body === "" ? "" : contentType === "application/sdp" ? "sdp" : contentType.slice(contentType.indexOf("/") + 1);
  return view(atMs, from, to, {
    method: code ? "" : start.split(" ")[0]!,
    statusCode: Number(code ?? 0),
    cseq: Number(cseq.split(" ")[0]),
    cseqMethod: cseq.split(" ")[1]!,
    fromTag,
    toTag,
    bodyKind: kind,
    raw,
  });
}

export const otherView = (atMs: number, from: End, to: End, payloadType: number, raw: string, agent = "media"): MessageView =>
  view(atMs, from, to, { payloadType, raw, agent, cseq: 0, cseqMethod: "", fromTag: "", toTag: "", branch: "" });

export const rtcpView = (atMs: number, from: End, to: End, json: object, agent?: string): MessageView =>
  otherView(atMs, rtcp(from), rtcp(to), PAYLOAD_TYPE.RTCP_JSON, JSON.stringify(json), agent);

/** Offer and answer, PCMA unless said otherwise. */
export function answered(formats = "8", lines = "", caller: End = CALLER, callee: End = CALLEE): MessageView[] {
  return [
    sipView(0, caller, callee, "INVITE sip:bob@example.org", { body: sdp(caller, formats, lines) }),
    sipView(ANSWERED_MS, callee, caller, "200 OK", { body: sdp(callee, formats, lines) }),
  ];
}

export function leg(messages: readonly MessageView[], change: Partial<Call> = {}): QualityLeg {
  const call = {
    ...emptyCall("id", "leg@test"),
    caller: "Alice",
    callee: "Bob",
    fromUser: "alice",
    toUser: "bob",
    startedAtUs: START_US,
    answeredAtUs: START_US + ANSWERED_MS * 1000,
    ...change,
  };
  return { call, messages: messages.toSorted((a, b) => a.timeUs - b.timeUs) };
}
