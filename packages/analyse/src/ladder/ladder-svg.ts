// The ladder as one SVG without anything from outside: for the page's picture, the HTML report, a wiki. Everything from the network is escaped.
import { fromRfc3339 } from "@sipglass/model";
import type { Mark } from "../diagnose/marks.ts";
import type { Ladder, LadderRow } from "./ladder.ts";
import { LEG_TINTS, legLetter } from "./legs.ts";
import { deltaText } from "./ladder-text.ts";
import { escapeMarkup } from "./markup.ts";
import { mediaEnds, type MediaEnds } from "./media-ends.ts";
import { HOST_COLOURS, themed, type Theme } from "./palette.ts";
import { displayWidth, fit } from "./printable.ts";
import { arrowLabel, arrowTone } from "./tone.ts";

export interface LadderSvgOptions {
  theme?: Theme;
  /** What the picture shows, for those who hear it read out. */
  title?: string;
  /** Time of a row as its reader wants it; the clock in UTC when left out. */
  clock?(row: LadderRow): string;
  /** Index of the leg by ref of its messages: its letter stands beside the arrow. */
  legOf?: ReadonlyMap<string, number> | undefined;
  /** Messages that findings point to, by ref. */
  marks?: ReadonlyMap<string, Mark> | undefined;
  /** What a message carries beside its name: codecs, a key. Without it an SDP is told as "SDP". */
  chipsOf?(row: LadderRow): readonly string[];
  /** Keys that were pressed and messages that were not seen, by time. */
  events?: readonly LadderSvgEvent[];
}

export interface LadderSvgEvent {
  kind: "missing" | "digit";
  atUs: number;
  text: string;
  /** Columns; null where they are not in this ladder. */
  from: number | null;
  to: number | null;
}

const [HEAD, ROW, MEDIA_ROW, EVENT_ROW, MARGIN, MEDIA_LANE] = [48, 32, 20, 24, 84, 116] as const;
const [CLOCK, DELTA, LEG] = [124, 64, 26] as const;
const [NARROWEST, WIDEST] = [170, 320] as const;
/** Advance of the mono face at the label's size. */
const ADVANCE = 7.25;

interface Frame {
  /** Rows and events, from top to bottom. */
  items: readonly (LadderRow | LadderSvgEvent)[];
  ladder: Ladder;
  media: MediaEnds;
  options: LadderSvgOptions;
  /** x of each column's lifeline. */
  xs: number[];
  gutter: number;
  width: number;
  height: number;
}

const RULES = [
  ".ladder-svg .paper{fill:$surface}.ladder-svg .life{stroke:$line-strong}.ladder-svg .edge{stroke:$line}",
  ".ladder-svg text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:$ink}",
  ".ladder-svg .label{paint-order:stroke;stroke:$surface;stroke-width:4px;stroke-linejoin:round}",
  ".ladder-svg .host{font-weight:600;text-anchor:middle}.ladder-svg .address{font-size:11px;fill:$ink-3;text-anchor:middle}",
  ".ladder-svg .when{fill:$ink-2}.ladder-svg .delta{fill:$ink-3;text-anchor:end}.ladder-svg .small{font-size:10px;fill:$ink-3}",
  ".ladder-svg .line{fill:none;stroke-width:1.5}.ladder-svg .repeat .line{stroke-dasharray:5 4}",
  ".ladder-svg .media .line{stroke-width:1;stroke-dasharray:1 3}",
  ...Object.entries({
    request: "ink",
    provisional: "ink-3",
    success: "answered",
    failure: "failed",
    challenge: "unanswered",
    unanswered: "unanswered",
    redirect: "live",
    media: "cancelled",
    cancelled: "cancelled",
    log: "ink-3",
  }).map(
    ([tone, colour]) =>
      `.ladder-svg .${tone} .line{stroke:$${colour}}.ladder-svg .${tone} .tip{fill:$${colour}}.ladder-svg .${tone} .label{fill:$${colour}}`,
  ),
  ".ladder-svg .event .line{stroke:$ink-3;stroke-width:1;stroke-dasharray:2 4}.ladder-svg .event .label{fill:$ink-2}",
  ".ladder-svg .missing .line,.ladder-svg .missing .cross{stroke:$failed}.ladder-svg .cross{fill:none;stroke-width:2}.ladder-svg .missing .label{fill:$failed}",
  ...HOST_COLOURS.map((colour) => `.ladder-svg .host-${colour}{fill:$host-${colour}}`),
  ".ladder-svg .mark-error{fill:$failed}.ladder-svg .mark-warning{fill:$unanswered}.ladder-svg .mark-info{fill:$live}",
  ...Array.from({ length: LEG_TINTS }, (_, i) => `.ladder-svg .leg-${i}{fill:$leg-${i}}`),
].join("");

/** The picture's style sheet, which stands in it; a document that allows styles by hash needs it. */
export const ladderSvgStyle = (theme: Theme = "auto"): string => themed(RULES, theme);

