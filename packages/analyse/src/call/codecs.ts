// The codecs of a call: what the answer took, and until there is one, what the offer held (RFC 3264).
import { bodyParts, parseSdp, type SdpMedia } from "@sipglass/decode";
import type { Call, SipMessage } from "@sipglass/model";
import { detached, withItem, type StringPool } from "./keep.ts";
import type { CallFacts } from "./open-call.ts";

const MOST_CODECS = 16;
/** Carried beside speech, not instead of it (RFC 4733, RFC 3389, RFC 2198). */
const NOT_CODECS = new Set(["telephone-event", "cn", "red", "rtx", "ulpfec", "flexfec-03"]);
/** Ranks of `codecsFrom`. An INVITE without an offer gets one in the response and answers it in the ACK (RFC 3261 §13.2.1). */
const FROM = { offer: 1, early: 2, answer: 3, lateOffer: 4, lateAnswer: 5 } as const;

/** An offer or answer in a message of the INVITE that makes the call. Every hop repeats it: only the first of its rank is read. */
export function noteSessionDescription(call: Call, facts: CallFacts, message: SipMessage, keep: StringPool): void {
  const rank = rankOf(facts, message);
  if (rank <= facts.codecsFrom) return;
  const codecs = codecsOf(message, keep);
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
export function addAnsweredCodecs(call: Call, message: SipMessage, keep: StringPool): void {
  for (const codec of codecsOf(message, keep) ?? []) if (call.codecs.length < MOST_CODECS && !call.codecs.includes(codec)) call.codecs = withItem(call.codecs, codec);
}

/** Undefined when the message carries no session description. */
function codecsOf(message: SipMessage, keep: StringPool): string[] | undefined {
  if (message.bodyAt >= message.endAt) return undefined;
  const part = bodyParts(message).find(({ contentType, text }) => /^\s*application\/sdp\b/i.test(contentType) || (contentType === "" && text.startsWith("v=0")));
  return part && namesIn(part.text, keep);
}

/** Descriptions differ in ports and addresses; their m= and rtpmap lines repeat, so the names are read once for each shape. */
const shapes = new Map<string, string[]>();
const MOST_SHAPES = 2000;

function namesIn(text: string, keep: StringPool): string[] | undefined {
  const shape = shapeOf(text);
  const known = shapes.get(shape);
  if (known) return known.slice();
  const sdp = parseSdp(text);
  if (!sdp.ok) return undefined;
  const names: string[] = [];
  for (const media of sdp.value.media) if (media.port !== 0) for (const codec of codecNames(media)) if (!names.includes(codec) && names.length < MOST_CODECS) names.push(keep(codec));
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  if (shape !== "") shapes.set(detached(shape), names);
  return names.slice();
}

/** The lines that decide the names, with ports reduced to whether they are zero; "" when the text is not of the usual form. */
function shapeOf(text: string): string {
  let shape = "";
  for (let at = 0; at < text.length; ) {
    const lf = text.indexOf("\n", at);
    const end = lf < 0 ? text.length : lf;
    const first = text.charCodeAt(at);
    if (first <= 32 && end - at > 1) return "";
    if (first === 109) shape += text.slice(at, end).replace(/ [1-9]\d*/, " +");
    else if (first === 97 && (text.charCodeAt(at + 2) | 32) === 114 && /^rtpmap/i.test(text.slice(at + 2, at + 8))) shape += text.slice(at, end);
    at = end + 1;
  }
  return shape.length < 4096 ? shape : "";
}

/** RFC 8866 §6.6: names in any case, so they are given as the registry has them (upper case, but `opus`). */
function codecNames(media: SdpMedia): string[] {
  if (media.kind === "image") return media.formats.map((format) => (/^t38$/i.test(format) ? "T38" : format));
  return media.codecs
    .filter(({ name }) => name !== "" && !NOT_CODECS.has(name.toLowerCase()))
    .map(({ name }) => (/^opus$/i.test(name) ? "opus" : name.toUpperCase()));
}
