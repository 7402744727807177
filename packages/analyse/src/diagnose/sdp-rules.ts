// Rules about what offers and answers agreed on: codecs, streams, keys, candidates, addresses.
import type { Rule } from "./rule.ts";
import { addressFamilyDiffers } from "./rules/address-family-differs.ts";
import { answerCodecNotOffered } from "./rules/answer-codec-not-offered.ts";
import { codecChanged } from "./rules/codec-changed.ts";
import { dtlsRoles } from "./rules/dtls-roles.ts";
import { iceFailed } from "./rules/ice-failed.ts";
import { iceNotAnswered } from "./rules/ice-not-answered.ts";
import { mediaKeyInClear } from "./rules/media-key-in-clear.ts";
import { mediaStreamRefused } from "./rules/media-stream-refused.ts";
import { payloadTypeDiffers } from "./rules/payload-type-differs.ts";
import { payloadTypeNotAgreed } from "./rules/payload-type-not-agreed.ts";
import { ptimeDiffers } from "./rules/ptime-differs.ts";
import { rtcpMuxMismatch } from "./rules/rtcp-mux-mismatch.ts";
import { sdesNotMatching } from "./rules/sdes-not-matching.ts";
import { srtpMismatch } from "./rules/srtp-mismatch.ts";
import { transcoded } from "./rules/transcoded.ts";

export const SDP_RULES: readonly Rule[] = [
  answerCodecNotOffered, payloadTypeNotAgreed, payloadTypeDiffers, codecChanged, transcoded, ptimeDiffers, mediaStreamRefused,
  srtpMismatch, sdesNotMatching, dtlsRoles, mediaKeyInClear, iceFailed, iceNotAnswered, rtcpMuxMismatch, addressFamilyDiffers,
];
