// Link types (https://www.tcpdump.org/linktypes.html) that the house reads, and what one captured frame is.

export const LINK_TYPE = {
  NULL: 0,
  ETHERNET: 1,
  PPP: 9,
  RAW_BSD: 12,
  RAW_OPENBSD: 14,
  PPP_SERIAL: 50,
  PPP_ETHER: 51,
  RAW: 101,
  LOOP: 108,
  LINUX_SLL: 113,
  IPV4: 228,
  IPV6: 229,
  LINUX_SLL2: 276,
} as const;

export interface CaptureFrame {
  /** Epoch µs; 0 when the file gave none (pcapng simple packets). */
  timeUs: number;
  linkType: number;
  /** A view that stays valid: the reader never writes into it again. */
  bytes: Uint8Array;
  /** Length on the wire; more than `bytes` when the capture was cut by its snapshot length. */
  originalLength: number;
  /** Counted through all sections of a pcapng file; 0 in pcap. */
  interfaceId: number;
  /** if_name of pcapng; "" when there is none. */
  interfaceName: string;
}
