// The quality of one leg: its streams in both directions, from RTCP, reports and (where it was captured) the media itself.
import type { Call, MessageView, Quality } from "@sipglass/model";
import { CODEC_TABLE, type CodecTable } from "./codec-table.ts";
import { joinHalves } from "./conversation.ts";
import type { DelayModel } from "./e-model.ts";
import { planOf } from "./media-plan.ts";
import { capturedIn } from "./media-reporter.ts";
import { mergeReported } from "./merge.ts";
import { ratedStream } from "./rated-stream.ts";
import { reportedOf } from "./reported.ts";
import type { CapturedStream } from "./rtp-book.ts";
import { joinRtcp, rtpDrafts } from "./rtp-drafts.ts";
import { rtcpPacketsOf } from "./rtcp-packets.ts";
import { rtcpStreams } from "./rtcp-streams.ts";
import { verdictsOf } from "./verdicts.ts";

export interface QualityOptions {
  codecs?: CodecTable;
  delayModel?: DelayModel;
  /** How a verdict writes a time of day; default UTC. */
  clock?(us: number): string;
}

export interface QualityLeg {
  call: Call;
  /** Everything of the leg, as arranged. */
  messages: readonly MessageView[];
  /** Media of this leg, where it was captured. */
  rtp?: readonly CapturedStream[];
}

export function qualityOf({ call, messages, rtp = [] }: QualityLeg, options: QualityOptions = {}): Quality {
  const plan = planOf(messages);
  const captured = [...rtp, ...messages.flatMap((message) => capturedIn(message) ?? [])];
  const measured = joinRtcp(rtpDrafts(captured, plan), rtcpStreams(rtcpPacketsOf(messages, plan, call), plan, call));
  joinHalves(measured);
  const drafts = mergeReported(measured, reportedOf(messages, plan));
  const rating = { codecs: options.codecs ?? CODEC_TABLE, delayModel: options.delayModel ?? "simplified" };
  const streams = drafts.map((draft) => ratedStream(draft, call.id, rating)).sort((a, b) => a.fromUs - b.fromUs);
  return { streams, verdicts: verdictsOf(streams, call, options.clock ?? utcClock) };
}

const utcClock = (us: number): string => `${new Date(us / 1000).toISOString().slice(11, 19)} UTC`;
