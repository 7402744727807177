// @sipglass/analyse: values → understanding. Pure reducers over plain records; no I/O, no clock of its own.
export * from "./view/view.ts";
export * from "./view/packet-text.ts";
export * from "./ladder/ladder.ts";
export * from "./ladder/ladder-text.ts";
export * from "./ladder/ladder-diagram.ts";
export * from "./ladder/ladder-svg.ts";
export * from "./ladder/legs.ts";
export * from "./ladder/markup.ts";
export * from "./ladder/media-ends.ts";
export * from "./ladder/palette.ts";
export * from "./ladder/printable.ts";
export * from "./ladder/tone.ts";
// call/
export { arrangeMessages, type ArchivedMessage } from "./call/arrange.ts";
export { createCallTracker } from "./call/call-tracker.ts";
export type { CallTracker, MessageInput, TrackerCheckpoint, TrackerOptions, Verdict } from "./call/tracker.ts";
// correlate/
export { createLinkEngine, type LinkEngine, type LinkEngineOptions } from "./correlate/link-engine.ts";
export { legFactsOf, type LegEnd, type LegFacts } from "./correlate/leg-facts.ts";
// clock/
export { clockDifferences, type ClockDifference } from "./clock/sightings.ts";
export { createClockOffsets, type ClockOffset, type ClockOffsets } from "./clock/clock-offsets.ts";
// registration/
export { createRegistrationTracker, type RegistrationOptions, type RegistrationTracker } from "./registration/registration-tracker.ts";
// offline/
export { createCaptureOpener, openCapture, openCaptureChunks, type CaptureOpener, type OpenCaptureOptions, type OpenedCapture } from "./offline/open-capture.ts";
// kpi/
export { distributionsFor, kpisOf, type KpiValue } from "./kpi/kpis-of.ts";
export { kpiReference } from "./kpi/reference.ts";
// quality/
export { qualityOf, type QualityLeg, type QualityOptions } from "./quality/quality-of.ts";
export { summariseQuality, type QualitySummary } from "./quality/summarise.ts";
export { CODEC_TABLE, codecTableWith, impairmentOf, type CodecImpairment, type CodecTable } from "./quality/codec-table.ts";
export { delayImpairment, effectiveImpairment, mosOfR, rate, rOfMos, satisfaction, type DelayModel } from "./quality/e-model.ts";
export { legacyHomerMos } from "./quality/legacy-homer.ts";
// diagnose/
export { diagnose, summariseDiagnosis } from "./diagnose/diagnose.ts";
export { marksOf, type Mark } from "./diagnose/marks.ts";
export { isSpeech } from "./diagnose/exchanges.ts";
export { negotiationOf } from "./diagnose/negotiation.ts";
export type { DiagnosisInput } from "./diagnose/case.ts";
export type { Rule } from "./diagnose/rule.ts";
export { RULES } from "./diagnose/rules.ts";
export { decodeG711, G711_RATE_HZ, isG711, wavOf, wavOfG711, type RtpDatagram } from "./quality/g711.ts";
export { createRtpBook, type CapturedStream, type RtpBook } from "./quality/rtp-book.ts";
export type { RtpInterval, RtpStreamFacts } from "./quality/rtp-stream.ts";
export { mediaOf } from "./offline/media-of.ts";
export { createStrayIndex, strayNames, type StrayIndex, type StrayLeg } from "./quality/stray-index.ts";
export { tellsOf, vqTells, type Stray, type StrayTells } from "./quality/stray.ts";
export { addStray } from "./call/stray-ref.ts";
export { createMediaReporter, type MediaReporter } from "./quality/media-reporter.ts";
