// One sentence for each direction that is not good: who hears whom badly, from when to when, and of what.
import type { Call, QualityReport, Stream } from "@sipglass/model";
import { conversationMs } from "./conversation.ts";

/** G.109: below, many are dissatisfied. */
const FLAWED_MOS = 3.6;
const BAD_MOS = 3.1;
/** Heard as gaps whatever a codec conceals. */
const HEARD_LOSS_PCT = 5;
/** G.114: conversations suffer beyond 150 ms one way, and hardly work beyond 400. */
const LATE_RTT_MS = 300;
const HIGH_JITTER_MS = 30;
const BURSTY = 1.5;

type Parties = Pick<Call, "caller" | "callee" | "fromUser" | "toUser" | "ruriUser">;

export function verdictsOf(streams: readonly Stream[], call: Parties, clock: (us: number) => string): string[] {
  const caller = call.caller || call.fromUser || "The caller";
  const callee = call.callee || call.toUser || call.ruriUser || "the called party";
  const sentences = streams.flatMap((stream) => {
    const pair =
      stream.direction === "caller_to_callee"
        ? [callee, caller]
        : stream.direction === "callee_to_caller"
          ? [caller, callee]
          : ["The receiver", "the sender"];
    return hearing(stream, pair[0]!, pair[1]!, clock);
  });
  const late = streams.filter((stream) => (conversationMs(stream) ?? 0) > LATE_RTT_MS);
  const rttMs = Math.max(...late.map((stream) => conversationMs(stream) ?? 0));
  return [
    ...new Set([...sentences, ...(late.length > 0 ? [`Both hear each other late: the round trip takes ${Math.round(rttMs)} ms.`] : [])]),
  ].map(capital);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function hearing(stream: Stream, listener: string, speaker: string, clock: (us: number) => string): string[] {
  const spells = spellsOf(intervalsOf(stream));
  const worst = spells.toSorted((a, b) => a.worstMos - b.worstMos)[0];
  if (!worst) return wholeHearing(stream, listener, speaker);
  const until = worst.toTheEnd ? "" : ` to ${clock(worst.toUs)}`;
  const others = spells.length > 1 ? `, and ${spells.length - 1} more time${spells.length > 2 ? "s" : ""}` : "";
  return [`${listener} hears ${speaker} ${manner(worst.worstMos)} from ${clock(worst.fromUs)}${until}: ${causes(worst)}${others}.`];
}

/** Where only totals are known. */
function wholeHearing({ mosLq, reportedMos, lossPct, jitterMs, burstR, source }: Stream, listener: string, speaker: string): string[] {
  const mos = mosLq ?? reportedMos;
  if (mos === null || mos >= FLAWED_MOS || source === "rtcp") return [];
  return [`${listener} hears ${speaker} ${manner(mos)}: ${causes({ lossPct, jitterMs, burstR, worstMos: mos })}.`];
}

const manner = (mos: number): string => (mos < BAD_MOS ? "badly" : "with flaws");

interface Causes {
  lossPct: number | null;
  jitterMs: number | null;
  burstR: number | null;
  worstMos: number;
}

interface Spell extends Causes {
  fromUs: number;
  toUs: number;
  toTheEnd: boolean;
}

/** Rated intervals of one source: two that measure the same time would tell one spell twice. */
function intervalsOf({ reports, source }: Stream): QualityReport[] {
  const intervals = reports.filter(({ fromUs, atUs, mosLq }) => mosLq !== null && fromUs < atUs);
  const fine = source === "rtcp_xr" && intervals.some((one) => one.source === "rtcp") ? "rtcp" : source;
  return intervals.filter((one) => one.source === fine);
}

/** Bad intervals that follow each other are one spell. */
function spellsOf(intervals: readonly QualityReport[]): Spell[] {
  const runs: QualityReport[][] = [];
  let open = false;
  for (const report of intervals) {
    const bad = (report.mosLq ?? 5) < FLAWED_MOS || (report.lossPct ?? 0) + (report.discardPct ?? 0) >= HEARD_LOSS_PCT;
    if (bad && open) runs.at(-1)!.push(report);
    else if (bad) runs.push([report]);
    open = bad;
  }
  return runs.map((run) => spellOf(run, run.at(-1) === intervals.at(-1)));
}

function spellOf(run: readonly QualityReport[], toTheEnd: boolean): Spell {
  const weight = (report: QualityReport): number => report.packetsExpected ?? 1;
  const sum = run.reduce((total, report) => total + weight(report), 0);
  const lossPct = run.reduce((total, report) => total + ((report.lossPct ?? 0) + (report.discardPct ?? 0)) * weight(report), 0) / sum;
  const most = (key: "jitterMs" | "burstR"): number | null => {
    const known = run.flatMap((report) => report[key] ?? []);
    return known.length > 0 ? Math.max(...known) : null;
  };
  return {
    fromUs: run[0]!.fromUs,
    toUs: run.at(-1)!.atUs,
    toTheEnd,
    lossPct,
    jitterMs: most("jitterMs"),
    burstR: most("burstR"),
    worstMos: Math.min(...run.map(({ mosLq }) => mosLq ?? 5)),
  };
}

function causes({ lossPct, jitterMs, burstR, worstMos }: Causes): string {
  const loss =
    lossPct !== null && lossPct >= 0.5 ? `${round(lossPct)} % loss${burstR !== null && burstR >= BURSTY ? " in bursts" : ""}` : "";
  const jitter = jitterMs !== null && jitterMs >= HIGH_JITTER_MS ? `${round(jitterMs)} ms jitter` : "";
  const said = [loss, jitter].filter((text) => text !== "").join(", ");
  return said === "" ? `MOS ${worstMos.toFixed(1)}` : said;
}

const round = (value: number): string => (value >= 10 ? value.toFixed(0) : String(Number(value.toFixed(1))));
