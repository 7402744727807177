// Columns of the list of calls: head, width, cell, and the query term a cell stands for.
import type { ReactNode } from "react";
import { fromRfc3339, isOpen } from "@sipglass/model";
import type { CallJson } from "../api/shapes.ts";
import { OutcomeMark } from "../ui/outcome-mark.tsx";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { listTime } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";
import { COLUMN_WORDS, repeatsWords } from "../words/calls.ts";
import type { ColumnId } from "../words/calls.ts";
import { clockDuration, columnMs } from "../words/duration.ts";
import { findingTitle, SEVERITY_ICON } from "../words/findings.ts";

export interface CellContext {
  zone: Zone;
  nowUs: number;
}

export interface Column {
  id: ColumnId;
  head: string;
  hint: string;
  /** px at least, and its part of what is left over. */
  min: number;
  grow: number;
  /** Numbers stand at the right. */
  right?: boolean;
  /** Columns of the CSV file that say the same. */
  csv: readonly string[];
  cell: (call: CallJson, context: CellContext) => ReactNode;
  /** Field and value for "filter in" and "filter out". */
  term?: (call: CallJson) => { field: string; value: string } | null;
}

const nothing = <span className="nothing">–</span>;
const orNothing = (text: string): ReactNode => text || nothing;
const term = (field: string, value: string) => (value === "" ? null : { field, value });
const text = (field: string, of: (call: CallJson) => string) => ({
  cell: (call: CallJson) => orNothing(of(call)),
  term: (call: CallJson) => term(field, of(call)),
});
const ms = (of: (call: CallJson) => number | null) => ({
  right: true,
  cell: (call: CallJson) => {
    const value = of(call);
    return value === null ? nothing : columnMs(value);
  },
});

type Shape = Omit<Column, "id" | "head" | "hint">;

const SHAPES: Record<ColumnId, Shape> = {
  time: { min: 92, grow: 0, csv: ["started_at"], cell: (call, { zone, nowUs }) => listTime(call.started_at, zone, nowUs) },
  caller: {
    min: 96,
    grow: 1.2,
    csv: ["caller", "from_user"],
    cell: (call) => orNothing(call.caller),
    term: (call) => term("from", call.from_user || call.caller),
  },
  callee: {
    min: 96,
    grow: 1.2,
    csv: ["callee", "to_user"],
    cell: (call) => orNothing(call.callee),
    term: (call) => term("to", call.to_user || call.callee),
  },
  outcome: {
    min: 130,
    grow: 1.5,
    csv: ["state", "status_code", "status_text"],
    cell: (call) => <OutcomeMark call={call} />,
    term: (call) => term("state", call.state),
  },
  dur: { min: 50, grow: 0, right: true, csv: ["duration_s"], cell: (call) => duration(call) },
  pdd: { min: 60, grow: 0, csv: ["pdd_ms"], ...ms((call) => call.pdd_ms) },
  mos: { min: 34, grow: 0, right: true, csv: ["mos"], cell: (call) => (call.mos === null ? nothing : <Mos value={call.mos.worst} />) },
  finding: {
    min: 100,
    grow: 1.3,
    csv: ["findings"],
    cell: (call) => <Finding call={call} />,
    term: (call) => term("finding", call.findings?.[0]?.id ?? ""),
  },
  legs: { min: 40, grow: 0, right: true, csv: ["session_id"], cell: () => nothing },
  msgs: { min: 54, grow: 0, right: true, csv: ["messages", "retransmissions"], cell: (call) => <Messages call={call} /> },
  via: {
    min: 76,
    grow: 0.9,
    csv: ["agents"],
    cell: (call) => (call.agents.length > 1 ? <span title={call.agents.join(", ")}>{call.agents.join(", ")}</span> : orNothing(call.agents.join(""))),
    term: (call) => term("agent", call.agents[0] ?? ""),
  },
  code: {
    min: 40,
    grow: 0,
    right: true,
    csv: ["status_code"],
    cell: (call) => call.status_code ?? nothing,
    term: (call) => term("code", String(call.status_code ?? "")),
  },
  src: { min: 130, grow: 0.8, csv: ["src"], ...text("src", ({ src }) => src.replace(/:\d+$/, "")), cell: (call) => orNothing(call.src) },
  dst: { min: 130, grow: 0.8, csv: ["dst"], ...text("dst", ({ dst }) => dst.replace(/:\d+$/, "")), cell: (call) => orNothing(call.dst) },
  ua: { min: 110, grow: 1, csv: ["user_agents"], ...text("ua", ({ user_agents: [first = ""] }) => first) },
  codecs: {
    min: 76,
    grow: 0.5,
    csv: ["codecs"],
    ...text("codec", ({ codecs: [first = ""] }) => first),
    cell: (call) => orNothing(call.codecs.join(", ")),
  },
  ended: {
    min: 66,
    grow: 0,
    csv: ["ended_by"],
    cell: (call) => (call.ended_at === null ? nothing : call.ended_by),
    term: (call) => (call.ended_at === null ? null : term("ended_by", call.ended_by)),
  },
  hangup: { min: 110, grow: 0.8, csv: ["hangup_cause"], cell: (call) => orNothing(call.hangup_cause) },
  setup: { min: 60, grow: 0, csv: ["setup_ms"], ...ms((call) => call.setup_ms) },
  ring: { min: 60, grow: 0, csv: ["ring_ms"], ...ms((call) => call.ring_ms) },
  loss: {
    min: 46,
    grow: 0,
    right: true,
    csv: ["loss_pct"],
    cell: (call) => (call.loss_pct === null ? nothing : `${call.loss_pct.toFixed(1)} %`),
  },
  jitter: { min: 60, grow: 0, csv: ["jitter_ms"], ...ms((call) => call.jitter_ms) },
  direction: { min: 70, grow: 0, csv: ["direction"], ...text("direction", ({ direction }) => (direction === "unknown" ? "" : direction)) },
  transport: { min: 40, grow: 0, csv: ["transport"], ...text("transport", ({ transport }) => transport) },
  tenant: {
    min: 76,
    grow: 0.5,
    csv: ["tenants"],
    ...text("tenant", ({ tenants: [first = ""] }) => first),
    cell: (call) => orNothing(call.tenants.join(", ")),
  },
  callid: { min: 120, grow: 1.4, csv: ["call_id"], ...text("callid", ({ call_id }) => call_id) },
};

