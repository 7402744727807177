// A capture agent: who sends us HEP, and how well.

export interface Agent {
  /** Name (chunk 0x13) or id in decimal. */
  name: string;
  id: number;
  /** Address it sends from. */
  peer: string;
  /** "udp" | "tcp" | "tls" | "ws" | "import" | "replay". */
  transport: string;
  packets: number;
  bytes: number;
  firstSeenAtUs: number;
  lastSeenAtUs: number;
  /** Refused frames by reason. */
  refused: Record<string, number>;
  /** Sender clock minus ours at the last packet, µs. */
  clockSkewUs: number;
  /** Its clock minus the middle one of those agents that saw the same messages, µs; missing while there are too few such messages. */
  clockOffsetUs?: number;
  /** Packets whose clock was out of tolerance and that were filed under receive time. */
  quarantined: number;
}
