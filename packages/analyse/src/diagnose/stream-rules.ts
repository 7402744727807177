// What is wrong with the sound, a rule a figure: loss, bursts, jitter, late packets, delay, and the rating that comes of them. The figures and
// their formulas are those of analyse/quality; here only stands from where on people notice.
import type { Severity, Stream } from "@sipglass/model";
import { conversationMs } from "../quality/conversation.ts";
import { countOfLost } from "../quality/why.ts";
import { hearing, heardIn } from "./directions.ts";
import { NEED, type Need } from "./needs.ts";
import { ABSENT, found, type Rule, type Weight } from "./rule.ts";

export interface Words {
  /** As people are called; `path` has the media addresses in parentheses. */
  listener: string;
  speaker: string;
  path: string;
}

interface Figure {
  id: string;
  title: string;
  severity: Severity;
  weight?: Weight;
  looksFor: string;
  source: string;
  nextStep: string;
  needs?: readonly Need[];
  explains?: readonly string[];
  /** 0: nothing to say; larger is worse: the worst stream is shown. */
  badness(stream: Stream): number;
  severityOf?(stream: Stream): Severity;
  sentence(words: Words, stream: Stream): string;
  /** The figures behind it. */
  figures(stream: Stream): string;
}

const n = (value: number): string => String(value >= 10 ? Math.round(value) : Number(value.toFixed(1)));
const over = (value: number | null | undefined, limit: number): number => (value === null || value === undefined || value < limit ? 0 : value);
/** Late packets that a receiver threw away, of its latest report. */
const discardOf = ({ reports, rtp, packets }: Stream): number | null =>
  rtp !== null && packets ? (rtp.late / packets) * 100 : (reports.findLast(({ discardPct }) => discardPct !== null)?.discardPct ?? null);
const isLong = ({ packets }: Stream): boolean => packets === null || packets >= 100;
/** To a tenth, as the page shows the loss of a call everywhere. */
const lossOf = ({ lossPct }: Stream): string => `${Number((lossPct ?? 0).toFixed(1))} %`;
const lossText = (stream: Stream): string => `${lossOf(stream)} lost${countOfLost(stream)}`;

