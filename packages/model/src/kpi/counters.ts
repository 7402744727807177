// What is counted. Every counter is a query of the query language: the call that counts and the call that a click on the number shows are the same
// call, by definition, in every evaluator. KPIs (definitions.ts) are ratios and percentiles of these and nothing else.
import type { Call } from "../call.ts";
import { parseQuery } from "../query/parse.ts";
import { toPredicate, type Predicate } from "../query/predicate.ts";
import type { Query } from "../query/query.ts";
import { DURATIONS, MOS_VALUES, type Scale } from "./histogram.ts";

export interface Counter {
  id: string;
  /** Only calls of this counter count; it stands before in the list. */
  within: string | null;
  /** What they must meet beside. */
  own: Query;
  ownMatches: Predicate;
  /** Both together: what finds them. */
  text: string;
  query: Query;
  rule: string;
}

/** A sum over the calls of a counter, in whole units, so that it is the same in whatever order they are added. */
export interface Sum {
  id: string;
  counter: string;
  measure: Measured;
}

export interface Distribution {
  id: string;
  counter: string;
  measure: Measured;
  scale: Scale;
  unit: "ms" | "mos";
}

/** `span`: from the first request to the end. `count`: a number of things. */
export type Measured =
  | { kind: "ms"; column: string; of(call: Call): number | null }
  | { kind: "span"; of(call: Call): number | null }
  | { kind: "count"; column: string; of(call: Call): number | null }
  | { kind: "mos"; column: string; of(call: Call): number | null };

const known = new Map<string, Counter>();

function counter(id: string, within: string | null, own: string, rule: string): Counter {
  const parent = within === null ? undefined : known.get(within);
  const text = parent ? `${parent.text} ${own}` : own;
  const made = { id, within, own: parsed(own), ownMatches: toPredicate(parsed(own)), text, query: parsed(text), rule };
  known.set(id, made);
  return made;
}

function parsed(text: string): Query {
  const found = parseQuery(text, { nowUs: 0 });
  if (!found.ok) throw new Error(`BUG: a counter has a query that is none: ${text}: ${found.message}`);
  return found.query;
}

const EFFECTIVE = "answered:* OR state:busy,no_answer OR (ring:* state:cancelled) OR (code:403 cause:21)";

/** `attempts`: an initial INVITE was seen. A challenge and its retry, retransmissions, forks, and redirections that the caller follows are one record. */
export const KPI_COUNTERS: readonly Counter[] = [
  counter("attempts", null, "kind:call NOT partial:began_before_capture",
    "initial INVITEs (no To-tag); retransmissions, forks below us, and the retry after 401/407 or 3xx belong to the same attempt"),
  counter("answered", "attempts", "answered:*", "attempts with a 2xx"),
  counter("answered_timed", "answered", "setup:*", "attempts with a 2xx, and whose INVITE was seen"),
  counter("answered_after_ringing", "answered", "ring:*", "attempts that rang and were answered"),
  counter("redirected", "attempts", 'state:redirected answered:""', "attempts that ended with a 3xx which the caller did not follow"),
  counter("not_redirected", "attempts", 'NOT (state:redirected answered:"")', "attempts less those that ended with a 3xx"),
  counter("seizures", "attempts", '(ring:* OR answered:* OR code:4xx,5xx,6xx) NOT (answered:"" (code:401,407 OR cause:34,44))',
    "attempts that got 18x, 2xx or a final 4xx–6xx; not: no response or 100 only, a 3xx, a challenge without retry (401, 407), no circuit (Q.850 cause 34, 44)"),
  counter("rang_or_answered", "attempts", "(ring:* OR answered:*)", "attempts that got 18x or 2xx"),
  counter("effective", "seizures", `(${EFFECTIVE} OR code:603)`,
    "seizures that were answered; busy (486, 600); no answer (480, 487 without CANCEL, 408 or silence after ringing); taken back by the caller after ringing; declined (603; 403 with cause 21)"),
  counter("effective_or_404", "seizures", `(${EFFECTIVE} OR code:404,603)`, "as for NER, and numbers that do not exist (404)"),
  counter("completed_to_user", "attempts", "(answered:* OR state:busy,no_answer OR (ring:* state:cancelled))", "attempts that were answered, busy, or rang and were not answered"),
  counter("established_effectively", "not_redirected", "(answered:* OR code:480,486,600,603)", "attempts that ended with 2xx, 480, 486, 600 or 603"),
  counter("busy", "seizures", "state:busy", "seizures that ended with 486 or 600"),
  counter("unanswered", "seizures", "(state:no_answer OR (ring:* state:cancelled))", "seizures that rang and were not answered, or ended with 480"),
  counter("ineffective", "attempts", "(code:408,500,503,504 OR state:timeout)", "attempts that ended with 408, 500, 503 or 504, or got no response that says more than 100 (time-out)"),
  counter("failed", "attempts", "state:failed,timeout", "attempts that could not be made: the number or the route is wrong, the network or a server failed, or nobody responded"),
  counter("refused", "attempts", 'answered:"" code:4xx,5xx,6xx NOT code:401,402,407', "attempts that ended with a 4xx (except 401, 402, 407), 5xx or 6xx"),
  counter("unauthorized", "attempts", 'answered:"" code:401,403,407', "attempts that ended with 401, 403 or 407"),
  counter("released", "answered", "disconnect:*", "attempts that were answered and whose BYE was answered"),
  counter("completed", "answered", "state:completed", "answered calls that ended with a BYE"),
  counter("bye_unanswered", "completed", 'disconnect:""', "answered calls whose BYE got no 2xx"),
  counter("dropped", "answered", "(state:lost OR ended_by:network,timeout OR cause:1..15,17..30,32..127)",
    "answered calls that ended abnormally: no BYE seen, ended by the network or a timer, or a Reason with a Q.850 cause other than 16 and 31"),
  counter("short", "completed", "talk<6s", "answered calls that ended within 6 s"),
  counter("ended", "attempts", "ended:*", "attempts that have ended"),
  counter("heard", "rang_or_answered", "pdd:*", "attempts that got 18x or 2xx, and whose INVITE was seen"),
  counter("measured", "attempts", "mos:*", "attempts with a MOS: media was measured or reported"),
  counter("poor", "measured", "mos<3.6", "measured attempts whose worse direction has a MOS below 3.6"),
  counter("measured_nb", "measured", "mos_scale:nb", "measured attempts with a narrow-band rating"),
  counter("measured_wb", "measured", "mos_scale:wb", "measured attempts with a wide-band rating"),
  counter("measured_fb", "measured", "mos_scale:fb", "measured attempts with a full-band rating"),
  counter("registrations", null, "kind:registration", "REGISTER attempts: a challenge and its retry are one; REGISTERs of one Call-ID within 32 s of each other are one"),
  counter("registered", "registrations", "state:completed", "REGISTER attempts that were accepted (2xx), de-registrations included"),
  counter("registered_timed", "registered", "setup:*", "accepted REGISTER attempts whose request was seen"),
  counter("registrations_failed", "registrations", "(state:timeout OR (code:4xx,5xx,6xx NOT code:401,402,407))",
    "REGISTER attempts that ended with a 4xx (except 401, 402, 407), 5xx or 6xx, or got no final response"),
  counter("registrations_unauthorized", "registrations", "code:401,403,407", "REGISTER attempts that ended with 401, 403 or 407"),
  counter("pings", null, "kind:options", "OPTIONS requests, also those that only their answer tells of"),
  counter("pings_answered", "pings", "code:*", "OPTIONS requests with any final response: whoever answers is there"),
  counter("pings_timed", "pings", "setup:*", "OPTIONS requests answered with a 2xx"),
];

