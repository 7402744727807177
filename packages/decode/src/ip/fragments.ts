// Joins IP fragments (RFC 815 in spirit). Bounded in datagrams and bytes; what is not whole in time is given up and counted.
// Time is capture time, so that an old file behaves as it did live.
import { skipJoinedExtensions, type IpPacket } from "./ip-header.ts";

export interface FragmentJoiner {
  /** The whole packet when `fragment` completes it; undefined while pieces are missing, or when they do not fit. */
  add(fragment: IpPacket, timeUs: number): IpPacket | undefined;
  /** Gives up everything that is still open. */
  end(): void;
}

interface Pieces {
  /** Sorted by offset, never overlapping. */
  list: { offset: number; bytes: Uint8Array }[];
  /** Known once the last fragment came, else -1. */
  total: number;
  startedUs: number;
  first: IpPacket | undefined;
}

export const FRAGMENT_LIMITS = { datagrams: 4096, pieces: 512, timeoutUs: 30_000_000 } as const;
const MAX_DATAGRAM_BYTES = 65_535;

export function createFragmentJoiner(onGivenUp: () => void): FragmentJoiner {
  const open = new Map<string, Pieces>();

  function giveUp(key: string): void {
    open.delete(key);
    onGivenUp();
  }

  function expire(nowUs: number): void {
    for (const [key, pieces] of open) {
      // A map keeps the order of insertion: the first that is young enough ends the search.
      if (open.size <= FRAGMENT_LIMITS.datagrams && nowUs - pieces.startedUs < FRAGMENT_LIMITS.timeoutUs) break;
      giveUp(key);
    }
  }

  function piecesOf(key: string, timeUs: number): Pieces {
    const known = open.get(key);
    if (known) return known;
    const pieces: Pieces = { list: [], total: -1, startedUs: timeUs, first: undefined };
    open.set(key, pieces);
    expire(timeUs);
    return pieces;
  }

  return {
    add(packet, timeUs) {
      const { id, offset, more } = packet.fragment!;
      // IPv6 fragments are told apart without the protocol (RFC 8200 §4.5): only the first one names it reliably.
      const key = `${packet.src}>${packet.dst}/${packet.version === 4 ? packet.protocol : ""}#${id}`;
      const pieces = piecesOf(key, timeUs);
      const end = offset + packet.payload.length;
      if (packet.missing > 0 || end > MAX_DATAGRAM_BYTES || pieces.list.length >= FRAGMENT_LIMITS.pieces) {
        giveUp(key);
        return undefined;
      }
      if (!more) pieces.total = end;
      if (offset === 0) pieces.first = packet;
      insert(pieces, offset, packet.payload);
      const whole = join(pieces);
      if (whole) open.delete(key);
      return whole;
    },
    end() {
      for (const key of open.keys()) giveUp(key);
    },
  };
}

/** Bytes that are there already win over an overlapping newcomer. */
function insert(pieces: Pieces, offset: number, payload: Uint8Array): void {
  const { list } = pieces;
  let i = list.length;
  while (i > 0 && list[i - 1]!.offset > offset) i--;
  const before = list[i - 1];
  const from = before ? Math.max(offset, before.offset + before.bytes.length) : offset;
  const next = list[i];
  const to = Math.min(offset + payload.length, next ? next.offset : Number.POSITIVE_INFINITY);
  // A copy, so that a lone fragment does not keep a whole chunk of the capture alive.
  if (to > from) list.splice(i, 0, { offset: from, bytes: payload.slice(from - offset, to - offset) });
}

function join(pieces: Pieces): IpPacket | undefined {
  if (pieces.total < 0 || !pieces.first) return undefined;
  let covered = 0;
  for (const piece of pieces.list) {
    if (piece.offset !== covered) break;
    covered += piece.bytes.length;
  }
  if (covered < pieces.total) return undefined;
  const payload = new Uint8Array(pieces.total);
  for (const piece of pieces.list)
    if (piece.offset < pieces.total) payload.set(piece.bytes.subarray(0, pieces.total - piece.offset), piece.offset);
  const { fragment: _, ...first } = pieces.first;
  const whole: IpPacket = { ...first, payload };
  return skipJoinedExtensions(whole) ? whole : undefined;
}
