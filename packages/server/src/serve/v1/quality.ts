// How a call sounded: its streams by direction, what was reported and what is computed from it, and the verdict in words.
import { qualityOf, summariseQuality } from "@sipglass/analyse";
import { qualityToJson, type Quality } from "@sipglass/model";
import { Type } from "typebox";
import { identityOf, scopeOf, seesDigits } from "../auth/identity.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { findCall } from "./calls.ts";
import { CallParams } from "./params.ts";
import { Integer, MaybeTime, Text } from "./schemas.ts";

const nullable = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

const Mos = Type.Union([Type.Object({ worst: Type.Number(), average: Type.Number(), scale: Text, source: Text }), Type.Null()], {
  description: "of listening: the worst interval, and the mean of the streams of one scale; null = looked, and nobody measured",
});

const ReportAnswer = Type.Object(
  {
    ref: Text,
    at: MaybeTime,
    source: Text,
    by: Text,
    from: MaybeTime,
    packets_expected: nullable("in the interval"),
    packets_lost: nullable("signed: duplicates make it negative"),
    loss_pct: nullable("from the counts, where there are any"),
    reported_loss_pct: nullable("as the reporter says"),
    discard_pct: nullable("came too late"),
    jitter_ms: nullable("by the clock of the codec"),
    rtt_ms: nullable("null = not measured"),
    burst_r: nullable("ITU-T G.107 BurstR; null = unknown"),
    reported_mos: nullable("as the reporter says"),
    reported_r: nullable("as the reporter says"),
    mos_lq: nullable("computed, listening"),
    mos_cq: nullable("computed, conversational; null without a round trip"),
    r: nullable("computed, listening, on the scale of the stream"),
  },
  { additionalProperties: false },
);

const RtpAnswer = Type.Object(
  {
    payload_types: Type.Array(Integer),
    duplicates: Integer,
    out_of_order: Integer,
    late: Integer,
    jitter_buffer_ms: Type.Number(),
    bursts: Integer,
    longest_burst: Integer,
    max_delta_ms: Type.Number(),
    mean_delta_ms: Type.Number(),
    timestamp_jumps: Integer,
    talk_spurts: Integer,
    comfort_noise: Integer,
    dtmf: Type.Array(Type.Object({ digit: Text, at: MaybeTime, duration_ms: Type.Number() })),
  },
  { additionalProperties: false },
);

const RatingTermsAnswer = Type.Object(
  {
    best: Type.Number({ description: "Ro − Is: usual phones and no fault" }),
    codec: Type.Number({ description: "Ie" }),
    loss: Type.Number({ description: "Ie,eff − Ie" }),
    delay: nullable("Id; null without a round trip"),
    r: Type.Number({ description: "of listening" }),
    conversation_r: nullable("of conversation"),
  },
  { additionalProperties: false },
);

const StreamAnswer = Type.Object(
  {
    ssrc: Type.Integer({ description: "0 = no report named it" }),
    call_id: Text,
    src: Text,
    dst: Text,
    direction: Type.Enum(["caller_to_callee", "callee_to_caller", "unknown"]),
    codec: Text,
    clock_rate_hz: Integer,
    scale: Type.Enum(["nb", "wb", "fb"]),
    estimated: Type.Boolean({ description: "the codec has no published impairment values" }),
    from: MaybeTime,
    to: MaybeTime,
    packets: nullable("that arrived"),
    lost: nullable("of those that were sent"),
    loss_pct: nullable("of the whole stream"),
    jitter_ms: nullable("mean"),
    max_jitter_ms: nullable("largest"),
    rtt_ms: nullable("median"),
    conversation_rtt_ms: nullable("between the ends, where both halves were measured between them; null = rtt_ms is all that is known"),
    burst_r: nullable("BurstR"),
    mos_lq: nullable("computed, listening"),
    mos_cq: nullable("computed, conversational"),
    worst_mos: nullable("computed, listening, of the worst interval"),
    reported_mos: nullable("last one said"),
    source: Text,
    reports: Type.Array(ReportAnswer),
    rtp: Type.Union([RtpAnswer, Type.Null()], { description: "null = the media was not captured" }),
    terms: Type.Union([RatingTermsAnswer, Type.Null()], { description: "what the E-model takes off; null = not rated" }),
    why: Type.Array(Text),
  },
  { additionalProperties: false },
);

const QualityAnswer = Type.Object(
  {
    mos: Mos,
    loss_pct: nullable("of the worst direction"),
    jitter_ms: nullable("of the worst direction"),
    rtt_ms: nullable("the longest"),
    verdicts: Type.Array(Text),
    streams: Type.Array(StreamAnswer),
  },
  { additionalProperties: false },
);

export function presentQuality(quality: Quality, showDigits: boolean) {
  const { mos, lossPct, jitterMs, rttMs } = summariseQuality(quality);
  const streams = showDigits
    ? quality.streams
    : quality.streams.map((stream) => ({
        ...stream,
        rtp: stream.rtp && { ...stream.rtp, dtmf: stream.rtp.dtmf.map((key) => ({ ...key, digit: "*" })) },
      }));
  return { mos, loss_pct: lossPct, jitter_ms: jitterMs, rtt_ms: rttMs, ...qualityToJson({ ...quality, streams }) };
}

export function addQuality(app: Api, serving: Serving): void {
  const note = noteOf(serving);
  app.get(
    "/calls/:id/quality",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "How it sounded: streams by direction, reported and computed, with the verdict in words",
        tags: ["calls"],
        params: CallParams,
        response: { 200: QualityAnswer },
      },
    },
    async (request) => {
      const call = await findCall(serving, request, request.params.id);
      const messages = await serving.questions.messages(scopeOf(request), call);
      note(request, "call_viewed", call.callId);
      return presentQuality(qualityOf({ call, messages }, { codecs: serving.codecs }), seesDigits(identityOf(request)));
    },
  );
}
