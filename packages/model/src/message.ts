// One message of a call as people see it: SIP, RTCP or a log line, with its evidence.

export interface MessageView {
  /** `WRITER:SEQUENCE` of the archived packet. */
  ref: string;
  timeUs: number;
  receivedUs: number;
  payloadType: number;
  /** "" for responses and for non-SIP. */
  method: string;
  /** 0 for requests and for non-SIP. */
  statusCode: number;
  statusText: string;
  cseq: number;
  cseqMethod: string;
  callId: string;
  branch: string;
  fromTag: string;
  toTag: string;
  requestUri: string;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  /** udp, tcp, tls, ws, … */
  transport: string;
  agent: string;
  /** True for the second and later copies of one transmission. */
  retransmission: boolean;
  /** Other agents that captured this same transmission. */
  alsoSeenBy: string[];
  /** "offer" | "answer" | "" … what the body is, in a word: sdp, xml, text, "". */
  bodyKind: string;
  /** The message as text (UTF-8 where it is valid, else Latin-1); of RTCP in bytes, what it says as JSON. */
  raw: string;
}
