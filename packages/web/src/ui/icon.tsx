// Line icons of the page, 16×16, drawn with the colour of the text beside them.
import type { Outcome } from "../words/outcome.ts";

const PATHS = {
  answered: "M3 8.5l3.2 3.2L13 4.8",
  live: "M8 8m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 4a5.66 5.66 0 0 0 0 8M12 4a5.66 5.66 0 0 1 0 8",
  unanswered: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.4",
  cancelled: "M13 8H3.5M7.5 4L3.5 8l4 4",
  rejected: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M4.3 4.3l7.4 7.4",
  failed: "M4 4l8 8M12 4l-8 8",
  other: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.8-1.1 1.6M8 12.3v.2",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.4 10.4L14 14",
  clock: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.4",
  down: "M4 6.5l4 4l4-4",
  left: "M10 3.5L5.5 8l4.5 4.5",
  right: "M6 3.5L10.5 8L6 12.5",
  up: "M4 10l4-4l4 4",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5h7.5v7.5h-7.5zM3 10.5v-7.5h7.5",
  check: "M3 8.5l3.2 3.2L13 4.8",
  sun: "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z",
  auto: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 2.5v11M8 4.5h3M8 7h5M8 9.5h5M8 12h3",
  user: "M8 2.5a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 0 0 0-5.4M2.8 13.5c.6-2.5 2.7-3.8 5.2-3.8s4.6 1.3 5.2 3.8",
  help: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M6.4 6.6a1.6 1.6 0 1 1 2.4 1.4c-.5.3-.8.5-.8 1.1M8 11v.1",
  plus: "M8 5.5v5M5.5 8h5M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11",
  minus: "M5.5 8h5M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11",
  download: "M8 2.5v7.5M5 7.2l3 3l3-3M3 13h10",
  drop: "M8 2.5v7M5 6.8l3 3l3-3M2.5 10v3.5h11v-3.5",
  warning: "M8 2.5l6 10.8H2zM8 6.5v3.2M8 11.4v.2",
  repeat: "M12.8 6.5A5 5 0 1 0 13 9M13 3.5v3h-3",
  more: "M8 3.5v.1M8 8v.1M8 12.4v.1",
  zoomOut: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.4 10.4L14 14M5 7h4",
  info: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 7.4v3.4M8 5.2v.2",
  play: "M5 3.5v9l7.5-4.5z",
  stop: "M4 4h8v8H4z",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  star: "M8 2.3l1.7 3.6l4 .5l-2.9 2.7l.8 3.9L8 11.1L4.4 13l.8-3.9L2.3 6.4l4-.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  link: "M6.7 9.3l2.6-2.6M7.3 5l1.6-1.6a2.6 2.6 0 0 1 3.7 3.7L11 8.7M8.7 11l-1.6 1.6a2.6 2.6 0 0 1-3.7-3.7L5 7.3",
  flag: "M4 14V2.5M4 3h8l-2 2.8l2 2.7H4",
  compare: "M2.5 3.5h4.5v9H2.5zM9 3.5h4.5v9H9",
  swap: "M3 5.5h9.5M9.5 2.5l3 3l-3 3M13 10.5H3.5M6.5 7.5l-3 3l3 3",
  share: "M8 9.5V2.5M5 5l3-3l3 3M4 8H3v5.5h10V8h-1",
  ticket: "M4 2.5h8v11H4zM6 5.5h4M6 8h4M6 10.5h2.5",
  open: "M6 3.5H3.5v9h9V10M9 3.5h3.5V7M12.5 3.5L7.5 8.5",
} satisfies Record<Outcome, string> & Record<string, string>;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
