// The part of a call's URL that says how its ladder is looked at: which time stands beside it, how large it is, which hosts share a column, what is left out.

export const TIME_MODES = ["clock", "start", "selected"] as const;
export type TimeMode = (typeof TIME_MODES)[number];

export const ZOOMS = ["60", "80", "100", "125", "150"] as const;
export type Zoom = (typeof ZOOMS)[number] | "fit";

/** What makes a column: a listening end (absent), a host with all its ports, every port by itself. */
export const HOST_MODES = ["ip", "port"] as const;
export type HostMode = (typeof HOST_MODES)[number];

export const MESSAGE_VIEWS = ["text", "decoded", "hex"] as const;
export type MessageView = (typeof MESSAGE_VIEWS)[number];

/** Absent = default. */
export interface LadderSearch {
  /** What the times count from: the wall clock (absent), the first message, the selected one. */
  time?: Exclude<TimeMode, "clock">;
  /** Per cent, or "fit": all hosts within the window. */
  zoom?: Exclude<Zoom, "100">;
  by?: HostMode;
  /** Order of columns, "a,b~c": what stands between "~" is one column. Hosts that are not named follow. */
  hosts?: string;
  /** What is left out: methods, "media", "log", "repeats", "provisional". */
  drop?: string;
  /** Ref of the message that the selected one is compared with. */
  cmp?: string;
  /** How the message is shown; absent = its text. */
  view?: Exclude<MessageView, "text">;
}

const DROPS = /^[A-Za-z]{2,20}(,[A-Za-z]{2,20}){0,40}$/;
const LONGEST_HOSTS = 4000;

export function readLadderSearch(raw: Record<string, unknown>): LadderSearch {
  const text = (name: string): string => (typeof raw[name] === "string" ? raw[name] : "");
  const search: LadderSearch = {};
  const time = TIME_MODES.find((each) => each === text("time"));
  if (time && time !== "clock") search.time = time;
  const zoom = [...ZOOMS, "fit" as const].find((each) => each === text("zoom"));
  if (zoom && zoom !== "100") search.zoom = zoom;
  const by = HOST_MODES.find((each) => each === text("by"));
  if (by) search.by = by;
  const [hosts, drop, cmp] = [text("hosts"), text("drop"), text("cmp")];
  if (hosts !== "" && hosts.length <= LONGEST_HOSTS) search.hosts = hosts;
  if (DROPS.test(drop)) search.drop = drop;
  if (cmp !== "") search.cmp = cmp;
  const view = MESSAGE_VIEWS.find((each) => each === text("view"));
  if (view && view !== "text") search.view = view;
  return search;
}

/** One step larger or smaller; from "fit" to the step beside the natural size. */
export function zoomStep(zoom: Zoom, by: 1 | -1): Zoom {
  const at = zoom === "fit" ? ZOOMS.indexOf("100") : ZOOMS.indexOf(zoom);
  return ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at + by))] ?? "100";
}

export const nextTimeMode = (mode: TimeMode): TimeMode => TIME_MODES[(TIME_MODES.indexOf(mode) + 1) % TIME_MODES.length] ?? "clock";
