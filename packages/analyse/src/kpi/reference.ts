// docs/reference/kpis.md, made from the definitions; a test holds the file equal to it.
import { countersOf, DURATION_ERROR, kpiFormula, KPI_COUNTERS, KPI_DEFINITIONS, KPI_DIMENSIONS, LEAST_DENOMINATOR, titledSource, type KpiDefinition } from "@sipglass/model";

const BEGIN = `# KPIs

This page is made from the program (\`sipglass stats --reference\`); a test holds it true.

Every number stands on **counters**, and every counter is a query of the [query language](query.md). A click on a number is that query: the calls that were
counted and the calls that are shown cannot differ. Ratios are never stored; counts, sums and histograms are, and those of any range, tenant, trunk or node add up.

**Counting rules**

1. An **attempt** is a call whose initial INVITE (no To-tag) was captured. INVITE → 401/407 → INVITE is one attempt, and so is a 3xx that the caller follows.
   Retransmissions, mirror duplicates and sightings by several capture agents never count. A retry that comes more than 90 s after its challenge is an
   attempt of its own: in less, somebody was asked for the password and typed it.
2. Forks of a proxy with one Call-ID are one attempt. Legs of a B2BUA have Call-IDs of their own: \`count=legs\` counts each, \`count=sessions\` (the default) those
   that are joined once, by the first (\`leg:first\`). Per trunk or route, legs are what you want; end to end, sessions. A query selects a
   session by its first leg, and a reader who may not see that leg does not count it.
3. Everything that is told of a call belongs to the moment of its first request: also its duration, and its end.
4. Calls that still stand count with what has happened so far. Ringing: an attempt, not yet answered. Answered: in ASR, not yet in ACD, SCR or the drop ratio.
5. Times are of the first hop on which a message was seen: a proxy adds milliseconds, and which of its sides is captured must not matter. The answer is
   that of the caller's dialog: a B2BUA that keeps the Call-ID, or a host that holds the 2xx back and gives it a tag of its own, has another dialog
   below, whose answer does not count. 18x stands for every provisional response from 180 on: 100 and 101 to 179 say nothing of the callee.
6. A ratio without anything below the line has no value. With fewer than ${LEAST_DENOMINATOR} there it is marked: it says little.
7. Percentiles come from histograms with 32 buckets to every doubling: no percentile is further than ${(DURATION_ERROR * 100).toFixed(1)} % from the true one (nearest rank);
   MOS in steps of 0.05. Means are exact.
8. A REGISTER attempt is one Call-ID's challenges and retries; refreshes are attempts of their own when they come more than 32 s after the one before began.
`;

const cell = (text: string): string => text.replaceAll("|", "\\|");
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const code = (text: string): string => `\`${text}\``;

function kpiLine(kpi: KpiDefinition): string {
  return line([code(kpi.id), `**${kpi.name}** ${kpi.title}`, code(kpiFormula(kpi)), kpi.note, titledSource(kpi.source)]);
}

export function kpiReference(): string {
  const measured = new Set(KPI_DEFINITIONS.flatMap((kpi) => Object.values(countersOf(kpi))));
  return [
    BEGIN, "## Definitions\n", line(["id", "KPI", "formula", "to know", "source"]), "|---|---|---|---|---|", ...KPI_DEFINITIONS.map(kpiLine), "",
    "Sums: `talk_us` of `completed` (2xx to BYE), `held_us` of `ended` (INVITE to end), `messages` and `retransmissions` of `attempts`. Distributions: `srd_failed` is INVITE to final response of",
    "`refused`; `setup` INVITE to 2xx; `ring` first 18x to 2xx; `disconnect` BYE to its 2xx; `talk` 2xx to BYE.\n",
    "## Counters\n", line(["counter", "counts", "query"]), "|---|---|---|",
    ...KPI_COUNTERS.map(({ id, rule, text }) => line([measured.has(id) ? `**${code(id)}**` : code(id), rule, code(text)])), "",
    "## Dimensions\n", line(["dimension", "is"]), "|---|---|", ...KPI_DIMENSIONS.map(({ name, description }) => line([code(name), description])), "",
  ].join("\n");
}
