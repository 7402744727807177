// Rules about media, registration, identity, transport, attacks and the capture itself. One a file in rules/, lists by theme beside this file.
import { ATTACK_RULES } from "./attack-rules.ts";
import { AUDIO_RULES } from "./audio-rules.ts";
import { CAPTURE_RULES } from "./capture-rules.ts";
import { IDENTITY_RULES } from "./identity-rules.ts";
import { REGISTRATION_RULES } from "./registration-rules.ts";
import type { Rule } from "./rule.ts";
import { SDP_RULES } from "./sdp-rules.ts";
import { STREAM_RULES } from "./stream-rules.ts";
import { TALK_RULES } from "./talk-rules.ts";
import { TRANSPORT_RULES } from "./transport-rules.ts";

export const MEDIA_RULES: readonly Rule[] = [...AUDIO_RULES, ...STREAM_RULES, ...SDP_RULES, ...TALK_RULES, ...REGISTRATION_RULES, ...IDENTITY_RULES, ...TRANSPORT_RULES, ...ATTACK_RULES, ...CAPTURE_RULES];
