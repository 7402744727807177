// Words of the ladder: its tools, its chips, what stands in the margin.
import type { TimeMode } from "../url/ladder-search.ts";
import { counted } from "./count.ts";

export const CHIP_WORDS = {
  badSdp: "SDP unreadable",
  isup: "ISUP",
  sipfrag: "sipfrag",
  srtp: "SRTP",
  key: (digit: string): string => `key ${digit}`,
  refused: (kind: string): string => `${kind} refused`,
};

export const TIME_WORDS: Record<TimeMode, string> = { clock: "clock", start: "since start", selected: "since selected" };

export const LADDER_WORDS = {
  born: "born here",
  delta: "delta",
  silence: " of silence",
  timeTitle: "Clock, time since the first message, or since the selected one (t)",
  filter: "Filter",
  filterTitle: "Leave out methods, reports, repetitions",
  left: (hidden: number): string => `${hidden} left out`,
  methods: "Methods",
  others: "And",
  onlySip: "Only SIP",
  showAll: "Show all",
  hosts: "Columns",
  hostModes: { end: "Listening ends", ip: "Hosts, whatever the port", port: "Every port" },
  hostModeHints: { end: "ip:port", ip: "ip", port: "also of connections" },
  naturalOrder: "Order and columns as they came",
  zoomIn: "Larger (+)",
  zoomOut: "Smaller (−)",
  zoom: "Zoom",
  fit: "Fit",
  fitTitle: "All hosts within the window (f)",
  picture: "Picture",
  svg: "SVG",
  png: "PNG",
  svgHint: "for documents",
  pngHint: "for chats",
  tools: "How the ladder is shown",
  hostTitle: (label: string, address: string): string => `${label}\n${address}\nDrag, or Shift with ← →, to move it; Enter for more`,
  moveLeft: "Move left",
  moveRight: "Move right",
  mergeLeft: "Join with the left",
  mergeRight: "Join with the right",
  split: "Split into its ports",
  callsOfHost: "All calls of this host",
  copyAddress: "Copy address",
  hostMenu: (label: string): string => `Column ${label}`,
  empty: "Everything is left out.",
  never: "not seen",
  keyPressed: (digit: string): string => `key ${digit}`,
  label: (rows: number, hosts: number): string => `Ladder: ${rows} messages between ${hosts} hosts`,
};

export const SIFT_WORDS: Record<string, string> = {
  media: "media reports",
  log: "log lines",
  repeats: "retransmissions",
  provisional: "provisional answers",
};

export const siftWord = (name: string): string => SIFT_WORDS[name] ?? name;
export const droppedRows = (rows: number): string => counted(rows, "message");

export const LADDER_VIEW_WORDS = {
  eachEndApartOr: "Each end apart, or all as one (m)",
  moreInTheFull: "more in the full ladder",
} as const;

/** A row as it is read aloud. */
export const ROW_WORDS = {
  kinds: {
    request: "request",
    provisional: "provisional response",
    success: "success",
    failure: "failure",
    redirect: "redirect",
    media: "media report",
    log: "log line",
  },
  way: (from: string, to: string): string => `${from} to ${to}`,
  before: (time: string): string => `${time} before the previous by its clock`,
  after: (time: string): string => `${time} after the previous`,
  withSdp: "with SDP",
  retransmission: "retransmission",
  alsoSeenBy: (agents: string): string => `also seen by ${agents}`,
} as const;

export const PICTURE_FAULT = "The browser could not draw the picture.";
