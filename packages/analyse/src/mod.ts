// @sipglass/analyse: values → understanding. Pure reducers over plain records; no I/O, no clock of its own.
export * from "./view/view.ts";
export * from "./ladder/ladder.ts";
export * from "./ladder/ladder-text.ts";
export * from "./ladder/ladder-diagram.ts";
export * from "./ladder/printable.ts";
// call/
export { arrangeMessages, type ArchivedMessage } from "./call/arrange.ts";
export { createCallTracker } from "./call/call-tracker.ts";
export type { CallTracker, MessageInput, TrackerCheckpoint, TrackerOptions, Verdict } from "./call/tracker.ts";
// registration/
export { createRegistrationTracker, type RegistrationOptions, type RegistrationTracker } from "./registration/registration-tracker.ts";
// offline/
export { createCaptureOpener, openCapture, openCaptureChunks, type CaptureOpener, type OpenCaptureOptions, type OpenedCapture } from "./offline/open-capture.ts";
