// Words of the message view: what it is decoded into, compared with, and how it is looked at.
import type { MessageView } from "../url/ladder-search.ts";

export const VIEW_WORDS: Record<MessageView, string> = { text: "Text", decoded: "Decoded", hex: "Bytes" };

export const MESSAGE_WORDS = {
  choose: "Choose an arrow to read its message.",
  previous: "Previous ( [ )",
  next: "Next ( ] )",
  copy: "Copy message",
  compare: "Compare with another (c)",
  comparing: "Now choose the other message",
  views: "Message as",
  nothing: "There is nothing to decode in it: what it says stands in its text.",
  repeated: "Retransmission: the same bytes were sent before.",
  hexOf: (bytes: number): string => `${bytes} bytes`,
};

export const COMPARE_WORDS = {
  title: "Two messages compared",
  close: "End the comparison (Esc)",
  same: "The two messages are the same, letter for letter.",
  apart: (between: string): string => `${between} apart`,
  differs: (rows: number): string => `${rows} ${rows === 1 ? "line differs" : "lines differ"}`,
  all: "Also what is the same",
  left: "first",
  right: "second",
  missing: "not there",
};

/** RFC 8588 §4, ATIS-1000074. */
export const ATTEST_WORDS: Readonly<Record<string, string>> = {
  A: "full: the provider knows the customer and that the number is his",
  B: "partial: the provider knows the customer, not whether the number is his",
  C: "gateway: the provider only knows where the call came in",
};

export const SECTION_WORDS = {
  sdp: "Session description",
  unreadable: "It cannot be read.",
  unknown: "unknown",
  origin: "made by",
  version: "session",
  versionOf: (version: string): string => `version ${version}`,
  connection: "address",
  wanted: "wanted at",
  profile: "profile",
  direction: "direction",
  directions: { sendrecv: "both ways", sendonly: "only to the other side", recvonly: "only from the other side", inactive: "neither way" },
  formats: "formats",
  ptime: "packet time",
  mux: "on the same port",
  candidates: (count: number): string => (count === 0 ? "without candidates" : `${count} candidate${count === 1 ? "" : "s"}`),
  bandwidth: "bandwidth",
  channels: "channels",
  refused: (kind: string): string => `${kind}, refused (port 0)`,
  part: (index: number, type: string): string => `Part ${index}: ${type || "no type"}`,
  identity: "Signed caller identity (STIR/SHAKEN)",
  brokenToken: (why: string): string => `The token cannot be read: ${why}.`,
  attest: "attestation",
  caller: "caller",
  called: "called",
  issued: "signed at",
  age: (old: string): string => `${old} before this message`,
  ahead: (old: string): string => `${old} after this message`,
  stale: "too old: verifiers refuse what is older than a minute",
  originId: "origin id",
  algorithm: "algorithm",
  certificate: "certificate",
  form: "form",
  compact: "compact: header and claims are made from the message",
  signature: "signature",
  notVerified: (letters: number): string => `${letters} characters, not verified here`,
  record: "Record",
  rtcpKinds: { SR: "sender report", RR: "receiver report", SDES: "source description", BYE: "end of the stream", APP: "application", XR: "extended report" },
  sentBy: "sent by",
  byeReason: "reason",
  sentPackets: "packets sent",
  bytes: "bytes",
  ntp: "its clock",
  reportOn: (of: string): string => `About ${of}`,
  fraction: "lost since the report before",
  lost: "lost in all",
  sequence: "highest sequence number",
  cycles: "rounds",
  jitter: "jitter",
  ticks: "ticks of the codec's clock",
  lastReport: "sender report received",
  before: "before this one",
  none: "none",
  xr: (of: string): string => `VoIP metrics of ${of} (RFC 3611)`,
};

/** What is no SIP, by payload type of HEP. */
export const PAYLOAD_WORDS: Readonly<Record<number, string>> = { 5: "RTCP", 34: "RTP report", 35: "quality report", 100: "log", 101: "CDR" };
export const otherPayload = (type: number): string => `type ${type}`;
