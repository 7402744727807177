// The KPIs: each a ratio, a mean or percentiles of what counters.ts counts, with formula, counting rule and source to print beside the number.
// Adding one here adds it to API, CLI and docs/reference/kpis.md.
import { kpiCounter, KPI_DISTRIBUTIONS } from "./counters.ts";

interface Kpi {
  id: string;
  name: string;
  title: string;
  source: string;
  /** What has to be said beyond the rules of the counters. */
  note: string;
}

/** `ratio`: counter ÷ counter × 100. `share`: sum ÷ sum × 100. `mean`: sum ÷ counter, in seconds. `percentiles`: of a distribution. */
export type KpiDefinition = Kpi &
  ({ kind: "ratio"; numerator: string; denominator: string } | { kind: "share"; numerator: string; denominator: string; shown: string; counter: string }
    | { kind: "mean"; sum: string; counter: string } | { kind: "percentiles"; distribution: string });

const ratio = (id: string, name: string, title: string, numerator: string, denominator: string, source: string, note = ""): KpiDefinition =>
  ({ id, name, title, kind: "ratio", numerator, denominator, source, note });
const percentiles = (id: string, name: string, title: string, source: string, note = "", distribution = id): KpiDefinition =>
  ({ id, name, title, kind: "percentiles", distribution, source, note });
const mean = (id: string, name: string, title: string, sum: string, counter: string, source: string, note = ""): KpiDefinition =>
  ({ id, name, title, kind: "mean", sum, counter, source, note });

export const KPI_DEFINITIONS: readonly KpiDefinition[] = [
  ratio("asr", "ASR", "Answer Seizure Ratio", "answered", "seizures", "ITU-T E.425 §1.3"),
  ratio("abr", "ABR", "Answer Bid Ratio", "answered", "attempts", "ITU-T E.425 §1.4", "Every attempt is a bid, also one without a circuit: never above ASR."),
  ratio("ner", "NER", "Network Effectiveness Ratio", "effective", "seizures", "ITU-T E.425 §1.5"),
  ratio("ner_404", "NER with 404", "Network Effectiveness Ratio, unallocated numbers counted as the caller's doing", "effective_or_404", "seizures", "ITU-T E.425 §1.5"),
  ratio("ser", "SER", "Session Establishment Ratio", "answered", "not_redirected", "RFC 6076 §4.6"),
  ratio("seer", "SEER", "Session Establishment Effectiveness Ratio", "established_effectively", "not_redirected", "RFC 6076 §4.7"),
  ratio("isa", "ISA", "Ineffective Session Attempts", "ineffective", "attempts", "RFC 6076 §4.8"),
  ratio("scr", "SCR", "Session Completion Ratio", "released", "attempts", "RFC 6076 §4.9", "Calls that still stand are attempts and not yet completed."),
  ratio("ccr", "CCR", "Call Completion Rate", "completed_to_user", "attempts", "common practice"),
  ratio("cssr", "CSSR", "Call Set-up Success Ratio", "rang_or_answered", "attempts", "GSMA IR.42"),
  ratio("ssb", "SSB", "Subscriber Busy Ratio", "busy", "seizures", "common practice"),
  ratio("sna", "SNA", "Subscriber No Answer Ratio", "unanswered", "seizures", "common practice"),
  ratio("drop", "CDR%", "Call Drop Ratio", "dropped", "answered", "GSMA IR.42"),
  ratio("short", "Short calls", "Answered calls that ended within 6 s", "short", "completed", "common practice", "Many of them: false answer supervision, or diallers."),
  ratio("auth_failures", "Auth failures", "Attempts without valid credentials", "unauthorized", "attempts", "common practice", "A sudden rise is an attack."),
  ratio("bye_failed", "SDD failed", "Session disconnects without an answer", "bye_unanswered", "completed", "RFC 6076 §4.4"),
  {
    id: "retransmission_rate", name: "Retransmissions", title: "Messages sent again", kind: "share", numerator: "retransmissions", denominator: "messages",
    shown: "retransmissions>0", counter: "attempts", source: "common practice", note: "Requests and responses; a measure of loss on the way.",
  },
  mean("acd", "ACD", "Average Call Duration (ALOC; RFC 6076 SDT)", "talk_us", "completed", "RFC 6076 §4.5; ITU-T E.437", "2xx to BYE; calls whose end was not seen, and those that stand, are left out."),
  mean("mht", "MHT", "Mean Holding Time", "held_us", "ended", "ITU-T E.437", "INVITE to end, answered or not."),
  percentiles("pdd", "PDD", "Post-Dial Delay", "ITU-T E.721", "INVITE (the first, challenges included) to the first 18x, or to the 2xx when nothing rang. Targets: local 3 s mean, 6 s p95; toll 5 s and 8 s; international 8 s and 11 s."),
  percentiles("srd", "SRD", "Session Request Delay, successful", "RFC 6076 §4.3.1", "INVITE to the first 18x, or to the 2xx when there was none."),
  percentiles("srd_failed", "SRD failed", "Session Request Delay, failed", "RFC 6076 §4.3.2", "INVITE to the 4xx (except 401, 402, 407), 5xx or 6xx."),
  percentiles("setup", "Set-up time", "INVITE to 2xx", "ITU-T E.721"),
  percentiles("ring", "Answer delay", "First 18x to 2xx (post-gateway answer delay)", "ITU-T E.431"),
  percentiles("sdd", "SDD", "Session Disconnect Delay", "RFC 6076 §4.4", "BYE to its 2xx.", "disconnect"),
  percentiles("sdt", "SDT", "Session Duration Time", "RFC 6076 §4.5", "2xx to BYE; see ACD.", "talk"),
  percentiles("rrd", "RRD", "Registration Request Delay", "RFC 6076 §4.1 (without its challenge)", "The REGISTER that was accepted to its 2xx: the same for registrars that challenge and for those that do not."),
  percentiles("rrd_with_challenge", "RRD with challenge", "Registration Request Delay from the first REGISTER on", "RFC 6076 §4.1", "The first REGISTER of the attempt to the 2xx, with the challenge between, as the RFC has it."),
  ratio("ira", "IRA", "Ineffective Registration Attempts", "registrations_failed", "registrations", "RFC 6076 §4.2"),
  ratio("registration_auth_failures", "Registration auth failures", "REGISTERs without valid credentials", "registrations_unauthorized", "registrations", "common practice"),
  percentiles("ord", "ORD", "OPTIONS Response Delay", "common practice", "OPTIONS to its 2xx."),
  ratio("availability", "Availability", "OPTIONS answered", "pings_answered", "pings", "common practice"),
  ratio("poor_mos", "Poor MOS", "Calls with a MOS below 3.6", "poor", "measured", "ITU-T G.107 Annex B", "Never an average: the worse direction of each call; only calls that were measured."),
  percentiles("mos_nb", "MOS (narrow band)", "Worse direction, narrow-band scale", "ITU-T G.107"),
  percentiles("mos_wb", "MOS (wide band)", "Worse direction, wide-band scale", "ITU-T G.107.1"),
  percentiles("mos_fb", "MOS (full band)", "Worse direction, full-band scale", "ITU-T G.107.2"),
];

