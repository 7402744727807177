// Words of the capture agents.

export const AGENT_WORDS = {
  title: "Capture agents",
  none: "No agent has sent anything yet.",
  noneHint:
    "Put these lines into a SIP server; they name this host and its HEP port. The first packet makes it appear here within seconds.",
  agent: "agent",
  from: "from",
  transport: "transport",
  encrypted: "encrypted",
  rate: "rate",
  rateHint: "Packets a second, over the last half minute of this page",
  perSecond: (value: string): string => `${value}/s`,
  measuring: "…",
  packets: "packets",
  bytes: "bytes",
  seen: "last seen",
  never: "never",
  quiet: "quiet",
  quietHint: "Nothing for five minutes: is the sender up, and does it reach this port?",
  skew: "clock skew",
  skewHint: "Its clock minus ours at the last packet",
  skewed: "More than half a second: ladders of two agents mislead. Let both follow NTP.",
  offset: (span: string): string => `${span} beside the other agents`,
  told: "A file's times say nothing about a clock",
  quarantined: "filed under receive time",
  refused: "refused",
  none_refused: "none",
} as const;

/** Why packets are refused, and what to do about it; what is not listed says its name. */
export const DROP_WORDS: Record<string, readonly [what: string, help: string]> = {
  queue_full: ["no room: the shards do not follow", "Give more cores (SIPGLASS_SHARDS), or a larger SIPGLASS_QUEUE and SIPGLASS_SPOOL."],
  kernel_buffer_full: ["lost in the kernel's receive buffer", "Raise net.core.rmem_max (sysctl), or send over TCP."],
  shed_slow: ["left out of a slow TCP stream", "The shards do not follow: give more cores (SIPGLASS_SHARDS) or spread senders."],
  too_many_connections: ["connection refused: too many are open", "Look for senders that open new connections without closing the old."],
  tls_handshake: [
    "TLS handshake failed",
    "Check the certificates of both sides: SIPGLASS_HEP_TLS_CERT, and SIPGLASS_HEP_TLS_CLIENT_CA for the sender's.",
  ],
  idle_connection: ["silent connection closed", "As configured by SIPGLASS_HEP_IDLE; the sender connects again."],
  connection_error: ["connection broke", "The sender went away or the network did; it connects again."],
  stream_junk_bytes: ["bytes in a stream that are no HEP", "Something else talks to the HEP port: see who, by its address."],
  not_hep: ["no HEP", "Something else sends to the HEP port: a port scanner, or a sender with another format."],
  auth_key: ["wrong HEP key", "The sender's key differs from SIPGLASS_HEP_AUTH_KEY."],
  discarded_method: ["left out on purpose", "SIPGLASS_DISCARD_METHODS names its method."],
  keep_alive: ["keep-alives of senders", "Nothing: they carry no SIP."],
  empty: ["empty packets", "Nothing: mostly keep-alives of phones."],
  not_sip: ["said to be SIP and are not", "Look which payload type the sender gives, and whether something else uses its SIP port."],
  sip_start_line: ["SIP whose first line cannot be read", "Look whether the sender cuts packets, or something else uses its SIP port."],
  sdp_malformed: ["SDP that cannot be read", "The message itself is kept; its text shows what its sender wrote."],
  hep_chunk_truncated: [
    "HEP that is cut off",
    "The sender or the network cuts packets: look at the snap length and at fragments of large UDP packets, or send over TCP.",
  ],
  hep_length_mismatch: [
    "HEP whose length does not fit",
    "The sender or the network cuts packets: look at fragments of large UDP packets, or send over TCP.",
  ],
  hep_chunk_size: ["HEP with a part of a wrong size", "A fault of the sender's program: see whether it is current."],
  hep_too_large: ["HEP that is too large", "No sender should make packets of this size: see who, by its address."],
  hep_no_payload: ["HEP without a payload", "A fault of the sender's program: see whether it is current."],
  hep_inflate_failed: ["compressed HEP that cannot be unpacked", "The sender or the network cuts packets; send over TCP."],
  protobuf_malformed: ["protobuf that cannot be read", "A fault of the sender's program: see whether it is current."],
  rtcp_malformed: ["RTCP that cannot be read", "The bytes are kept; quality is computed from the other reports."],
  rtp_malformed: ["RTP that cannot be read", "The bytes are kept; quality is computed from the others."],
  report_malformed: ["media reports that cannot be read", "The bytes are kept: see which program sends them."],
  disk_full: ["not archived: the disk is full", "Free space or lower SIPGLASS_RETENTION_*; archiving resumes by itself."],
  report_without_call: [
    "media report without a call",
    "Its Call-ID or correlation id was not seen: let the same SIP reach this server, or set the id in the sender.",
  ],
};

/** `bad_chunk_length` reads as words even where nothing more is known. */
export const dropWords = (reason: string): readonly [what: string, help: string] => DROP_WORDS[reason] ?? [reason.replaceAll("_", " "), ""];
