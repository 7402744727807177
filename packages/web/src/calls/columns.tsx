// Columns of the list of calls: head, width class, cell, and the query term a cell stands for.
import type { ReactNode } from "react";
import { fromRfc3339, isOpen } from "@sipglass/model";
import type { CallJson } from "../api/shapes.ts";
import { OutcomeMark } from "../ui/outcome-mark.tsx";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { listTime } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";
import { clockDuration, columnMs } from "../words/duration.ts";
import { findingTitle, SEVERITY_ICON } from "../words/findings.ts";

export interface CellContext {
  zone: Zone;
  nowUs: number;
}

export interface Column {
  id: string;
  head: string;
  hint: string;
  cell: (call: CallJson, context: CellContext) => ReactNode;
  /** Field and value for "filter in" and "filter out". */
  term?: (call: CallJson) => { field: string; value: string } | null;
}

const nothing = <span className="nothing">–</span>;
const term = (field: string, value: string) => (value === "" ? null : { field, value });

export const COLUMNS: readonly Column[] = [
  { id: "time", head: "time", hint: "When the call started", cell: (call, { zone, nowUs }) => listTime(call.started_at, zone, nowUs) },
  {
    id: "caller",
    head: "caller",
    hint: "Calling party",
    cell: (call) => call.caller || nothing,
    term: (call) => term("from", call.from_user || call.caller),
  },
  {
    id: "callee",
    head: "callee",
    hint: "Called party",
    cell: (call) => call.callee || nothing,
    term: (call) => term("to", call.to_user || call.callee),
  },
  {
    id: "outcome",
    head: "outcome",
    hint: "What became of it",
    cell: (call) => <OutcomeMark call={call} />,
    term: (call) => term("state", call.state),
  },
  { id: "dur", head: "dur", hint: "Talk time, min:s", cell: (call) => duration(call) },
  {
    id: "pdd",
    head: "pdd",
    hint: "Post-dial delay: INVITE to first ringing or final answer",
    cell: (call) => (call.pdd_ms === null ? nothing : columnMs(call.pdd_ms)),
  },
  { id: "mos", head: "mos", hint: "Worst MOS of the call", cell: (call) => (call.mos === null ? nothing : <Mos value={call.mos.worst} />) },
  {
    id: "finding",
    head: "finding",
    hint: "First finding",
    cell: (call) => <Finding call={call} />,
    term: (call) => term("finding", call.findings?.[0]?.id ?? ""),
  },
  { id: "legs", head: "legs", hint: "Legs joined to one session", cell: () => nothing },
  { id: "msgs", head: "msgs", hint: "Messages, and how many were retransmissions (⟲)", cell: (call) => <Messages call={call} /> },
  {
    id: "via",
    head: "via",
    hint: "Capture agents that saw it",
    cell: (call) => call.agents.join(", ") || nothing,
    term: (call) => term("agent", call.agents[0] ?? ""),
  },
];

/** An open call's talk runs on; what the record says reaches only to its last message. */
function duration(call: CallJson): ReactNode {
  if (isOpen(call.state)) return call.answered_at === null ? nothing : <Running since={call.answered_at} />;
  return call.duration_s === null ? nothing : clockDuration(call.duration_s);
}

function Running({ since }: { since: string }) {
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
      <span className="repeats" title={`${call.retransmissions} retransmissions`}>
        ⟲{call.retransmissions}
      </span>
    )}
  </>
);
