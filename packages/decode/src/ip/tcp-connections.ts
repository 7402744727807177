// All TCP connections of a capture: finds the flow of a segment, opens and closes flows, and keeps their number and memory bounded.
import type { Reason } from "@sipglass/model";
import type { IpPacket } from "./ip-header.ts";
import { createTcpFlow, type StreamSink, type TcpFlow } from "./tcp-flow.ts";
import { parseTcp, TCP_FLAG, type TcpSegment } from "./tcp-segment.ts";

export interface TcpConnectionsPorts<Origin> {
  /** A direction that is new. `origin` is updated by the caller's frames; it belongs to the segment that is being read. */
  open(ip: IpPacket, segment: TcpSegment, origin: () => Origin): StreamSink;
  onRefused(reason: Reason): void;
}

export interface TcpConnections<Origin> {
  segment(ip: IpPacket, timeUs: number, origin: Origin): void;
  end(): void;
}

export const TCP_LIMITS = { flows: 20_000, heldBytes: 64 * 1024 * 1024 } as const;
const HOLE_CHECK_US = 1_000_000;

interface Connection<Origin> {
  flow: TcpFlow;
  sink: StreamSink;
  origin: Origin;
  /** Held bytes as last counted into the total. */
  counted: number;
}

export function createTcpConnections<Origin>(ports: TcpConnectionsPorts<Origin>): TcpConnections<Origin> {
  /** Ordered by last use: a flow is put in anew at every segment. */
  const flows = new Map<string, Connection<Origin>>();
  const withHoles = new Set<Connection<Origin>>();
  let held = 0;
  let checkedUs = 0;

  function connectionOf(key: string, ip: IpPacket, segment: TcpSegment, origin: Origin): Connection<Origin> {
    const first = (segment.flags & TCP_FLAG.SYN) !== 0 ? (segment.sequence + 1) >>> 0 : -1;
    const known = flows.get(key);
    if (known && (first < 0 || first === known.flow.firstSequence)) {
      flows.delete(key);
      flows.set(key, known);
      known.origin = origin;
      return known;
    }
    // The ports are used again for a new connection.
    if (known) close(key, known);
    const sink = ports.open(ip, segment, () => connection.origin);
    const connection: Connection<Origin> = { flow: createTcpFlow(first, sink, () => ports.onRefused("tcp_gap")), sink, origin, counted: 0 };
    flows.set(key, connection);
    return connection;
  }

  function recount(connection: Connection<Origin>): void {
    const now = connection.flow.waitingBytes + connection.sink.heldBytes;
    held += now - connection.counted;
    connection.counted = now;
    if (connection.flow.hasHole) withHoles.add(connection);
    else withHoles.delete(connection);
  }

  function close(key: string, connection: Connection<Origin>): void {
    connection.flow.checkHole(Number.POSITIVE_INFINITY);
    connection.sink.end();
    withHoles.delete(connection);
    held -= connection.counted;
    flows.delete(key);
  }

  function evict(): void {
    for (const [key, connection] of flows) {
      if (flows.size <= TCP_LIMITS.flows && held <= TCP_LIMITS.heldBytes) break;
      if (connection.counted > 0) ports.onRefused("tcp_evicted");
      close(key, connection);
    }
  }

  function checkHoles(nowUs: number): void {
    if (Math.abs(nowUs - checkedUs) < HOLE_CHECK_US) return;
    checkedUs = nowUs;
    for (const connection of withHoles) {
      connection.flow.checkHole(nowUs);
      recount(connection);
    }
  }

  return {
    segment(ip, timeUs, origin) {
      const segment = parseTcp(ip);
      if (!segment) return ports.onRefused("ip_malformed");
      checkHoles(timeUs);
      const key = `${ip.src}:${segment.srcPort}>${ip.dst}:${segment.dstPort}`;
      const { flags, sequence, payload, missing } = segment;
      if (payload.length === 0 && (flags & TCP_FLAG.SYN) === 0 && !flows.has(key)) return;
      const connection = connectionOf(key, ip, segment, origin);
      // SYN takes a number of its own, before that of the first byte.
      const at = (flags & TCP_FLAG.SYN) !== 0 ? (sequence + 1) >>> 0 : sequence;
      connection.flow.segment(at, payload, missing, timeUs);
      // The flow stays known, so that what is sent again after the end is not taken for something new.
      if ((flags & (TCP_FLAG.FIN | TCP_FLAG.RST)) !== 0 && !connection.flow.hasHole) connection.sink.end();
      recount(connection);
      evict();
    },
    end() {
      for (const [key, connection] of flows) close(key, connection);
    },
  };
}
