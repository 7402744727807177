// What is counted. Every counter is a query of the query language: the call that counts and the call that a click on the number shows are the same
// call, by definition, in every evaluator. KPIs (definitions.ts) are ratios and percentiles of these and nothing else.
import type { Call } from "../call.ts";
import { parseQuery } from "../query/parse.ts";
import { toPredicate, type Predicate } from "../query/predicate.ts";
import type { Query } from "../query/query.ts";
import { DURATIONS, MOS_VALUES, type Scale } from "./histogram.ts";

export interface Counter {
  id: string;
  text: string;
  query: Query;
  matches: Predicate;
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

function counter(id: string, text: string, rule: string): Counter {
  const parsed = parseQuery(text, { nowUs: 0 });
  if (!parsed.ok) throw new Error(`BUG: the counter ${id} has a query that is none: ${parsed.message}`);
  return { id, text, query: parsed.query, matches: toPredicate(parsed.query), rule };
}

/** An initial INVITE was seen. A challenge and its retry, retransmissions, forks and redirections that the caller follows are one record. */
const ATTEMPT = "kind:call NOT partial:began_before_capture";
const attempt = (id: string, text: string, rule: string): Counter => counter(id, `${ATTEMPT} ${text}`, rule);

export const KPI_COUNTERS: readonly Counter[] = [
  counter("attempts", ATTEMPT, "initial INVITEs (no To-tag); retransmissions, forks below us, and the retry after 401/407 or 3xx belong to the same attempt"),
  attempt("answered", "answered:*", "attempts with a 2xx"),
  attempt("redirected", "state:redirected", "attempts that ended with a 3xx which the caller did not follow"),
  attempt("not_redirected", "NOT state:redirected", "attempts less those that ended with a 3xx"),
  attempt("seizures", "(ring:* OR answered:* OR code:4xx,5xx,6xx) NOT (answered:\"\" code:401,407) NOT (answered:\"\" cause:34,44)",
    "attempts that got 18x, 2xx or a final 4xx–6xx; not: no response or 100 only, a 3xx, a challenge without retry (401, 407), no circuit (Q.850 cause 34, 44)"),
  attempt("rang_or_answered", "(ring:* OR answered:*)", "attempts that got 18x or 2xx"),
  attempt("effective", "(answered:* OR state:busy,no_answer OR code:603 OR (ring:* state:cancelled) OR (code:403 cause:21))",
    "answered; busy (486, 600); no answer (480, 487 without CANCEL, 408 or silence after ringing); taken back by the caller after ringing; declined (603; 403 with cause 21)"),
  attempt("effective_or_404", "(answered:* OR state:busy,no_answer OR code:404,603 OR (ring:* state:cancelled) OR (code:403 cause:21))",
    "as for NER, and numbers that do not exist (404)"),
  attempt("completed_to_user", "(answered:* OR state:busy,no_answer OR (ring:* state:cancelled))", "answered, busy, or rang and was not answered"),
  attempt("established_effectively", "(answered:* OR code:480,486,600,603)", "attempts that ended with 2xx, 480, 486, 600 or 603"),
  attempt("busy", "state:busy", "attempts that ended with 486 or 600"),
  attempt("unanswered", "(state:no_answer OR (ring:* state:cancelled))", "attempts that rang and were not answered, or ended with 480"),
  attempt("ineffective", "(code:408,500,503,504 OR state:timeout)", "attempts that ended with 408, 500, 503 or 504, or got no response at all (time-out)"),
  attempt("refused", "answered:\"\" code:4xx,5xx,6xx NOT code:401,402,407", "attempts that ended with a 4xx (except 401, 402, 407), 5xx or 6xx"),
  attempt("unauthorized", "answered:\"\" code:401,403,407", "attempts that ended with 401, 403 or 407"),
  attempt("released", "answered:* disconnect:*", "attempts that were answered and whose BYE was answered"),
  attempt("completed", "state:completed answered:*", "answered calls that ended with a BYE"),
  attempt("bye_unanswered", "state:completed answered:* disconnect:\"\"", "answered calls whose BYE got no 2xx"),
  attempt("dropped", "answered:* (state:lost OR ended_by:network,timeout OR cause:1..15,17..30,32..127)",
    "answered calls that ended abnormally: no BYE seen, ended by the network or a timer, or a Reason with a Q.850 cause other than 16 and 31"),
  attempt("short", "state:completed answered:* talk<6s", "answered calls that ended within 6 s"),
  attempt("ended", "ended:*", "attempts that have ended"),
  attempt("heard", "pdd:* (ring:* OR answered:*)", "attempts that got 18x or 2xx, and whose INVITE was seen"),
  attempt("measured", "mos:*", "attempts with a MOS: media was measured or reported"),
  attempt("poor", "mos<3.6", "measured attempts whose worse direction has a MOS below 3.6"),
  attempt("measured_nb", "mos:* mos_scale:nb", "measured attempts with a narrow-band rating"),
  attempt("measured_wb", "mos:* mos_scale:wb", "measured attempts with a wide-band rating"),
  attempt("measured_fb", "mos:* mos_scale:fb", "measured attempts with a full-band rating"),
  counter("registrations", "kind:registration", "REGISTER attempts: a challenge and its retry are one; REGISTERs of one Call-ID within 32 s of each other are one"),
  counter("registered", "kind:registration state:completed", "REGISTER attempts that were accepted (2xx), de-registrations included"),
  counter("registered_timed", "kind:registration state:completed setup:*", "accepted REGISTER attempts whose request was seen"),
  counter("registrations_failed", "kind:registration (state:timeout OR (code:4xx,5xx,6xx NOT code:401,402,407))",
    "REGISTER attempts that ended with a 4xx (except 401, 402, 407), 5xx or 6xx, or got no final response"),
  counter("registrations_unauthorized", "kind:registration code:401,403,407", "REGISTER attempts that ended with 401, 403 or 407"),
  counter("pings", "kind:options", "OPTIONS requests that are over or open"),
  counter("pings_answered", "kind:options code:*", "OPTIONS requests with any final response: whoever answers is there"),
  counter("pings_timed", "kind:options setup:*", "OPTIONS requests answered with a 2xx"),
];

const BY_ID: ReadonlyMap<string, Counter> = new Map(KPI_COUNTERS.map((each) => [each.id, each]));
export function kpiCounter(id: string): Counter {
  const found = BY_ID.get(id);
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
  duration("pdd", "heard", PDD), duration("srd", "answered", PDD), duration("srd_failed", "refused", SPAN), duration("setup", "answered", SETUP),
  duration("ring", "answered", RING), duration("talk", "completed", TALK), duration("disconnect", "released", DISCONNECT),
  duration("rrd", "registered_timed", SETUP), duration("rrd_with_challenge", "registered_timed", SPAN), duration("ord", "pings_timed", SETUP),
  mosOf("nb"), mosOf("wb"), mosOf("fb"),
];
