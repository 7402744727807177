// The codecs of a call: what the answer took, and until there is one, what the offer held (RFC 3264).
import { bodyParts, parseSdp, type SdpMedia } from "@sipglass/decode";
import type { Call, SipMessage } from "@sipglass/model";
import type { StringPool } from "./keep.ts";
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
  for (const codec of codecsOf(message, keep) ?? []) if (call.codecs.length < MOST_CODECS && !call.codecs.includes(codec)) call.codecs.push(codec);
}

/** Undefined when the message carries no session description. */
function codecsOf(message: SipMessage, keep: StringPool): string[] | undefined {
  if (message.bodyAt >= message.endAt) return undefined;
  const part = bodyParts(message).find(({ contentType, text }) => /^\s*application\/sdp\b/i.test(contentType) || (contentType === "" && text.startsWith("v=0")));
  const sdp = part && parseSdp(part.text);
  if (!sdp?.ok) return undefined;
  const names: string[] = [];
  for (const media of sdp.value.media) if (media.port !== 0) for (const codec of codecNames(media)) if (!names.includes(codec) && names.length < MOST_CODECS) names.push(keep(codec));
  return names;
}

/** RFC 8866 §6.6: names in any case, so they are given as the registry has them (upper case, but `opus`). */
function codecNames(media: SdpMedia): string[] {
  if (media.kind === "image") return media.formats.map((format) => (/^t38$/i.test(format) ? "T38" : format));
  return media.codecs
    .filter(({ name }) => name !== "" && !NOT_CODECS.has(name.toLowerCase()))
    .map(({ name }) => (/^opus$/i.test(name) ? "opus" : name.toUpperCase()));
}
