// A session description (RFC 8866) as calls, quality and diagnosis need it: every fallback from session to media level resolved.

export type SdpDirection = "sendrecv" | "sendonly" | "recvonly" | "inactive";

export interface SdpOrigin {
  username: string;
  sessionId: string;
  /** Text: numbers in the wild exceed 2⁵³. */
  sessionVersion: string;
  address: string;
}

export interface SdpCodec {
  payloadType: number;
  /** As written in a=rtpmap, or from the static table of RFC 3551; "" when neither names it. */
  name: string;
  /** 0 when unknown. */
  clockRate: number;
  channels: number;
  /** "" when absent. */
  fmtp: string;
}

/** One a=crypto line (SDES, RFC 4568), without its key. */
export interface SdpCrypto {
  tag: number;
  suite: string;
}

export interface SdpFingerprint {
  /** "sha-256", … lower case. */
  hash: string;
  value: string;
}

export interface SdpMedia {
  /** audio, video, image, application, text, message */
  kind: string;
  /** 0 = rejected or disabled. */
  port: number;
  portCount: number;
  /** "RTP/AVP", "RTP/SAVPF", "udptl", … as written. */
  transport: string;
  /** Formats as written in m=; for RTP the payload types. */
  formats: string[];
  /** Of the media's own c= line, else of the session's; "" when neither is there. Multicast TTL cut off. */
  address: string;
  direction: SdpDirection;
  codecs: SdpCodec[];
  /** 0 when absent. */
  ptimeMs: number;
  /** a=rtcp (RFC 3605); without it the port after the media's; the media's own with rtcp-mux. */
  rtcpPort: number;
  rtcpAddress: string;
  rtcpMux: boolean;
  ice: { ufrag: boolean; candidates: number };
  /** DTLS-SRTP (RFC 5763), of the media or the session. */
  fingerprint: SdpFingerprint | null;
  /** a=setup: active, passive, actpass, holdconn; "". */
  setup: string;
  crypto: SdpCrypto[];
  ssrcs: number[];
  /** By type: AS, TIAS, RS, RR, CT; kbit/s except TIAS, RS and RR (bit/s). */
  bandwidth: Record<string, number>;
  mid: string;
}

export interface Sdp {
  origin: SdpOrigin;
  sessionName: string;
  /** Address of the session's c= line; "" when absent. */
  connection: string;
  /** t= as written: "0 0". */
  time: string;
  /** Direction at session level. */
  direction: SdpDirection;
  bandwidth: Record<string, number>;
  media: SdpMedia[];
}
