// The ladder of a call: columns (hosts) and rows (arrows) in the shape in which the API, the CLI and the page show it.
import { hostPort, isMediaPayload, PAYLOAD_TYPE, toRfc3339, type MessageView } from "@sipglass/model";
import { mergeEnds } from "./ends.ts";

export interface LadderColumn {
  id: string;
  /** Alias of the address, or the address. */
  label: string;
  /** `ip:port`. */
  address: string;
  /** One of HOST_COLOURS, where people gave it one. */
  colour?: string;
}

export const LADDER_KINDS = ["request", "provisional", "success", "failure", "redirect", "media", "log"] as const;
export type LadderKind = (typeof LADDER_KINDS)[number];

export interface LadderRow {
  ref: string;
  /** RFC 3339 with µs. */
  at: string;
  /** Since the row above; negative where the order of transactions overrules a clock. */
  delta_us: number;
  /** Index of a column. */
  from: number;
  to: number;
  /** "INVITE", "180 Ringing", "RTCP", … */
  label: string;
  kind: LadderKind;
  retransmission: boolean;
  also_seen_by: string[];
  /** null for requests and for what is not SIP. */
  status_code: number | null;
  /** Method of the request, or the one that this response answers; null for what is not SIP. */
  method: string | null;
  has_sdp: boolean;
}

export interface Ladder {
  columns: LadderColumn[];
  rows: LadderRow[];
}

export interface LadderOptions {
  /** Name of an `ip:port` as people know it; "" when it has none. */
  alias?(address: string): string;
}

const SDP_BODIES = new Set(["sdp", "offer", "answer"]);
const OTHER_LABELS: Record<number, string> = {
  [PAYLOAD_TYPE.RTCP_JSON]: "RTCP", [PAYLOAD_TYPE.RTP_REPORT]: "RTP report", [PAYLOAD_TYPE.RTP_REPORT_SHORT]: "RTP report",
  [PAYLOAD_TYPE.HORACLIFIX]: "QoS report", [PAYLOAD_TYPE.RTCP_PION]: "RTCP", [PAYLOAD_TYPE.RTP]: "RTP", [PAYLOAD_TYPE.LOG]: "log",
  [PAYLOAD_TYPE.DNS_JSON]: "DNS", [PAYLOAD_TYPE.ISUP_JSON]: "ISUP", [PAYLOAD_TYPE.CDR]: "CDR", [PAYLOAD_TYPE.CDR_HOMER]: "CDR",
  [PAYLOAD_TYPE.OPENSIPS_XLOG]: "xlog",
};

/** `messages` in the order in which they are to be shown (see arrangeMessages). */
export function buildLadder(messages: readonly MessageView[], options: LadderOptions = {}): Ladder {
  const columns = new Columns(messages, options.alias);
  let previousUs = messages[0]?.timeUs ?? 0;
  const rows = messages.map((message) => {
    const row = ladderRow(message, previousUs, columns);
    previousUs = message.timeUs;
    return row;
  });
  return { columns: columns.list, rows };
}

function ladderRow(message: MessageView, previousUs: number, columns: Columns): LadderRow {
  const { from, to } = columns.endsOf(message);
  return {
    ref: message.ref, at: toRfc3339(message.timeUs), delta_us: message.timeUs - previousUs, from, to,
    label: labelOf(message), kind: kindOf(message), retransmission: message.retransmission, also_seen_by: message.alsoSeenBy,
    status_code: message.statusCode || null, method: message.method || message.cseqMethod || null, has_sdp: SDP_BODIES.has(message.bodyKind),
  };
}

const isSip = (message: MessageView): boolean => message.payloadType === PAYLOAD_TYPE.SIP;

function labelOf(message: MessageView): string {
  if (!isSip(message)) return OTHER_LABELS[message.payloadType] ?? `type ${message.payloadType}`;
  if (message.statusCode === 0) return message.method;
  return `${message.statusCode} ${message.statusText}`.trimEnd();
}

function kindOf(message: MessageView): LadderKind {
  if (!isSip(message)) return isMediaPayload(message.payloadType) ? "media" : "log";
  if (message.statusCode === 0) return "request";
  if (message.statusCode < 200) return "provisional";
  if (message.statusCode < 300) return "success";
  return message.statusCode < 400 ? "redirect" : "failure";
}

/** Columns stand in the order in which the first request visited them; hosts that it never met follow in order of appearance. */
class Columns {
  readonly list: LadderColumn[] = [];
  readonly #alias: ((address: string) => string) | undefined;
  readonly #place: (ip: string, port: number) => string;
  readonly #index = new Map<string, number>();
  /** Columns of SIP by IP address: where media of that host is drawn. */
  readonly #ofHost = new Map<string, Set<number>>();

  constructor(messages: readonly MessageView[], alias: ((address: string) => string) | undefined) {
    const sip = messages.filter(isSip);
    this.#alias = alias;
    this.#place = mergeEnds(sip);
    const first = sip.find((message) => message.method !== "");
    const path = sip.filter((message) => first !== undefined && message.method === first.method && message.cseq === first.cseq);
    for (const message of [...path, ...sip]) this.#addHosts(message);
  }

  endsOf(message: MessageView): { from: number; to: number } {
    return { from: this.#columnOf(message, message.src, message.srcPort), to: this.#columnOf(message, message.dst, message.dstPort) };
  }

  #addHosts(message: MessageView): void {
    const ends = [[message.src, message.srcPort], [message.dst, message.dstPort]] as const;
    // A response travels against the request, which is what gives the order.
    for (const [ip, port] of message.statusCode === 0 ? ends : ends.toReversed()) {
      const column = this.#column(this.#place(ip, port));
      const known = this.#ofHost.get(ip);
      if (known === undefined) this.#ofHost.set(ip, new Set([column]));
      else known.add(column);
    }
  }

  #columnOf(message: MessageView, ip: string, port: number): number {
    if (isSip(message)) return this.#column(this.#place(ip, port));
    const host = this.#ofHost.get(ip);
    // Media uses ports of its own: it belongs to the host's only column, when there is only one.
    const [only] = host?.size === 1 ? host : [];
    return only ?? this.#column(hostPort(ip, port));
  }

  #column(address: string): number {
    const known = this.#index.get(address);
    if (known !== undefined) return known;
    this.#index.set(address, this.list.length);
    this.list.push({ id: address, label: this.#alias?.(address) || address, address });
    return this.list.length - 1;
  }
}