export const COLUMNS: readonly Column[] = (Object.keys(SHAPES) as ColumnId[]).map((id) => {
  const [head, hint] = COLUMN_WORDS[id];
  return { id, head, hint, ...SHAPES[id] };
});

const BY_ID = new Map(COLUMNS.map((column) => [column.id, column]));
export const columnsOf = (ids: readonly ColumnId[]): Column[] => ids.flatMap((id) => BY_ID.get(id) ?? []);

/** An open call's talk runs on; what the record says reaches only to its last message. */
function duration(call: CallJson): ReactNode {
  if (isOpen(call.state)) return call.answered_at === null ? nothing : <Running since={call.answered_at} />;
  return call.duration_s === null ? nothing : clockDuration(call.duration_s);
}

export function Running({ since }: { since: string }) {
  const nowUs = useNowUs();
  return <span className="outcome-live">{clockDuration((nowUs - fromRfc3339(since)) / 1e6)}</span>;
}

const Mos = ({ value }: { value: number }) => <span className={value < 3.6 ? "bad-number" : ""}>{value.toFixed(1)}</span>;

function Finding({ call }: { call: CallJson }) {
  const [first, ...more] = call.findings ?? [];
  if (!first) return nothing;
  return (
    <span className={`finding finding-${first.severity}`} title={call.findings?.map(({ id }) => findingTitle(id)).join("\n")}>
      {first.severity !== "info" && <Icon name={SEVERITY_ICON[first.severity]} size={12} />}
      <span className="clip">{findingTitle(first.id)}</span>
      {more.length > 0 && <span className="finding-count">+{more.length}</span>}
    </span>
  );
}

const Messages = ({ call }: { call: CallJson }) => (
  <>
    {call.messages}
    {call.retransmissions > 0 && (
      <span className="repeats" title={repeatsWords(call.retransmissions)}>
        ⟲{call.retransmissions}
      </span>
    )}
  </>
);
