// Media of an imported capture: analysed as it passes, and kept in the archive as one report a stream (HEP type 34, as RTP agents send), because
// media itself is not archived. Beside the agents' usual fields it has everything that was measured; which keys were pressed is left out.
import { parseSip, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type MessageView, type Packet } from "@sipglass/model";
import { createRtpBook, type CapturedStream } from "./rtp-book.ts";
import type { RtpInterval, RtpStreamFacts } from "./rtp-stream.ts";

export interface MediaReporter {
  /** True when it was media, which is taken in and goes no further. */
  take(packet: Packet): boolean;
  /** One for each stream, as packets to archive. */
  reports(): Packet[];
}

const REPORTER = "sipglass";
/** A report must fit a HEP packet (64 kB): of longer streams, intervals are joined. */
const MOST_INTERVALS = 600;
/** Fewer packets are no stream. */
const FEWEST_PACKETS = 5;

export function createMediaReporter(): MediaReporter {
  const book = createRtpBook();
  let agent: Pick<Packet, "agentId" | "agentName"> = { agentId: 0, agentName: "" };
  return {
    take(packet) {
      if (packet.payloadType === PAYLOAD_TYPE.SIP) {
        const message = parseSip(toLatin1(packet.payload));
        if (message.ok) book.learn(message.value);
        return false;
      }
      if (packet.payloadType !== PAYLOAD_TYPE.RTP) return false;
      agent = packet;
      book.packet(packet, packet.timeUs);
      return true;
    },
    reports: () =>
      book
        .streams()
        .filter(({ facts }) => facts.received >= FEWEST_PACKETS)
        .map((stream) => reportOf(stream, agent)),
  };
}

function reportOf({ ssrc, src, dst, facts }: CapturedStream, { agentId, agentName }: Pick<Packet, "agentId" | "agentName">): Packet {
  const [from, to] = [endOf(src), endOf(dst)];
  const { dtmf: _dtmf, intervals, ...figures } = facts;
  const report = {
    REPORT_NAME: REPORTER,
    TYPE: "HANGUP",
    REPORT_TS: facts.toUs / 1e6,
    SSRC: ssrc,
    SRC_IP: from.ip,
    SRC_PORT: from.port,
    DST_IP: to.ip,
    DST_PORT: to.port,
    CODEC_NAME: facts.codec,
    CLOCK: facts.clockRateHz,
    TOTAL_PK: facts.received,
    EXPECTED_PK: facts.received + facts.lost,
    PACKET_LOSS: facts.lost,
    OUT_ORDER: facts.outOfOrder,
    MEAN_JITTER: facts.meanJitterMs,
    MAX_JITTER: facts.maxJitterMs,
    MAX_DELTA: facts.maxDeltaMs,
    RTP_FACTS: { ...figures, intervals: joined(intervals).map((one) => KEYS.map((key) => one[key])) },
  };
  return {
    version: 0,
    ipVersion: from.ip.includes(":") ? 6 : 4,
    ipProtocol: 17,
    src: from.ip,
    srcPort: from.port,
    dst: to.ip,
    dstPort: to.port,
    timeUs: facts.toUs,
    payloadType: PAYLOAD_TYPE.RTP_REPORT,
    agentId,
    agentName,
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload: new TextEncoder().encode(JSON.stringify(report)),
  };
}

function endOf(address: string): { ip: string; port: number } {
  const colon = address.lastIndexOf(":");
  return { ip: address.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(address.slice(colon + 1)) };
}

const KEYS = ["fromUs", "toUs", "received", "lost", "bursts", "late", "jitterMs"] as const satisfies readonly (keyof RtpInterval)[];

function joined(intervals: readonly RtpInterval[]): RtpInterval[] {
  const size = Math.ceil(intervals.length / MOST_INTERVALS);
  if (size <= 1) return [...intervals];
  const groups = Map.groupBy(intervals.keys(), (i) => Math.floor(i / size));
  return [...groups.values()].map((places) =>
    places
      .map((i) => intervals[i]!)
      .reduce((a, b) => ({
        fromUs: a.fromUs,
        toUs: b.toUs,
        received: a.received + b.received,
        lost: a.lost + b.lost,
        bursts: a.bursts + b.bursts,
        late: a.late + b.late,
        jitterMs: Math.max(a.jitterMs, b.jitterMs),
      })),
  );
}

const FIGURES = [
  "received",
  "duplicates",
  "outOfOrder",
  "lost",
  "bursts",
  "longestBurst",
  "meanJitterMs",
  "maxJitterMs",
  "meanDeltaMs",
  "maxDeltaMs",
  "fromUs",
  "toUs",
  "clockRateHz",
  "ptimeMs",
  "late",
  "jitterBufferMs",
  "timestampJumps",
  "talkSpurts",
  "comfortNoise",
] as const satisfies readonly (keyof RtpStreamFacts)[];

/** The stream that such a report holds; undefined for reports of others, and for anything that is not whole. */
export function capturedIn({ payloadType, raw }: Pick<MessageView, "payloadType" | "raw">): CapturedStream | undefined {
  if (payloadType !== PAYLOAD_TYPE.RTP_REPORT || !raw.includes('"RTP_FACTS"')) return undefined;
  const report = objectOf(parsed(raw));
  const facts = objectOf(report?.["RTP_FACTS"]);
  const [ssrc, src, dst] = [count(report?.["SSRC"]), address(report, "SRC"), address(report, "DST")];
  if (!facts || ssrc === undefined || src === undefined || dst === undefined) return undefined;
  const figures = FIGURES.map((name) => [name, count(facts[name])] as const);
  if (figures.some(([, value]) => value === undefined)) return undefined;
  const intervals = listOf(facts["intervals"]).map(intervalOf);
  const known = Object.fromEntries(figures) as Pick<RtpStreamFacts, (typeof FIGURES)[number]>;
  const payloadTypes = listOf(facts["payloadTypes"]).flatMap((type) => count(type) ?? []);
  return {
    ssrc,
    src,
    dst,
    facts: {
      ...known,
      codec: String(facts["codec"] ?? ""),
      payloadTypes,
      dtmf: [],
      intervals: intervals.filter((one) => one !== undefined).slice(0, MOST_INTERVALS),
    },
  };
}

function intervalOf(value: unknown): RtpInterval | undefined {
  const figures = listOf(value).map(count);
  if (figures.length !== KEYS.length || figures.includes(undefined)) return undefined;
  return Object.fromEntries(KEYS.map((key, i) => [key, figures[i]!])) as Record<(typeof KEYS)[number], number>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const count = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;

function address(report: Record<string, unknown> | undefined, side: "SRC" | "DST"): string | undefined {
  const [ip, port] = [report?.[`${side}_IP`], count(report?.[`${side}_PORT`])];
  if (typeof ip !== "string" || port === undefined) return undefined;
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}
