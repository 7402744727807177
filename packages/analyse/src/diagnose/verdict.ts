// One sentence above everything: the root cause of what went wrong, or that all is well and with which figures.
import type { Call } from "@sipglass/model";
import type { Case } from "./case.ts";
import type { RuleFinding } from "./root-cause.ts";
import { spanText } from "./words.ts";

/** `findings` with the root cause first; what is only odd, or about the capture, is no verdict. */
export function verdictOf(examined: Case, findings: readonly RuleFinding[]): string {
  const root = findings[0]?.finding;
  const weight = findings[0]?.found.weight ?? findings[0]?.rule.weight;
  const call = mainCall(examined);
  if (call === undefined) return "Nothing of this call was captured.";
  const isRemark = root === undefined || (root.severity === "info" && (weight === "oddity" || weight === "capture"));
  // Something that was only a little less good than it could be does not hide that the call was one.
  const isBlemish = root?.severity === "info" && weight === "harm" && call.kind === "call" && call.answeredAtUs > 0;
  if (root !== undefined && !isRemark && !isBlemish) return `${root.sentence}${aside(examined, call)}`;
  const plain = call.kind === "call" ? `${callSentence(call)}${qualityText(examined, call)}.` : otherSentence(call);
  return isBlemish ? `${plain} ${root.sentence}` : plain;
}

/** The leg that was answered, else the first one. */
function mainCall({ legs }: Case): Call | undefined {
  return (legs.find(({ call }) => call.kind === "call") ?? legs[0])?.call;
}

/** What the caller noticed, when the sentence of the rule is about something further down. */
function aside(examined: Case, call: Call): string {
  if (call.kind !== "call" || call.answeredAtUs > 0 || examined.failure === null || call.ringingAtUs > 0 || call.state === "redirected")
    return "";
  return call.endedAtUs - call.startedAtUs > 2_000_000
    ? ` The caller waited ${spanText(call.endedAtUs - call.startedAtUs)} and never heard ringing.`
    : "";
}

function callSentence(call: Call): string {
  const { setupMs, talkMs, ringMs } = call;
  switch (call.state) {
    case "trying":
      return "Being set up";
    case "ringing":
      return "Ringing";
    case "established":
      return `Answered${after(setupMs)}, talking`;
    case "completed":
      return `Answered${after(setupMs)}${talkMs === null ? "" : `, ${spanText(talkMs * 1000)}`}${endedBy(call)}`;
    case "busy":
      return "The called party was busy";
    case "no_answer":
      return `Nobody answered${ringMs === null ? "" : ` after ${spanText(ringMs * 1000)} of ringing`}`;
    case "cancelled":
      return `The caller gave up${ringMs === null ? "" : ` after ${spanText(ringMs * 1000)} of ringing`}`;
    case "redirected":
      return `Sent elsewhere: ${call.statusCode} ${call.statusText}`.trimEnd();
    case "rejected":
      return `Refused: ${call.statusCode} ${call.statusText}`.trimEnd();
    case "timeout":
      return "Never answered by any final response";
    case "lost":
      return `${call.answeredAtUs > 0 ? `Answered${after(setupMs)}; its` : "Its"} end was not captured`;
    default:
      return `Failed: ${call.statusCode} ${call.statusText}`.trimEnd();
  }
}

const after = (ms: number | null): string => (ms === null ? "" : ` after ${spanText(ms * 1000)}`);

function endedBy({ endedBy }: Call): string {
  if (endedBy === "caller" || endedBy === "callee") return `, ended by the ${endedBy}`;
  return endedBy === "network" ? ", ended by the network" : endedBy === "timeout" ? ", ended by a timer" : "";
}

function qualityText({ quality }: Case, call: Call): string {
  const worst = worstMos(quality?.streams ?? []) ?? call.mos?.worst;
  if (worst === undefined || call.answeredAtUs === 0) return "";
  const shown = worst.toFixed(1);
  return `; quality ${Number(shown) >= 4 ? "good" : Number(shown) >= 3.6 ? "fair" : "poor"} (MOS ${shown})`;
}

function worstMos(streams: readonly { mosLq: number | null }[]): number | undefined {
  const all = streams.flatMap(({ mosLq }) => (mosLq === null ? [] : [mosLq]));
  return all.length === 0 ? undefined : Math.min(...all);
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  registration: "Registration",
  options: "OPTIONS",
  message: "Message",
  subscribe: "Subscription",
  other: "Dialog",
};

function otherSentence(call: Call): string {
  const what = KIND_WORDS[call.kind] ?? "Dialog";
  if (call.statusCode === 0) return `${what} without an answer so far.`;
  return `${what} answered${after(call.setupMs)}: ${`${call.statusCode} ${call.statusText}`.trimEnd()}.`;
}
