// The call analysis report that support tickets get: Markdown in the form that ticket systems of Homer installations already read, and the same as JSON.
import { printable } from "@sipglass/analyse";
import type { Story } from "../story.ts";
import { NOT_MEASURED, outcomeText, worstFigures } from "./words.ts";

/** A ticket is read by people; a call of thousands of messages is exported. */
const MOST_LINES = 200;

export interface TicketReport {
  type: "call_analysis";
  callId: string;
  startTime: string | null;
  duration: number | null;
  from: string;
  to: string;
  outcome: string;
  verdict: string;
  quality: { mos: number | null; packetLoss: number | null; jitter: number | null };
  messages: { timestamp: string; method: string; source: string; destination: string }[];
  findings: { id: string; severity: string; title: string; sentence: string; nextStep: string }[];
  recommendation: string;
  /** The report as Markdown. */
  content: string;
}

export function ticketReport(story: Story): TicketReport {
  const [first] = story.calls;
  const { mos, lossPct, jitterMs } = worstFigures(story);
  const { ladder, diagnosis } = story;
  const messages = ladder.rows
    .filter(({ kind }) => kind !== "media" && kind !== "log")
    .map((row) => ({
      timestamp: row.at,
      method: row.label,
      source: ladder.columns[row.from]?.address ?? "",
      destination: ladder.columns[row.to]?.address ?? "",
    }));
  const report = {
    type: "call_analysis" as const,
    callId: first?.call_id ?? story.name,
    startTime: first?.started_at ?? null,
    duration: first?.duration_s ?? null,
    from: first?.caller ?? "",
    to: first?.callee ?? "",
    outcome: first === undefined ? "" : outcomeText(first),
    verdict: diagnosis.verdict,
    quality: { mos, packetLoss: lossPct, jitter: jitterMs },
    messages,
    findings: diagnosis.findings.map(({ id, severity, title, sentence, next_step: nextStep }) => ({
      id,
      severity,
      title,
      sentence,
      nextStep,
    })),
    recommendation: recommendationOf(story),
  };
  return { ...report, content: markdownOf(report) };
}

function recommendationOf({ diagnosis: { verdict, findings } }: Story): string {
  const steps = [...new Set(findings.filter(({ severity }) => severity !== "info").map(({ next_step: next }) => next))].filter(
    (step) => step !== "",
  );
  return (steps.length === 0 ? [`${verdict} Nothing needs to be done.`] : [verdict, ...steps]).map(printable).join("\n");
}

/** Text from the network stays text: no tag, no link, no heading of its own. */
const plain = (text: string): string =>
  printable(text)
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "")
    .replace(/[\\`[\]|*]/g, "\\$&");
const figure = (value: number | null, unit: string): string => (value === null ? NOT_MEASURED : `${Number(value.toFixed(2))}${unit}`);

function markdownOf(report: Omit<TicketReport, "content">): string {
  const { quality, messages, findings } = report;
  const flow = messages.slice(0, MOST_LINES).map((m) => `${m.timestamp}: ${plain(m.method)} ${m.source} -> ${m.destination}`);
  const rest = messages.length > MOST_LINES ? [`… ${messages.length - MOST_LINES} more`] : [];
  return [
    "# Call Analysis Report",
    "",
    "## Call Details",
    `- Call ID: ${plain(report.callId)}`,
    `- Start Time: ${report.startTime ?? "unknown"}`,
    `- Duration: ${report.duration ?? 0}s`,
    `- From: ${plain(report.from)}`,
    `- To: ${plain(report.to)}`,
    `- Outcome: ${plain(report.outcome)}`,
    "",
    "## Quality Metrics",
    `- MOS Score: ${figure(quality.mos, "")}`,
    `- Packet Loss: ${figure(quality.packetLoss, "%")}`,
    `- Jitter: ${figure(quality.jitter, "ms")}`,
    "",
    "## SIP Flow",
    ...flow,
    ...rest,
    "",
    ...(findings.length === 0
      ? []
      : ["## Findings", ...findings.map(({ severity, title, sentence }) => `- ${severity}: ${plain(title)}. ${plain(sentence)}`), ""]),
    "## Recommendation",
    ...report.recommendation.split("\n").map(plain),
    "",
  ].join("\n");
}
