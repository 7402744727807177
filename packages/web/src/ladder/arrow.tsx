// One arrow: line, head, label and its marks.
// Dashed and ⟲ = retransmission; lighter = provisional; red with ✕ = failure; thin = media report; the band under it = its leg.
import type { Severity } from "@sipglass/model";
import { arrowLabel, arrowTone } from "./describe.ts";
import type { ArrowItem } from "./layout.ts";
import { fitLabel } from "./layout.ts";
import { LEG_TINTS } from "../legs/leg-ladder.ts";
import type { ReportGrade } from "../quality/grades.ts";
import { LADDER_WORDS } from "../words/ladder.ts";

const HEAD = 7;
const HOOK = 34;
/** What sounds well needs no figure. */
const TOLD: ReadonlySet<string> = new Set(["poor", "bad"]);

interface ArrowProps {
  item: ArrowItem;
  width: number;
  /** End at which the cause was born. */
  born: "from" | "to" | null;
  /** How grave the finding is that this message shows. */
  severity?: Severity | undefined;
  /** What it says of the sound, when it is a media report. */
  grade?: ReportGrade | undefined;
  witnesses: boolean;
  /** null in a ladder of one leg. */
  leg: number | null;
  /** What it carries, in a word or two each. */
  chips: readonly string[];
  /** What a log line says. */
  note: string;
  scale: number;
}

/** Of a letter of the mono face at its natural size. */
const ADVANCE = 7.25;

export function Arrow({ item, width, born, severity, grade, witnesses, leg, chips, note, scale }: ArrowProps) {
  const { row, x1, x2, height } = item;
  const media = row.kind === "media";
  if (row.kind === "log") return <Note item={item} width={width} text={note || row.label} scale={scale} />;
  const seen = witnesses ? row.also_seen_by.length : 0;
  const y = media ? height / 2 : height - 9;
  const right = x2 >= x1;
  const className = `arrow arrow-${arrowTone(row)}${row.retransmission ? " arrow-repeat" : ""}${media && grade ? ` arrow-${grade.grade}` : ""}`;
  const middle = item.self ? x1 + HOOK + 8 : (x1 + x2) / 2;
  const room = item.self ? 200 : Math.abs(x2 - x1) - 16;
  const told = grade && TOLD.has(grade.grade) ? ` MOS ${grade.mos.toFixed(1)}` : "";
  if (media && item.self)
    return <MediaTick className={className} width={width} height={height} x={x1} y={y} label={`${row.label}${told}`} />;
  return (
    <svg className={className} width={width} height={height} aria-hidden="true">
      {leg !== null && !item.self && !media && <line className={`arrow-leg leg-line-${leg % LEG_TINTS}`} x1={x1} x2={x2} y1={y} y2={y} />}
      {item.self ? (
        <path className="arrow-line" d={`M${x1} ${y - 14}h${HOOK}v14h${-HOOK + 1}`} />
      ) : (
        <line className="arrow-line" x1={x1} x2={x2 - (right ? 1 : -1) * (HEAD - 1)} y1={y} y2={y} />
      )}
      <path className="arrow-head" d={item.self || !right ? `M${x2 + 1} ${y}l${HEAD} -4v8z` : `M${x2} ${y}l${-HEAD} -4v8z`} />
      {seen > 0 && <circle className="arrow-seen" cx={x1} cy={y} r={3.5} />}
      {!media && <Label item={item} x={middle} y={item.self ? y - 3 : y - 6} room={room} seen={seen} chips={chips} advance={ADVANCE * scale} />}
      {media && told && (
        <text className="arrow-tick arrow-told" x={middle} y={y + 3.5} textAnchor="middle">
          {told.trim()}
        </text>
      )}
      {born && <Born x={born === "from" ? x1 : x2} y={y} side={right === (born === "from") ? -1 : 1} severity={severity} />}
    </svg>
  );
}

interface MediaTickProps {
  className: string;
  width: number;
  height: number;
  x: number;
  y: number;
  label: string;
}

/** Media between ends that share a lifeline: a mark on it, and what it is. */
function MediaTick({ className, width, height, x, y, label }: MediaTickProps) {
  return (
    <svg className={className} width={width} height={height} aria-hidden="true">
      <path className="arrow-head" d={`M${x + 0.5} ${y - 3.5}l3.5 3.5l-3.5 3.5l-3.5 -3.5z`} />
      <text className="arrow-tick" x={x + 9} y={y + 3.5}>
        {label}
      </text>
    </svg>
  );
}

/** Stands outside the arrow, at the host where the cause was born. */
function Born({ x, y, side, severity }: { x: number; y: number; side: 1 | -1; severity: Severity | undefined }) {
  return (
    <g className={severity ? `born-${severity}` : ""}>
      <circle className="arrow-origin" cx={x} cy={y} r={4} />
      <text className="arrow-born" x={x + side * 8} y={y + 4} textAnchor={side === 1 ? "start" : "end"}>
        {LADDER_WORDS.born}
      </text>
    </g>
  );
}

/** A log line stands at the host that wrote it, with what it says. */
function Note({ item: { x1, height }, width, text, scale }: { item: ArrowItem; width: number; text: string; scale: number }) {
  const y = height / 2;
  // Towards the side with more room.
  const left = x1 > width / 2;
  return (
    <svg className="arrow arrow-log" width={width} height={height} aria-hidden="true">
      <rect className="arrow-note" x={x1 - 4} y={y - 4} width={8} height={8} rx={2} />
      <text x={left ? x1 - 10 : x1 + 10} y={y + 4} textAnchor={left ? "end" : "start"}>
        {fitLabel(text, (left ? x1 : width - x1) - 24, ADVANCE * scale)}
      </text>
    </svg>
  );
}

interface LabelProps {
  item: ArrowItem;
  x: number;
  y: number;
  room: number;
  /** How many other agents saw it too. */
  seen: number;
  chips: readonly string[];
  advance: number;
}

/** The name first; what else there is room for after it: chips, or "SDP" alone, then other witnesses. */
function Label({ item: { row, self }, x, y, room, seen: count, chips, advance }: LabelProps) {
  const failed = arrowTone(row) === "failure";
  const marks = `${row.retransmission ? "⟲ " : ""}${failed ? "✕ " : ""}`;
  const label = arrowLabel(row);
  const all = Math.floor(room / advance);
  const sdp = row.has_sdp && !label.includes("SDP") ? " SDP" : "";
  const wanted = chips.length > 0 ? ` ${chips.join(" ")}` : sdp;
  const left = all - marks.length - label.length;
  const about = wanted.length <= left ? wanted : sdp.length <= left ? sdp : "";
  const seen = count > 0 ? ` +${count}` : "";
  const told = seen.length <= left - about.length ? seen : "";
  return (
    <text x={x} y={y} textAnchor={self ? "start" : "middle"}>
      {marks}
      {fitLabel(label, room - (marks.length + about.length) * advance, advance)}
      {about && <tspan className="arrow-sdp">{about}</tspan>}
      {told && <tspan className="arrow-also">{told}</tspan>}
    </text>
  );
}
