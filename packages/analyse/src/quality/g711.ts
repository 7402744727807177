// G.711 to linear samples and a WAV file (ITU-T G.711; RFC 3551 §4.5.14): one stream of captured media to listen to. Packets stand where
// their time stamps put them, so that what was lost or suppressed is silence of its true length.
import { decodeRtp, STATIC_PAYLOADS } from "@sipglass/decode";

/** µ-law: inverted, biased by 132 (G.711 table 2a). */
function fromMuLaw(code: number): number {
  const inverted = ~code & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + 132) << ((inverted >> 4) & 7)) - 132;
  return (inverted & 0x80) !== 0 ? -magnitude : magnitude;
}

/** A-law: every other bit inverted (G.711 table 1a). */
function fromALaw(code: number): number {
  const plain = code ^ 0x55;
  const exponent = (plain >> 4) & 7;
  const mantissa = (plain & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return (plain & 0x80) !== 0 ? magnitude : -magnitude;
}

const table = (of: (code: number) => number): Int16Array => Int16Array.from({ length: 256 }, (_, code) => of(code));
const TABLES: Readonly<Record<string, Int16Array>> = { PCMU: table(fromMuLaw), PCMA: table(fromALaw) };

export const G711_RATE_HZ = 8000;
/** Two hours of 16 bit at 8 kHz are 115 MB: more is no call that somebody listens to. */
const MOST_SAMPLES = 2 * 3600 * G711_RATE_HZ;
/** A jump of the time stamp by more is a new beginning: the gap is as long as the pause between arrivals. */
const LONGEST_GAP_SAMPLES = 60 * G711_RATE_HZ;

export interface RtpDatagram {
  /** RTP header and payload. */
  payload: Uint8Array;
  timeUs: number;
}

export function isG711(payloadType: number): boolean {
  return Object.hasOwn(TABLES, STATIC_PAYLOADS.get(payloadType)?.name ?? "");
}

/** Samples of all PCMU and PCMA packets among `datagrams` (of one stream, in any order); what is missing between them is silence. */
export function decodeG711(datagrams: Iterable<RtpDatagram>): Int16Array {
  const pieces: { at: number; samples: Uint8Array; table: Int16Array }[] = [];
  let last: { at: number; timestamp: number; timeUs: number } | undefined;
  let [first, end] = [0, 0];
  for (const { payload, timeUs } of datagrams) {
    const rtp = decodeRtp(payload);
    const law = rtp.ok ? TABLES[STATIC_PAYLOADS.get(rtp.value.payloadType)?.name ?? ""] : undefined;
    if (!rtp.ok || !law) continue;
    const { timestamp, payload: samples } = rtp.value;
    const at = last ? last.at + gapOf(last, timestamp, timeUs) : 0;
    if (at + samples.length - first > MOST_SAMPLES) break;
    pieces.push({ at, samples, table: law });
    first = Math.min(first, at);
    end = Math.max(end, at + samples.length);
    last = { at, timestamp, timeUs };
  }
  const pcm = new Int16Array(end - first);
  for (const { at, samples, table: law } of pieces) for (let i = 0; i < samples.length; i += 1) pcm[at - first + i] = law[samples[i]!]!;
  return pcm;
}

function gapOf(last: { timestamp: number; timeUs: number }, timestamp: number, timeUs: number): number {
  const samples = (timestamp - last.timestamp) | 0;
  if (Math.abs(samples) <= LONGEST_GAP_SAMPLES) return samples;
  return Math.min(Math.max(Math.round(((timeUs - last.timeUs) / 1e6) * G711_RATE_HZ), 0), LONGEST_GAP_SAMPLES);
}

/** RIFF WAVE, PCM, mono, 16 bit. */
export function wavOf(pcm: Int16Array, rateHz = G711_RATE_HZ): Uint8Array {
  const bytes = new Uint8Array(44 + pcm.length * 2);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string): void => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, pcm.length * 2, true);
  pcm.forEach((sample, i) => view.setInt16(44 + i * 2, sample, true));
  return bytes;
}

/** One G.711 stream as a WAV file. */
export const wavOfG711 = (datagrams: Iterable<RtpDatagram>): Uint8Array => wavOf(decodeG711(datagrams));
