// One quality report of someone who handled the media, whatever its form: RTP agents (HEP 34, 35), Oracle SBCs through horaclifix (38),
// phones (RFC 6035), and headers of a BYE. Values stand as reported, in the units of their names; null = not said.

export type ReportSource = "rtp_agent" | "rtp_agent_short" | "horaclifix" | "vq_rtcpxr" | "rtp_stat";

export interface MediaReport {
  source: ReportSource;
  /** "" when the report does not name its call: it then belongs to the message or the HEP correlation id that carried it. */
  callId: string;
  fromTag: string;
  toTag: string;
  kind: "final" | "interval" | "alert";
  /** Name of the reporter, when it says one. */
  reporter: string;
  /** Epoch µs; 0 = not said. */
  startUs: number;
  stopUs: number;
  streams: StreamReport[];
  /** Everything as written, also what is not understood; groups joined by dots. */
  fields: Record<string, string>;
}

export interface StreamReport {
  /** As the reporter sees it. */
  direction: "received" | "sent" | "unknown";
  ssrc: number | null;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  codec: string;
  payloadType: number | null;
  clockRateHz: number | null;
  packets: number | null;
  expectedPackets: number | null;
  lostPackets: number | null;
  outOfOrderPackets: number | null;
  octets: number | null;
  lossPct: number | null;
  discardPct: number | null;
  burstDensityPct: number | null;
  burstMs: number | null;
  gapDensityPct: number | null;
  gapMs: number | null;
  gmin: number | null;
  jitterMs: number | null;
  maxJitterMs: number | null;
  /** Mean absolute jitter (RFC 6035 MAJ): another measure than the interarrival jitter. */
  meanAbsoluteJitterMs: number | null;
  /** Largest pause between packets. */
  maxDeltaMs: number | null;
  maxSkewMs: number | null;
  roundTripMs: number | null;
  oneWayDelayMs: number | null;
  endSystemDelayMs: number | null;
  signalDbm: number | null;
  noiseDbm: number | null;
  rerlDb: number | null;
  jitterBufferNominalMs: number | null;
  jitterBufferMaximumMs: number | null;
  /** Conversational or unspecified: what the reporter calls simply MOS and R. */
  mos: number | null;
  minMos: number | null;
  mosLq: number | null;
  mosCq: number | null;
  rFactor: number | null;
  minRFactor: number | null;
  rLq: number | null;
  rCq: number | null;
}

export function emptyStream(direction: StreamReport["direction"]): StreamReport {
  return {
    direction,
    ssrc: null,
    src: "",
    srcPort: 0,
    dst: "",
    dstPort: 0,
    codec: "",
    payloadType: null,
    clockRateHz: null,
    packets: null,
    expectedPackets: null,
    lostPackets: null,
    outOfOrderPackets: null,
    octets: null,
    lossPct: null,
    discardPct: null,
    burstDensityPct: null,
    burstMs: null,
    gapDensityPct: null,
    gapMs: null,
    gmin: null,
    jitterMs: null,
    maxJitterMs: null,
    meanAbsoluteJitterMs: null,
    maxDeltaMs: null,
    maxSkewMs: null,
    roundTripMs: null,
    oneWayDelayMs: null,
    endSystemDelayMs: null,
    signalDbm: null,
    noiseDbm: null,
    rerlDb: null,
    jitterBufferNominalMs: null,
    jitterBufferMaximumMs: null,
    mos: null,
    minMos: null,
    mosLq: null,
    mosCq: null,
    rFactor: null,
    minRFactor: null,
    rLq: null,
    rCq: null,
  };
}

export function emptyReport(source: ReportSource): MediaReport {
  return { source, callId: "", fromTag: "", toTag: "", kind: "final", reporter: "", startUs: 0, stopUs: 0, streams: [], fields: {} };
}

/** Share of lost packets from counts: of what was expected, or of received and lost together. */
export function lossPctOf(stream: StreamReport): number | null {
  if (stream.lostPackets === null || stream.lostPackets < 0) return null;
  const expected = stream.expectedPackets ?? (stream.packets === null ? 0 : stream.packets + stream.lostPackets);
  return expected > 0 ? Math.min((stream.lostPackets / expected) * 100, 100) : null;
}
