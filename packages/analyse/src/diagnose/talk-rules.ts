// Rules about media while people talk: its beginning and end, early media, keys, fax, pauses, and who reports.
import type { Rule } from "./rule.ts";
import { announcementBeforeFailure } from "./rules/announcement-before-failure.ts";
import { comfortNoiseNotAgreed } from "./rules/comfort-noise-not-agreed.ts";
import { dtmfClockDiffers } from "./rules/dtmf-clock-differs.ts";
import { dtmfInfoRefused } from "./rules/dtmf-info-refused.ts";
import { dtmfNotAgreed } from "./rules/dtmf-not-agreed.ts";
import { dtmfSentTwice } from "./rules/dtmf-sent-twice.ts";
import { earlyMediaSilent } from "./rules/early-media-silent.ts";
import { lateMedia } from "./rules/late-media.ts";
import { mediaEndedEarly } from "./rules/media-ended-early.ts";
import { ringbackAfterEarlyMedia } from "./rules/ringback-after-early-media.ts";
import { rtcpAbsent } from "./rules/rtcp-absent.ts";
import { rtcpOneSided } from "./rules/rtcp-one-sided.ts";
import { ssrcChanged } from "./rules/ssrc-changed.ts";
import { t38Refused } from "./rules/t38-refused.ts";
import { t38Weak } from "./rules/t38-weak.ts";

export const TALK_RULES: readonly Rule[] = [
  earlyMediaSilent, announcementBeforeFailure, ringbackAfterEarlyMedia, lateMedia, mediaEndedEarly, ssrcChanged, rtcpOneSided, rtcpAbsent,
  dtmfNotAgreed, dtmfClockDiffers, dtmfInfoRefused, dtmfSentTwice, t38Refused, t38Weak, comfortNoiseNotAgreed,
];
