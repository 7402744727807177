// Rules about whether people hear each other at all, and why not.
import type { Rule } from "./rule.ts";
import { mediaAddressPrivate } from "./rules/media-address-private.ts";
import { mediaAddressZero } from "./rules/media-address-zero.ts";
import { mediaDirectionRestricted } from "./rules/media-direction-restricted.ts";
import { mediaSourceDiffers } from "./rules/media-source-differs.ts";
import { noAudio } from "./rules/no-audio.ts";
import { oneWayAudio } from "./rules/one-way-audio.ts";

export const AUDIO_RULES: readonly Rule[] = [oneWayAudio, noAudio, mediaAddressPrivate, mediaAddressZero, mediaSourceDiffers, mediaDirectionRestricted];