export function ladderSvg(ladder: Ladder, options: LadderSvgOptions = {}): string {
  const frame = frameOf(ladder, options);
  const { items, width, height } = frame;
  const size = `width="${width}" height="${height}"`;
  let y = HEAD;
  const rows = items.map((item) => {
    const drawn = "ref" in item ? drawRow(frame, item, y) : drawEvent(frame, item, y);
    y += heightOf(item);
    return drawn;
  });
  const title = escapeMarkup(options.title ?? `Ladder: ${ladder.rows.length} messages between ${ladder.columns.length} hosts`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ladder-svg" role="img" ${size} viewBox="0 0 ${width} ${height}">`,
    `<title>${title}</title><style>${ladderSvgStyle(options.theme)}</style><rect class="paper" ${size}/>`,
    ...heads(frame),
    ...rows,
    "</svg>\n",
  ].join("\n");
}

const heightOf = ({ kind }: LadderRow | LadderSvgEvent): number =>
  kind === "media" ? MEDIA_ROW : kind === "missing" || kind === "digit" ? EVENT_ROW : ROW;

/** An event stands before the first row that came later. */
function inOrder({ rows }: Ladder, { events = [] }: LadderSvgOptions): (LadderRow | LadderSvgEvent)[] {
  let next = 0;
  const before = (us: number): LadderSvgEvent[] => {
    const from = next;
    while ((events[next]?.atUs ?? Number.POSITIVE_INFINITY) < us) next += 1;
    return events.slice(from, next);
  };
  const all = rows.flatMap((row) => [...before(fromRfc3339(row.at)), row]);
  return [...all, ...events.slice(next)];
}

/** Hosts share the width evenly; ends that speak only media stand right of them, all in one lane. */
function frameOf(ladder: Ladder, options: LadderSvgOptions): Frame {
  const media = mediaEnds(ladder);
  const isApart = (column: number): boolean => media.columns.includes(column);
  const hosts = ladder.columns.filter((_, index) => !isApart(index));
  const longest = [...hosts.flatMap(({ label, address }) => [label, address]), ...ladder.rows.map((row) => labelOf(row, options))].reduce(
    (most, text) => Math.max(most, displayWidth(text)),
    0,
  );
  const pitch = Math.max(NARROWEST, Math.min(WIDEST, Math.round(longest * ADVANCE) + 28));
  const gutter = CLOCK + DELTA + (options.legOf ? LEG : 0);
  const right = gutter + 2 * MARGIN + pitch * Math.max(0, hosts.length - 1);
  let host = 0;
  const xs = ladder.columns.map((_, index) => (isApart(index) ? right + MEDIA_LANE / 2 : gutter + MARGIN + pitch * host++));
  const items = inOrder(ladder, options);
  const height = HEAD + items.reduce((sum, item) => sum + heightOf(item), 0) + 12;
  return { items, ladder, media, options, xs, gutter, width: right + (media.columns.length > 0 ? MEDIA_LANE : 0), height };
}

function heads({ ladder, media, xs, gutter, width, height }: Frame): string[] {
  const hosts = ladder.columns.flatMap(({ label, address, colour }, index) =>
    media.columns.includes(index) ? [] : [head(xs[index] ?? 0, label, label === address ? "" : address, height, colour)],
  );
  const [lane] = media.columns;
  const many = media.columns.length > 1 ? `${media.columns.length} ${media.word} ends` : (ladder.columns[lane ?? 0]?.label ?? "");
  const apart = lane === undefined ? [] : [head(xs[lane] ?? 0, "", many, height)];
  return [...hosts, ...apart, `<path class="edge" d="M0 ${HEAD - 4}H${width}M${gutter} 0V${height}"/>`];
}

function head(x: number, label: string, address: string, height: number, colour = ""): string {
  const room = Math.floor(WIDEST / ADVANCE);
  const text = (className: string, y: number, words: string): string =>
    words === "" ? "" : `<text class="${className}" x="${x}" y="${y}">${escapeMarkup(fit(words, room))}</text>`;
  const isKnown = HOST_COLOURS.some((each) => each === colour);
  const bar = isKnown ? `<rect class="host-${colour}" x="${x - 20}" y="3" width="40" height="4" rx="2"/>` : "";
  return `<path class="life" d="M${x} ${HEAD - 4}V${height}"/>${bar}${text("host", 20, label)}${text("address", 36, address)}`;
}

function drawRow(frame: Frame, row: LadderRow, top: number): string {
  const { xs, options } = frame;
  const [from, to] = [xs[row.from] ?? 0, xs[row.to] ?? 0];
  const y = top + heightOf(row) - (row.kind === "media" ? MEDIA_ROW / 2 : 9);
  const mark = options.marks?.get(row.ref);
  const dot = mark ? `<circle class="mark-${mark.severity}" cx="${frame.gutter + 10}" cy="${y - 4}" r="4"/>` : "";
  const className = `${arrowTone(row)}${row.retransmission ? " repeat" : ""}`;
  const words = [...rowWords(frame.ladder, row), ...(mark?.titles ?? [])].join(", ");
  return `<g class="${className}"><title>${escapeMarkup(words)}</title>${gutterOf(frame, row, y)}${dot}${from === to ? onItself(row, from, y, options) : arrow(row, from, to, y, options)}</g>`;
}

