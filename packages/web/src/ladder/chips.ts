// What a message carries beside its name, in a word or two on its arrow: codecs and direction of its SDP, a key pressed, another body.
import { isSpeech } from "@sipglass/analyse";
import { bodyOf, bodyParts, parseSdp, parseSip } from "@sipglass/decode";
import type { BodyPart, SdpMedia } from "@sipglass/decode";
import type { MessageJson } from "../api/shapes.ts";
import { CHIP_WORDS } from "../words/ladder.ts";

const SIP = 1;
const MOST_CODECS = 2;

const known = new WeakMap<MessageJson, readonly string[]>();

/** Asked for rows in view only, and once for each. */
export function chipsOf(message: MessageJson): readonly string[] {
  const made = known.get(message);
  if (made) return made;
  const chips = message.type === SIP && message.body_kind !== "" ? chipsIn(message.raw) : [];
  known.set(message, chips);
  return chips;
}

function chipsIn(raw: string): string[] {
  const parsed = parseSip(raw);
  return parsed.ok && bodyOf(parsed.value) !== "" ? [...new Set(bodyParts(parsed.value).flatMap(partChips))] : [];
}

function partChips({ contentType, text }: BodyPart): string[] {
  const type = contentType.toLowerCase();
  if (type.startsWith("application/sdp")) {
    const sdp = parseSdp(text);
    return sdp.ok ? sdp.value.media.flatMap(mediaChips) : [CHIP_WORDS.badSdp];
  }
  if (type.startsWith("application/dtmf")) return digitChip(/(?:signal\s*=\s*)?([0-9A-D*#])/i.exec(text.trim())?.[1]);
  if (type.startsWith("application/isup")) return [CHIP_WORDS.isup];
  if (type.startsWith("message/sipfrag")) return [/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? CHIP_WORDS.sipfrag];
  return [];
}

const digitChip = (digit: string | undefined): string[] => (digit === undefined ? [] : [CHIP_WORDS.key(digit.toUpperCase())]);

function mediaChips({ kind, port, codecs, formats, direction, transport, fingerprint }: SdpMedia): string[] {
  if (port === 0) return [CHIP_WORDS.refused(kind)];
  const speech = codecs.filter((codec) => codec.name !== "" && isSpeech(codec)).map(({ name }) => name);
  const names = kind === "audio" ? [...new Set(speech)] : [kind === "image" ? (formats[0] ?? kind) : kind];
  const more = names.length > MOST_CODECS ? [`+${names.length - MOST_CODECS}`] : [];
  const secure = /SAVP/i.test(transport) || fingerprint !== null ? [CHIP_WORDS.srtp] : [];
  return [...names.slice(0, MOST_CODECS), ...more, ...secure, ...(direction === "sendrecv" ? [] : [direction])];
}
