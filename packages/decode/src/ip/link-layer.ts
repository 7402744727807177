// Peels the link layer off a frame: where the IP packet begins, its VLAN and its MAC addresses.
import { LINK_TYPE } from "../pcap/link-type.ts";
import { macText } from "./mac-address.ts";
import { u16, u32 } from "./network-bytes.ts";

export interface LinkLayer {
  /** Offset of the IP header. */
  at: number;
  vlan: number;
  srcMac: string;
  dstMac: string;
}

/** Why there is no IP in the frame: `other` = another protocol (ARP, LLDP, …), not our business. */
export type NoIp = "unsupported_link_type" | "ip_malformed" | "other";

const ETHER = {
  IPV4: 0x0800,
  IPV6: 0x86dd,
  VLAN: 0x8100,
  QINQ: 0x88a8,
  QINQ_OLD: 0x9100,
  PPPOE: 0x8864,
  MPLS: 0x8847,
  MPLS_MULTICAST: 0x8848,
} as const;
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;

const bare = (at: number): LinkLayer => ({ at, vlan: 0, srcMac: "", dstMac: "" });

export function peelLinkLayer(linkType: number, b: Uint8Array): LinkLayer | NoIp {
  switch (linkType) {
    case LINK_TYPE.ETHERNET:
      return peelEthernet(b, 0);
    case LINK_TYPE.RAW:
    case LINK_TYPE.RAW_BSD:
    case LINK_TYPE.RAW_OPENBSD:
    case LINK_TYPE.IPV4:
    case LINK_TYPE.IPV6:
      return bare(0);
    case LINK_TYPE.NULL:
    case LINK_TYPE.LOOP:
      // The address family, in the byte order of whoever captured; the version nibble behind it says the same thing.
      return bare(4);
    case LINK_TYPE.LINUX_SLL:
      return b.length < 16 ? "ip_malformed" : peelEtherType(u16(b, 14), b, cooked(b, 6, 4, 16));
    case LINK_TYPE.LINUX_SLL2:
      return b.length < 20 ? "ip_malformed" : peelEtherType(u16(b, 0), b, cooked(b, 12, 11, 20));
    case LINK_TYPE.PPP:
    case LINK_TYPE.PPP_SERIAL:
      return peelPpp(b, b[0] === 0xff && b[1] === 0x03 ? 2 : 0, bare(0));
    case LINK_TYPE.PPP_ETHER:
      return peelPpp(b, 6, bare(0));
    default:
      return "unsupported_link_type";
  }
}

/** Also used for the Ethernet frames inside VXLAN, GRE and TZSP. */
export function peelEthernet(b: Uint8Array, at: number): LinkLayer | NoIp {
  if (b.length < at + 14) return "ip_malformed";
  return peelEtherType(u16(b, at + 12), b, { at: at + 14, vlan: 0, srcMac: macText(b, at + 6), dstMac: macText(b, at) });
}

function cooked(b: Uint8Array, macAt: number, macLengthAt: number, headerBytes: number): LinkLayer {
  const macLength = macLengthAt === 4 ? u16(b, 4) : b[macLengthAt]!;
  return { ...bare(headerBytes), srcMac: macLength === 6 ? macText(b, macAt) : "" };
}

function peelEtherType(etherType: number, b: Uint8Array, link: LinkLayer): LinkLayer | NoIp {
  let type = etherType;
  while (type === ETHER.VLAN || type === ETHER.QINQ || type === ETHER.QINQ_OLD) {
    if (b.length < link.at + 4) return "ip_malformed";
    // Of stacked tags the innermost is the one that the end systems know.
    link.vlan = u16(b, link.at) & 0x0fff;
    type = u16(b, link.at + 2);
    link.at += 4;
  }
  if (type === ETHER.PPPOE) return peelPpp(b, link.at + 6, link);
  if (type === ETHER.MPLS || type === ETHER.MPLS_MULTICAST) return peelMpls(b, link);
  return type === ETHER.IPV4 || type === ETHER.IPV6 ? link : "other";
}

function peelPpp(b: Uint8Array, at: number, link: LinkLayer): LinkLayer | NoIp {
  if (b.length < at + 2) return "ip_malformed";
  const protocol = u16(b, at);
  return protocol === PPP_IPV4 || protocol === PPP_IPV6 ? { ...link, at: at + 2 } : "other";
}

function peelMpls(b: Uint8Array, link: LinkLayer): LinkLayer | NoIp {
  for (let at = link.at; at + 4 <= b.length; at += 4) {
    const bottomOfStack = (u32(b, at) & 0x100) !== 0;
    if (bottomOfStack) return { ...link, at: at + 4 };
  }
  return "ip_malformed";
}
