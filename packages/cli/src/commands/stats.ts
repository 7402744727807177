// `sipglass stats`: KPIs of a time range, whole or split, with what stands above and below the line.
import { kpiReference } from "@sipglass/analyse";
import { KPI_DIMENSIONS } from "@sipglass/model";
import { createClient, SERVER_OPTIONS } from "../client.ts";
import { usageError, type Command, type CommandCall } from "../command.ts";
import { table, type Column } from "../print/table.ts";
import { withQuery } from "./search.ts";

interface Kpi {
  id: string;
  value: number | null;
  unit: string;
  numerator: number;
  denominator: number;
  few: boolean;
  percentiles: { p50: number; p95: number; p99: number } | null;
  name: string;
  rule: string;
}
interface Group {
  value: string | null;
  at: string | null;
  calls: number;
  query: string;
  kpis: Omit<Kpi, "name" | "rule">[];
}
interface Answer {
  from: string;
  to: string;
  total: { calls: number; kpis: Kpi[] };
  groups: Group[];
  truncated: boolean;
}

/** Those of a table with one line a group. */
const SHORT = "asr,ner,acd,pdd,sdd,poor_mos";

export const stats: Command = {
  name: "stats", summary: "KPIs: ASR, NER, ACD, PDD, MOS share, …", usage: "[QUERY…] [options]",
  options: [
    { name: "last", value: "SPAN", help: "so far back from now: 24h, 30m, 7d (default 24h)" }, { name: "from", value: "TIME", help: "RFC 3339, or back from now like -2h" },
    { name: "to", value: "TIME", help: "the same (default now)" }, { name: "by", value: "DIMENSION", help: KPI_DIMENSIONS.map(({ name }) => name).join(", ") },
    { name: "bucket", value: "SPAN", help: "a line for every 5m, 1h, 1d" }, { name: "kpis", value: "IDS", help: "only these, as in asr,pdd" },
    { name: "legs", help: "count every leg; without it joined legs count once" }, { name: "digits", value: "N", help: "of --by prefix (default 4)" },
    { name: "limit", short: "n", value: "N", help: "most lines of --by and --bucket (default 20)" }, { name: "json", help: "for programs: JSON as the API gives it, with rules and drill-down queries" },
    { name: "reference", help: "print the definitions of all KPIs and end" }, ...SERVER_OPTIONS,
  ],
  more: "examples:\n  sipglass stats --last 24h\n  sipglass stats direction:outbound --by trunk --legs\n  sipglass stats --by code --last 2h\n  sipglass stats dst:192.0.2.7 --bucket 1h --kpis asr,pdd",
  async run(call) {
    const { values, console } = call;
    if (values.has("reference")) {
      await console.write(kpiReference());
      return 0;
    }
    const q = call.positionals.join(" ");
    const answer = await createClient(call).json<Answer>("stats/kpis", parametersOf(call, q)).catch((error: unknown) => {
      throw withQuery(error, q);
    });
    if (values.has("json")) await console.write(`${JSON.stringify(answer)}\n`);
    else await print(answer, call);
    return 0;
  },
};

function parametersOf({ values }: CommandCall, q: string): Record<string, string | undefined> {
  const last = values.text("last");
  if (last !== undefined && values.text("from") !== undefined) throw usageError("--last and --from exclude each other.");
  if (last !== undefined && !/^\d+(?:\.\d+)?[smhdw]$/.test(last)) throw usageError(`--last takes a span like 24h, 30m or 7d, not "${last}".`);
  const split = values.text("by") !== undefined || values.text("bucket") !== undefined;
  const number = (name: string): string | undefined => values.number(name, { least: 1, whole: true })?.toString();
  return {
    q, from: last === undefined ? values.text("from") : `-${last}`, to: values.text("to"), group_by: values.text("by"), bucket: values.text("bucket"),
    kpis: values.text("kpis") ?? (split && !values.has("json") ? SHORT : undefined), count: values.has("legs") ? "legs" : "sessions", digits: number("digits"), limit: number("limit"),
  };
}

async function print({ from, to, total, groups, truncated }: Answer, { console, values }: CommandCall): Promise<void> {
  const isSplit = values.text("by") !== undefined || values.text("bucket") !== undefined;
  if (isSplit && groups.length > 0) await console.write(table(groups, groupColumns(groups[0]!, total.kpis), console.width));
  else if (!isSplit && total.calls > 0) await console.write(table(total.kpis.filter(({ denominator }) => denominator > 0), KPI_COLUMNS, console.width));
  console.note(`${total.calls === 0 ? "No calls" : `${total.calls} calls`} from ${minute(from)} to ${minute(to)}${truncated ? "; there are more lines: raise --limit" : ""}`);
  if (total.kpis.some(({ few, denominator }) => few && denominator > 0)) console.note("* fewer than 30 calls below the line: it says little");
}

const minute = (time: string): string => time.slice(0, 16).replace("T", " ");

const KPI_COLUMNS: readonly Column<Kpi>[] = [
  { title: "KPI", text: ({ name }) => name }, { title: "VALUE", text: shownValue, align: "right" },
  { title: "OF", text: ({ percentiles, numerator, denominator }) => (percentiles || numerator === denominator ? String(denominator) : `${round(numerator)}/${round(denominator)}`), align: "right" },
  { title: "P95", text: ({ percentiles, unit }) => (percentiles ? `${round(percentiles.p95)} ${unitOf(unit)}`.trim() : ""), align: "right" },
  { title: "COUNTED", text: ({ rule }) => rule, flexible: true },
];

function groupColumns(first: Group, kpis: readonly Kpi[]): Column<Group>[] {
  const valued = first.value !== null;
  return [
    ...(first.at === null ? [] : [{ title: "FROM", text: ({ at }: Group) => minute(at ?? "") }]), ...(valued ? [{ title: "VALUE", text: ({ value }: Group) => value || "-", flexible: true }] : []),
    { title: "CALLS", text: ({ calls }: Group) => String(calls), align: "right" as const },
    ...kpis.map(({ id, name }, i): Column<Group> => ({ title: name.toUpperCase(), text: (group) => shownValue(group.kpis.find((kpi) => kpi.id === id) ?? group.kpis[i]!), align: "right" })),
  ];
}

function shownValue({ value, unit, few }: Omit<Kpi, "name" | "rule">): string {
  return value === null ? "-" : `${round(value)}${unit === "%" ? " %" : unit === "mos" ? "" : ` ${unit}`}${few ? "*" : ""}`;
}

const unitOf = (unit: string): string => (unit === "mos" ? "" : unit);
const round = (value: number): string => (value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
