// The E-model: from loss, bursts and delay to a rating R and a mean opinion score. ITU-T G.107 with every other input at its default;
// wide band by G.107.1 and full band by G.107.2, which differ in where R begins.
import type { MosScale } from "@sipglass/model";
import type { CodecImpairment } from "./codec-table.ts";

/** Ro − Is: G.107 Table 3; G.107.1 Table 1; G.107.2 §7.1. */
const BEST_R: Record<MosScale, number> = { nb: 93.2, wb: 129, fb: 148 };
/** By which a rating is divided before it becomes a MOS: each scale's range over that of the narrow band. */
const TO_NARROW: Record<MosScale, number> = { nb: 1, wb: 1.29, fb: 1.48 };

/** `simplified` (Cole & Rosenbluth 2001) has default talker echo folded in; `g107` is Idd without echo. */
export type DelayModel = "simplified" | "g107";

/** G.107 (7-29): `lossPct` in percent, with late packets that were thrown away; `burstR` 1 = random loss. */
export function effectiveImpairment({ ie, bpl }: Pick<CodecImpairment, "ie" | "bpl">, lossPct: number, burstR: number): number {
  if (lossPct <= 0) return ie;
  return ie + (95 - ie) * (lossPct / (lossPct / Math.max(burstR, 1) + bpl));
}

/** `delayMs` one way, mouth to ear. */
export function delayImpairment(delayMs: number, model: DelayModel = "simplified"): number {
  if (model === "simplified") return 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  // G.107 (7-27), (7-28).
  if (delayMs <= 100) return 0;
  const x = Math.log2(delayMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** G.107 Annex B. The cubic dips below 1 for R under 6.5: hence the floor. */
export function mosOfR(r: number, scale: MosScale = "nb"): number {
  const narrow = r / TO_NARROW[scale];
  if (!(narrow > 0)) return 1;
  if (narrow >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * narrow + narrow * (narrow - 60) * (100 - narrow) * 7e-6);
}

/** The inverse (G.107 Appendix I), for those who report a MOS alone; exact for R from 6.5 to 100. */
export function rOfMos(mos: number): number {
  if (mos <= 1) return 0;
  if (mos >= 4.5) return 100;
  const h = Math.atan2(15 * Math.sqrt(Math.max(0, -903522 + 1113960 * mos - 202500 * mos * mos)), 18566 - 6750 * mos) / 3;
  return (20 / 3) * (8 - Math.sqrt(226) * Math.cos(h + Math.PI / 3));
}

/** ITU-T G.107 §7.5: mean observed burst over the mean burst that random loss of this share would make; at least 1. */
export const burstRatio = (meanBurst: number, lossPct: number): number => Math.max(1, meanBurst * (1 - Math.min(lossPct, 100) / 100));

/**
 * From the burst and gap metrics of RFC 3611 §4.7.2. A lost packet is followed by another with the density of where it was lost; in the
 * two-state model 1 − that is q, p follows from the share of loss, and BurstR = 1 / (p + q) = (1 − loss) / q.
 */
export function burstRatioOfXr(xr: { burstDensityPct: number; burstMs: number; gapDensityPct: number; gapMs: number }): number | null {
  const inBursts = xr.burstDensityPct * xr.burstMs;
  const inGaps = xr.gapDensityPct * xr.gapMs;
  const timeMs = xr.burstMs + xr.gapMs;
  if (timeMs <= 0 || inBursts + inGaps <= 0) return null;
  const loss = (inBursts + inGaps) / timeMs / 100;
  const again = (inBursts * xr.burstDensityPct + inGaps * xr.gapDensityPct) / (inBursts + inGaps) / 100;
  return again < 1 ? Math.max(1, (1 - loss) / (1 - again)) : null;
}

export interface RatingInputs {
  codec: CodecImpairment;
  lossPct: number;
  /** null: bursts are unknown, loss is taken as random. */
  burstR: number | null;
  /** One way, mouth to ear; null: unknown, then there is no conversational rating. */
  delayMs: number | null;
  delayModel?: DelayModel;
}

export interface Rating {
  /** Of listening, on the codec's scale. */
  r: number;
  mosLq: number;
  mosCq: number | null;
}

export function rate({ codec, lossPct, burstR, delayMs, delayModel }: RatingInputs): Rating {
  const r = BEST_R[codec.scale] - effectiveImpairment(codec, Math.min(Math.max(lossPct, 0), 100), burstR ?? 1);
  const mosCq = delayMs === null ? null : mosOfR(r - delayImpairment(delayMs, delayModel), codec.scale);
  return { r, mosLq: mosOfR(r, codec.scale), mosCq };
}

export const bestR = (scale: MosScale): number => BEST_R[scale];

/** Half the round trip, the jitter buffer (twice the jitter, a frame at least), one frame, and what the codec looks ahead. */
export function oneWayDelayMs(rttMs: number | null, jitterMs: number | null, { frameMs, lookAheadMs }: CodecImpairment): number | null {
  if (rttMs === null) return null;
  return rttMs / 2 + Math.max(2 * (jitterMs ?? 0), frameMs) + frameMs + lookAheadMs;
}

/** ITU-T G.109 in words; narrow-band R. */
export function satisfaction(mos: number): string {
  if (mos >= 4.34) return "very satisfied";
  if (mos >= 4.02) return "satisfied";
  if (mos >= 3.6) return "some dissatisfied";
  if (mos >= 3.1) return "many dissatisfied";
  return mos >= 2.58 ? "nearly all dissatisfied" : "not recommended";
}
