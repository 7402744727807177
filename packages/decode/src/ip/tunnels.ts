// Tunnels in which mirrors and mobile cores carry IP: GRE with ERSPAN, VXLAN, GTP-U, TZSP. Each says where the inner packet begins.
import { u16 } from "./network-bytes.ts";

export interface Inner {
  at: number;
  kind: "ip" | "ethernet";
}

export const TUNNEL_PORT = { VXLAN: 4789, GTP_U: 2152, TZSP: 37008 } as const;
const GRE_TYPE = { IPV4: 0x0800, IPV6: 0x86dd, ETHERNET: 0x6558, ERSPAN: 0x88be, ERSPAN_3: 0x22eb } as const;

/** GRE (RFC 2784, 2890). Undefined when it carries something else. */
export function greInner(b: Uint8Array): Inner | undefined {
  if (b.length < 4 || (b[1]! & 7) !== 0) return undefined;
  const optional = (flag: number): number => ((b[0]! & flag) !== 0 ? 4 : 0);
  const sequence = optional(0x10);
  const at = 4 + optional(0x80) + optional(0x20) + sequence;
  switch (u16(b, 2)) {
    case GRE_TYPE.IPV4:
    case GRE_TYPE.IPV6:
      return { at, kind: "ip" };
    case GRE_TYPE.ETHERNET:
      return { at, kind: "ethernet" };
    case GRE_TYPE.ERSPAN:
      // Type I has no header of its own, and no sequence number in GRE; type II has eight bytes.
      return { at: at + (sequence > 0 ? 8 : 0), kind: "ethernet" };
    case GRE_TYPE.ERSPAN_3: {
      const platformSpecific = b.length > at + 11 && (b[at + 11]! & 1) !== 0;
      return { at: at + (platformSpecific ? 20 : 12), kind: "ethernet" };
    }
    default:
      return undefined;
  }
}

/** The inner packet of a datagram between these ports; undefined when it is no tunnel. */
export function udpTunnelInner(b: Uint8Array, srcPort: number, dstPort: number): Inner | undefined {
  if (dstPort === TUNNEL_PORT.VXLAN && b.length > 8 && b[0] === 0x08) return { at: 8, kind: "ethernet" };
  if (dstPort === TUNNEL_PORT.GTP_U || srcPort === TUNNEL_PORT.GTP_U) return gtpInner(b);
  return dstPort === TUNNEL_PORT.TZSP ? tzspInner(b) : undefined;
}

/** GTP-U version 1 G-PDU (3GPP TS 29.281 §5.1), with its chain of extension headers. */
function gtpInner(b: Uint8Array): Inner | undefined {
  if (b.length < 12 || (b[0]! & 0xf0) !== 0x30 || b[1] !== 0xff) return undefined;
  if ((b[0]! & 0x07) === 0) return { at: 8, kind: "ip" };
  let at = 12;
  for (let next = b[11]!; next !== 0 && at < b.length;) {
    const extensionBytes = b[at]! * 4;
    if (extensionBytes === 0) return undefined;
    next = b[at + extensionBytes - 1] ?? 0;
    at += extensionBytes;
  }
  return { at, kind: "ip" };
}

/** TZSP, as MikroTik's sniffer streams: version, type, protocol (1 = Ethernet), then tags until the end tag. */
function tzspInner(b: Uint8Array): Inner | undefined {
  if (b.length < 5 || b[0] !== 1 || u16(b, 2) !== 1) return undefined;
  for (let at = 4; at < b.length;) {
    const tag = b[at]!;
    if (tag === 1) return { at: at + 1, kind: "ethernet" };
    at += tag === 0 ? 1 : 2 + (b[at + 1] ?? 0);
  }
  return undefined;
}