export function kpiCounter(id: string): Counter {
  const found = known.get(id);
  if (!found) throw new Error(`BUG: there is no counter ${id}`);
  return found;
}

const ms = (column: string, of: (call: Call) => number | null): Measured => ({ kind: "ms", column, of });
const PDD = ms("pdd_ms", (call) => call.pddMs);
const SETUP = ms("setup_ms", (call) => call.setupMs);
const RING = ms("ring_ms", (call) => call.ringMs);
const TALK = ms("talk_ms", (call) => call.talkMs);
const DISCONNECT = ms("disconnect_ms", (call) => call.disconnectMs);
const SPAN: Measured = { kind: "span", of: (call) => (call.endedAtUs > 0 ? (call.endedAtUs - call.startedAtUs) / 1000 : null) };
const MOS: Measured = { kind: "mos", column: "mos_worst", of: (call) => call.mos?.worst ?? null };

/** Durations in µs. */
export const KPI_SUMS: readonly Sum[] = [
  { id: "talk_us", counter: "completed", measure: TALK },
  { id: "held_us", counter: "ended", measure: SPAN },
  { id: "messages", counter: "attempts", measure: { kind: "count", column: "messages", of: (call) => call.messages } },
  { id: "retransmissions", counter: "attempts", measure: { kind: "count", column: "retransmissions", of: (call) => call.retransmissions } },
];

const duration = (id: string, of: string, measure: Measured): Distribution => ({ id, counter: of, measure, scale: DURATIONS, unit: "ms" });
const mosOf = (band: string): Distribution => ({ id: `mos_${band}`, counter: `measured_${band}`, measure: MOS, scale: MOS_VALUES, unit: "mos" });

export const KPI_DISTRIBUTIONS: readonly Distribution[] = [
  duration("pdd", "heard", PDD), duration("srd", "answered_timed", PDD), duration("srd_failed", "refused", SPAN), duration("setup", "answered_timed", SETUP),
  duration("ring", "answered_after_ringing", RING), duration("talk", "completed", TALK), duration("disconnect", "released", DISCONNECT),
  duration("rrd", "registered_timed", SETUP), duration("rrd_with_challenge", "registered_timed", SPAN), duration("ord", "pings_timed", SETUP),
  mosOf("nb"), mosOf("wb"), mosOf("fb"),
];
