// Impairment of codecs for the E-model, as data that operators may edit: every function that needs it takes the table as an argument.
// Values from ITU-T G.113 by its tables; `assumed` says of which values they have none for this codec. docs/reference/quality.md explains each.
import type { CodecValue, MosScale } from "@sipglass/model";

export interface CodecImpairment {
  scale: MosScale;
  /** Equipment impairment without loss (G.113), on the scale's own R. */
  ie: number;
  /** Robustness against loss: the higher, the better the concealment. */
  bpl: number;
  /** Speech in one packet, as is usual; SDP's ptime and the packets themselves know better. */
  frameMs: number;
  /** Algorithmic delay beyond the frame. */
  lookAheadMs: number;
  /** No published impairment value, or only for a rate that SDP does not tell: ratings are estimates. */
  estimated: boolean;
  /** "" when all values are published. */
  assumed: string;
}

/** By name as in SDP (upper case), some with `/bit rate` or a parameter behind it. */
export type CodecTable = Readonly<Record<string, CodecImpairment>>;

function codec(
  scale: MosScale,
  ie: number,
  bpl: number,
  frameMs: number,
  lookAheadMs: number,
  assumed = "",
  estimated = false,
): CodecImpairment {
  return { scale, ie, bpl, frameMs, lookAheadMs, estimated, assumed };
}

/** Nearly every receiver conceals losses (G.711 Appendix I); the switch is the entry without it. */
const G711 = codec("nb", 0, 25.1, 20, 0);
const BPL = "Bpl assumed";
const BOTH = "Ie and Bpl assumed";
const GUESS = "no published values";

export const CODEC_TABLE: CodecTable = {
  // Table I.1 has Ie, Table I.4 the only five Bpl of narrow band.
  PCMU: G711,
  PCMA: G711,
  G711: G711,
  "G711/NOPLC": codec("nb", 0, 4.3, 20, 0),
  G723: codec("nb", 15, 16.1, 30, 7.5),
  "G729/VAD": codec("nb", 11, 19, 20, 5),
  "GSM-EFR": codec("nb", 5, 10, 20, 0),
  // Table I.1 alone.
  "G723/5300": codec("nb", 19, 16.1, 30, 7.5, BPL),
  "G726-40": codec("nb", 2, 4.3, 20, 0, BPL),
  "G726-32": codec("nb", 7, 4.3, 20, 0, BPL),
  "G726-24": codec("nb", 25, 4.3, 20, 0, BPL),
  "G726-16": codec("nb", 50, 4.3, 20, 0, BPL),
  G728: codec("nb", 7, 16, 20, 0, BPL),
  G729: codec("nb", 10, 19, 20, 5, BPL),
  GSM: codec("nb", 20, 10, 20, 0, BPL),
  "GSM-HR-08": codec("nb", 23, 10, 20, 0, BPL),
  // In no table: AMR at 12.2 kbit/s is the algorithm of GSM-EFR, linear PCM has no loss of coding.
  AMR: codec("nb", 5, 10, 20, 5, "Ie and Bpl of GSM-EFR"),
  ILBC: codec("nb", 11, 32, 20, 0, BOTH),
  "ILBC/13300": codec("nb", 12, 32, 30, 0, BOTH),
  L16: codec("nb", 0, 4.3, 20, 0, BPL),
  // Table IV.1: listening with one ear. Table IV.4 has Bpl for three rates of AMR-WB, listening with both.
  G722: codec("wb", 13, 7.1, 20, 1.5, BPL),
  G7221: codec("wb", 19, 10, 20, 20, BPL),
  "G7221/32000": codec("wb", 13, 10, 20, 20, BPL),
  "AMR-WB": codec("wb", 13, 4.3, 20, 5, "values of 12.65 kbit/s, Bpl of listening with both ears"),
  // Appendix V, for super-wide band at 24.4 kbit/s.
  EVS: codec("fb", 7.2, 11.4, 20, 12, "values of 24.4 kbit/s", true),
  OPUS: codec("fb", 15, 25, 20, 6.5, GUESS, true),
  SPEEX: codec("nb", 12, 20, 20, 10, GUESS, true),
  "SPEEX/16000": codec("wb", 20, 20, 20, 14, GUESS, true),
  SILK: codec("wb", 15, 20, 20, 5, GUESS, true),
};

/** With an operator's own values: what he says is no estimate any more. */
export function codecTableWith(values: readonly CodecValue[], table: CodecTable = CODEC_TABLE): CodecTable {
  const changed: Record<string, CodecImpairment> = { ...table };
  for (const { name, ie, bpl, scale } of values) {
    const known = impairmentOf(table, name);
    changed[name.toUpperCase()] = { ...known, ie, bpl, scale: scale ?? known.scale, estimated: false, assumed: "" };
  }
  return changed;
}

/** Rated as G.711 with concealment, and said to be an estimate. */
const UNKNOWN: CodecImpairment = { ...G711, estimated: true, assumed: "codec unknown: rated as G.711" };

/** Of a codec as SDP and RTP name it; the clock tells Speex and SILK of wide band from those of narrow band. */
export function impairmentOf(table: CodecTable, name: string, clockRateHz = 0): CodecImpairment {
  const upper = name.toUpperCase();
  // SDP spells it without the dash of its generation (RFC 5577), and G.729 in annexes.
  const plain = upper
    .replace(/^G729[A-Z]+$/, "G729")
    .replace(/^G722\.1C?$/, "G7221")
    .replace(/^G\.(\d)/, "G$1");
  return own(table, `${plain}/${clockRateHz}`) ?? own(table, plain) ?? own(table, upper) ?? UNKNOWN;
}

const own = (table: CodecTable, name: string): CodecImpairment | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