const FIGURES: readonly Figure[] = [
  {
    id: "packet_loss", title: "Packets lost", severity: "warning", looksFor: "3 % or more of the packets of a stream lost, over a hundred packets or more; an error from 10 % on, a note from 1 %.",
    source: "RFC 3550 §6.4.1, §A.3; ITU-T G.107 §7.5; ITU-T G.113 Appendix I", explains: ["poor_quality"],
    nextStep: "Measure on both sides of each hop to see where packets go missing; look at that line's load, Wi-Fi, duplex mismatch and queue for voice.",
    badness: (stream) => (isLong(stream) ? over(stream.lossPct, 1) : 0), severityOf: ({ lossPct }) => ((lossPct ?? 0) >= 10 ? "error" : (lossPct ?? 0) >= 3 ? "warning" : "info"),
    sentence: ({ listener, speaker, path }, stream) => `${lossOf(stream)} of what ${speaker} said never reached ${listener}${path}.`, figures: lossText,
  },
  {
    id: "loss_in_bursts", title: "Losses in bursts", severity: "warning", looksFor: "Ten or more packets in a row missing in captured media, or a burst ratio of 2 and more at 1 % loss or more: what stands together cannot be concealed.",
    source: "RFC 3611 §4.7.2; ITU-T G.107 §7.5", explains: ["packet_loss", "poor_quality"],
    nextStep: "Look at what else happened in these moments: a route change, a full queue, roaming between Wi-Fi cells; more jitter buffer does not help against it.",
    badness: (stream) => (!isLong(stream) || (stream.lossPct ?? 0) < 0.5 ? 0 : (stream.rtp?.longestBurst ?? 0) >= 10 ? (stream.rtp?.longestBurst ?? 0) : (stream.lossPct ?? 0) >= 1 ? over(stream.burstR, 2) : 0),
    sentence: ({ listener, speaker, path }, { rtp }) => `${listener} missed whole words of ${speaker}${path}: packets were lost in a row${rtp === null ? "" : `, up to ${rtp.longestBurst} of them`}.`,
    figures: (stream) => `${lossText(stream)}${stream.burstR === null ? "" : `, burst ratio ${n(stream.burstR)}`}${stream.rtp === null ? "" : `, ${stream.rtp.bursts} gaps, longest ${stream.rtp.longestBurst} packets`}`,
  },
  {
    id: "high_jitter", title: "High jitter", severity: "warning", looksFor: "Jitter of 30 ms or more on average, or peaks of 100 ms.", source: "RFC 3550 §6.4.1, §A.8",
    nextStep: "Look for a queue: an uplink that is full, Wi-Fi, a busy processor at the sender; check that the DSCP mark survives to the end.", explains: ["packets_too_late", "poor_quality"],
    badness: (stream) => (isLong(stream) ? over(stream.jitterMs, 30) || over(stream.maxJitterMs, 100) : 0),
    sentence: ({ listener, speaker, path }, { jitterMs, maxJitterMs }) => `What ${speaker} says reaches ${listener} unevenly${path}: ${n(jitterMs ?? 0)} ms jitter on average, ${n(maxJitterMs ?? jitterMs ?? 0)} ms at worst.`,
    figures: ({ jitterMs, maxJitterMs }) => `jitter ${n(jitterMs ?? 0)} ms, at most ${n(maxJitterMs ?? jitterMs ?? 0)} ms`,
  },
  {
    id: "packets_too_late", title: "Packets too late to be played", severity: "warning", looksFor: "1 % or more of the packets came later than the jitter buffer waits, by the media itself or by the receiver's own report.",
    source: "RFC 3611 §4.7.1", nextStep: "A larger or adaptive jitter buffer trades this for delay; the cause is jitter on the way.", explains: ["poor_quality"],
    badness: (stream) => (isLong(stream) ? over(discardOf(stream), 1) : 0),
    sentence: ({ listener, speaker, path }, stream) => `${n(discardOf(stream) ?? 0)} % of what ${speaker} said came too late for ${listener} to play it${path}.`, figures: (stream) => `${n(discardOf(stream) ?? 0)} % too late`,
  },
  {
    id: "long_delay", title: "Long delay", severity: "warning", looksFor: "A round trip of 400 ms or more between the ends of a stream, both halves together where RTCP was captured between them; an error from 800 ms on.", source: "ITU-T G.114; RFC 3550 §6.4.1",
    nextStep: "Look at the path of the media: a relay on another continent, satellite, a tunnel; bring the relay nearer.", explains: ["poor_quality"],
    badness: (stream) => over(conversationMs(stream), 400), severityOf: (stream) => ((conversationMs(stream) ?? 0) >= 800 ? "error" : "warning"),
    sentence: ({ listener, speaker, path }, stream) => `${capital(listener)} and ${speaker} hear each other late${path}: there and back takes ${n(conversationMs(stream) ?? 0)} ms.`, figures: (stream) => `round trip ${n(conversationMs(stream) ?? 0)} ms`,
  },
  {
    id: "packets_out_of_order", title: "Packets out of order", severity: "info", weight: "oddity", needs: [NEED.rtp], looksFor: "1 % or more of captured packets arrived out of order or twice.", source: "RFC 3550 §A.1, §A.3",
    nextStep: "Look for two paths that share the load packet by packet, or a mirror port that delivers packets twice.",
    badness: ({ rtp, packets }) => (rtp === null || !packets || packets < 100 ? 0 : over(((rtp.outOfOrder + rtp.duplicates) / packets) * 100, 1)),
    sentence: ({ speaker, path }, { rtp }) => `Packets of ${speaker} arrive out of order or twice${path}: ${rtp?.outOfOrder ?? 0} late, ${rtp?.duplicates ?? 0} twice.`,
    figures: ({ rtp, packets }) => `${rtp?.outOfOrder ?? 0} out of order and ${rtp?.duplicates ?? 0} twice of ${packets ?? 0}`,
  },
  {
    id: "media_gap", title: "Gap in the media", severity: "warning", needs: [NEED.rtp], looksFor: "Within one spell of speech no packet of a captured stream for a second or longer.", source: "RFC 3551 §4.1; RFC 3550 §5.1",
    nextStep: "Compare with the signalling at that second: hold, transfer or a re-INVITE explain it. Otherwise the sender or its line stood still.", explains: ["poor_quality", "high_jitter"],
    badness: ({ rtp }) => over(rtp?.maxDeltaMs, 1000), sentence: ({ listener, speaker, path }, { rtp }) => `For ${n((rtp?.maxDeltaMs ?? 0) / 1000)} s nothing of ${speaker} reached ${listener} in the middle of speech${path}.`,
    figures: ({ rtp }) => `longest time between two packets ${n(rtp?.maxDeltaMs ?? 0)} ms, on average ${n(rtp?.meanDeltaMs ?? 0)} ms`,
  },
  {
    id: "sender_jumped", title: "Sender restarted its stream", severity: "info", weight: "oddity", needs: [NEED.rtp], looksFor: "Time stamps and sequence numbers of a captured stream jump against each other three times or more.", source: "RFC 3550 §5.1, §A.1",
    nextStep: "Clicks or gaps at these moments come from the sender: look at its load and at what it mixes or transcodes.",
    badness: ({ rtp }) => over(rtp?.timestampJumps, 3), sentence: ({ speaker, path }, { rtp }) => `The device of ${speaker} restarted its stream ${rtp?.timestampJumps ?? 0} times${path}.`,
    figures: ({ rtp }) => `${rtp?.timestampJumps ?? 0} jumps of the time stamp`,
  },
  {
    id: "poor_quality", title: "Poor speech quality", severity: "warning", looksFor: "A rating (MOS) below 3.6 on the narrow-band scale, below 3.6 on the wide ones too; an error below 2.6. The device's own rating counts where nothing can be computed.",
    source: "ITU-T G.107 Annex B; ITU-T G.109 §5", nextStep: "The other findings about this stream say what it comes from; without one, the codec itself or the device's own measurement.",
    badness: (stream) => 5 - Math.min(rated(stream) ?? 5, 5) > 1.4 ? 5 - (rated(stream) ?? 5) : 0, severityOf: (stream) => ((rated(stream) ?? 5) < 2.6 ? "error" : "warning"),
    sentence: ({ listener, speaker, path }, stream) => `${listener} heard ${speaker} ${(rated(stream) ?? 5) < 2.6 ? "badly" : "with flaws"}${path}: MOS ${(rated(stream) ?? 0).toFixed(1)}.`,
    figures: (stream) => [`MOS ${(rated(stream) ?? 0).toFixed(2)}`, ...stream.why.slice(0, 3).map((line) => line.replace(/\.$/, ""))].join("; "),
  },
];

