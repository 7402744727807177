// The codecs of a call: what the answer took, and until there is one, what the offer held (RFC 3264).
import { bodyParts, parseSdp, type SdpMedia } from "@sipglass/decode";
import type { Call, SipMessage } from "@sipglass/model";
import { withItem, type StringPool } from "./keep.ts";
import type { CallFacts } from "./open-call.ts";

const MOST_CODECS = 16;
/** Carried beside speech, not instead of it (RFC 4733, RFC 3389, RFC 2198). */
const NOT_CODECS = new Set(["telephone-event", "cn", "red", "rtx", "ulpfec", "flexfec-03"]);
/** Ranks of `codecsFrom`. An INVITE without an offer gets one in the response and answers it in the ACK (RFC 3261 §13.2.1). */
const FROM = { offer: 1, early: 2, answer: 3, lateOffer: 4, lateAnswer: 5 } as const;

/** An offer or answer in a message of the INVITE that makes the call. Every hop repeats it: only the first of its rank is read. */
export function noteSessionDescription(call: Call, facts: CallFacts, message: SipMessage, namesIn: CodecNames): void {
  const rank = rankOf(facts, message);
  if (rank <= facts.codecsFrom) return;
  const codecs = codecsOf(message, namesIn);
  if (!codecs) return;
  facts.codecsFrom = rank;
  call.codecs = codecs;
}

function rankOf(facts: CallFacts, message: SipMessage): number {
  if (message.isRequest) return message.method === "INVITE" ? FROM.offer : facts.codecsFrom === FROM.lateOffer ? FROM.lateAnswer : 0;
  if (facts.codecsFrom === 0 && facts.startSeen) return FROM.lateOffer;
  return message.statusCode < 200 ? FROM.early : FROM.answer;
}

/** A re-INVITE was answered, perhaps with another codec (T.38, video): added to those before. */
export function addAnsweredCodecs(call: Call, message: SipMessage, namesIn: CodecNames): void {
  for (const codec of codecsOf(message, namesIn) ?? [])
    if (call.codecs.length < MOST_CODECS && !call.codecs.includes(codec)) call.codecs = withItem(call.codecs, codec);
}

/** Undefined when the message carries no session description. */
function codecsOf(message: SipMessage, namesIn: CodecNames): readonly string[] | undefined {
  const { text, bodyAt, endAt, contentType } = message;
  if (bodyAt >= endAt) return undefined;
  if (contentType === "application/sdp") return namesIn(text, bodyAt, endAt);
  const part = bodyParts(message).find(
    (each) => /^\s*application\/sdp\b/i.test(each.contentType) || (each.contentType === "" && each.text.startsWith("v=0")),
  );
  return part && namesIn(part.text, 0, part.text.length);
}

/** The names of the codecs in `text[at, end)`; undefined when it is no session description. */
export type CodecNames = (text: string, at: number, end: number) => readonly string[] | undefined;

/** Descriptions differ in ports and addresses; their m= and rtpmap lines repeat, so the names are read once for each shape. */
export function createCodecNames(keep: StringPool, mostShapes = 4000): CodecNames {
  const shapes = new Map<number, readonly string[]>();
  return (text, at, end) => {
    const shape = shapeOf(text, at, end);
    const known = shapes.get(shape);
    if (known) return known;
    const sdp = parseSdp(text.slice(at, end));
    if (!sdp.ok) return undefined;
    const names = namesOf(sdp.value.media).map(keep);
    if (shapes.size >= mostShapes) shapes.clear();
    if (shape !== 0) shapes.set(shape, names);
    return names;
  };
}

function namesOf(media: readonly SdpMedia[]): string[] {
  const names = media.filter(({ port }) => port !== 0).flatMap(codecNames);
  return [...new Set(names)].slice(0, MOST_CODECS);
}

/**
 * A number (53 bits) for the lines that decide the names, ports reduced to whether they are zero; 0 when the text is not of the usual
 * form.
 */
function shapeOf(text: string, at: number, end: number): number {
  let a = 0x811c9dc5;
  let b = 0;
  while (at < end) {
    const lf = text.indexOf("\n", at);
    const lineEnd = lf < 0 || lf > end ? end : lf;
    const first = text.charCodeAt(at);
    if (first <= 32 && lineEnd - at > 1) return 0;
    if (first === 109 || isRtpMap(text, at)) {
      const port = first === 109 ? text.indexOf(" ", at) + 1 : -1;
      for (let i = at; i < lineEnd; i++) {
        let code = text.charCodeAt(i);
        if (i === port && code !== 48) {
          while (i + 1 < lineEnd && text.charCodeAt(i + 1) > 32) i++;
          code = 43;
        }
        a = Math.imul(a ^ code, 0x01000193);
        b = (Math.imul(b, 31) + code) | 0;
      }
    }
    at = lineEnd + 1;
  }
  return (a >>> 0) * 0x200000 + (b & 0x1fffff);
}

const isRtpMap = (text: string, at: number): boolean =>
  (text.charCodeAt(at) | 32) === 97 && (text.charCodeAt(at + 2) | 32) === 114 && /^rtpmap/i.test(text.slice(at + 2, at + 8));

/** RFC 8866 §6.6: names in any case, so they are given as the registry has them (upper case, but `opus`). */
function codecNames(media: SdpMedia): string[] {
  if (media.kind === "image") return media.formats.map((format) => (/^t38$/i.test(format) ? "T38" : format));
  return media.codecs
    .filter(({ name }) => name !== "" && !NOT_CODECS.has(name.toLowerCase()))
    .map(({ name }) => (/^opus$/i.test(name) ? "opus" : name.toUpperCase()));
}