/** Fewer than these below the line: the ratio says little, and is shown in grey. */
export const LEAST_DENOMINATOR = 30;

export function kpiFormula(kpi: KpiDefinition): string {
  switch (kpi.kind) {
    case "ratio":
    case "share":
      return `${kpi.numerator} ÷ ${kpi.denominator} × 100`;
    case "mean":
      return `Σ ${kpi.sum} ÷ ${kpi.counter}`;
    case "percentiles":
      return `p50, p95, p99 of ${kpi.distribution}`;
  }
}

/** The counters that stand above and below the line; a distribution has only the calls it was drawn from. */
export function countersOf(kpi: KpiDefinition): { numerator: string; denominator: string } {
  switch (kpi.kind) {
    case "ratio":
      return { numerator: kpi.numerator, denominator: kpi.denominator };
    case "share":
      return { numerator: kpi.counter, denominator: kpi.counter };
    case "mean":
      return { numerator: kpi.counter, denominator: kpi.counter };
    case "percentiles": {
      const { counter } = KPI_DISTRIBUTIONS.find(({ id }) => id === kpi.distribution)!;
      return { numerator: counter, denominator: counter };
    }
  }
}

/** The rules of what is counted, in words, to print beside the number. */
export function countingRule(kpi: KpiDefinition): string {
  const { numerator, denominator } = countersOf(kpi);
  const above = kpiCounter(numerator).rule, below = kpiCounter(denominator).rule;
  const rule = numerator === denominator ? `over ${below}` : `${above}; of ${below}`;
  return kpi.note === "" ? `${rule}.` : `${rule}. ${kpi.note}`;
}