const rated = ({ mosLq, reportedMos, packets }: Stream): number | null => (packets !== null && packets < 100 ? null : (mosLq ?? reportedMos));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function figureRule({ id, title, severity, weight = "harm", looksFor, source, nextStep, needs = [NEED.media], explains = [], badness, severityOf, sentence, figures }: Figure): Rule {
  return {
    id, title, severity, weight, looksFor, source, nextStep, needs, explains,
    examine(examined) {
      const bad = (examined.quality?.streams ?? []).filter((stream) => badness(stream) > 0).toSorted((a, b) => badness(b) - badness(a));
      const worst = bad[0];
      if (worst === undefined) return ABSENT;
      const { host, ...words } = hearing(examined, worst);
      return found({
        sentence: capital(sentence(words, worst)), host, severity: severityOf?.(worst) ?? severity,
        evidence: bad.slice(0, 4).map((stream) => heardIn(stream, `${figures(stream)}${stream.src === "" ? "" : `, ${stream.src} to ${stream.dst}`}`, worstReport(stream))),
      });
    },
  };
}

/** The report of the worst interval, so that the page can show it. */
function worstReport({ reports }: Stream): string {
  const rated = reports.filter(({ ref, mosLq }) => ref !== "" && mosLq !== null).toSorted((a, b) => (a.mosLq ?? 5) - (b.mosLq ?? 5));
  return rated[0]?.ref ?? reports.find(({ ref }) => ref !== "")?.ref ?? "";
}

export const STREAM_RULES: readonly Rule[] = FIGURES.map(figureRule);