/** What was not seen is crossed out; its text stands beside, towards the side with more room. */
function drawEvent({ xs, gutter, width }: Frame, { kind, text, from, to }: LadderSvgEvent, top: number): string {
  const y = top + EVENT_ROW / 2;
  const ends = [from, to].flatMap((column) => (column === null ? [] : [xs[column] ?? gutter]));
  const [left, right] = ends.length === 0 ? [gutter, gutter] : [Math.min(...ends), Math.max(...ends)];
  const middle = (left + right) / 2;
  const isCrossed = kind === "missing" && left < right;
  const at = isCrossed ? middle : left;
  const isBeyond = at > (gutter + width) / 2;
  const words = escapeMarkup(fit(text, Math.max(0, Math.floor(((isBeyond ? at - gutter : width - at) - 20) / ADVANCE))));
  const line = left < right ? `<path class="line" d="M${left} ${y}H${right}"/>` : "";
  const cross = isCrossed ? `<path class="cross" d="M${middle - 5} ${y - 5}l10 10m0 -10l-10 10"/>` : "";
  return `<g class="event ${kind}"><title>${escapeMarkup(text)}</title>${line}${cross}<text class="label" x="${isBeyond ? at - 12 : at + 12}" y="${y + 4}" text-anchor="${isBeyond ? "end" : "start"}">${words}</text></g>`;
}

function rowWords(ladder: Ladder, row: LadderRow): string[] {
  const [from, to] = [ladder.columns[row.from]?.address ?? "?", ladder.columns[row.to]?.address ?? "?"];
  const seen = row.also_seen_by.length > 0 ? [`also seen by ${row.also_seen_by.join(", ")}`] : [];
  return [row.at, `${arrowLabel(row)} from ${from} to ${to}`, ...(row.retransmission ? ["retransmission"] : []), ...seen];
}

function gutterOf({ options, gutter }: Frame, row: LadderRow, y: number): string {
  const when = options.clock?.(row) ?? row.at.slice(11, -1);
  const leg = options.legOf?.get(row.ref);
  const chip =
    leg === undefined
      ? ""
      : `<rect class="leg-${leg % LEG_TINTS}" x="${gutter - 23}" y="${y - 10}" width="18" height="14" rx="3"/><text class="small" x="${gutter - 17}" y="${y + 1}">${legLetter(leg)}</text>`;
  return `<text class="when" x="10" y="${y}">${escapeMarkup(fit(when, 16))}</text><text class="delta" x="${CLOCK + DELTA - 6}" y="${y}">${deltaText(row.delta_us)}</text>${chip}`;
}

function arrow(row: LadderRow, from: number, to: number, y: number, options: LadderSvgOptions): string {
  const side = to > from ? 1 : -1;
  const label = fit(labelOf(row, options), Math.floor((Math.abs(to - from) - 20) / ADVANCE));
  const text =
    row.kind === "media"
      ? ""
      : `<text class="label" x="${(from + to) / 2}" y="${y - 6}" text-anchor="middle">${escapeMarkup(label)}</text>`;
  return `<path class="line" d="M${from} ${y}H${to - side * 6}"/><path class="tip" d="M${to} ${y}l${-side * 7} -4v8z"/>${text}`;
}

/** From a host to itself; media between ends that share a lane is a tick on it. */
function onItself(row: LadderRow, x: number, y: number, options: LadderSvgOptions): string {
  const label = escapeMarkup(fit(labelOf(row, options), Math.floor(WIDEST / ADVANCE)));
  if (row.kind === "media")
    return `<path class="tip" d="M${x} ${y - 3.5}l3.5 3.5l-3.5 3.5l-3.5 -3.5z"/><text class="small" x="${x + 9}" y="${y + 3.5}">${label}</text>`;
  return `<path class="line" d="M${x} ${y - 14}h30v14h-25"/><path class="tip" d="M${x} ${y}l7 -4v8z"/><text class="label" x="${x + 38}" y="${y - 3}">${label}</text>`;
}

function labelOf(row: LadderRow, { chipsOf }: LadderSvgOptions): string {
  const chips = chipsOf?.(row) ?? [];
  const sdp = chips.length > 0 ? ` ${chips.join(" ")}` : row.has_sdp ? " SDP" : "";
  const seen = row.also_seen_by.length > 0 ? ` +${row.also_seen_by.length}` : "";
  return `${row.retransmission ? "⟲ " : ""}${arrowTone(row) === "failure" ? "✕ " : ""}${arrowLabel(row)}${sdp}${seen}`;
}
