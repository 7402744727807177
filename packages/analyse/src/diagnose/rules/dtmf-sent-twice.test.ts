import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, callerRtp, goodRtp, START_US, SECONDS } from "../media.fixture.ts";
import { dtmfSentTwice } from "./dtmf-sent-twice.ts";

const withInfo = answered("", "", "@10s A>B INFO body(application/dtmf-relay Signal=5\\nDuration=160\\n)\nB>A 200 for=INFO");
const event = (digit: string, seconds: number) => callerRtp({ rtp: goodRtp({ dtmf: [{ digit, atUs: START_US + seconds * SECONDS, durationMs: 160 }] }) });

test("one key in the media and by INFO at the same time is sent twice", () => {
  const finding = assertFound(dtmfSentTwice, withInfo, { streams: [event("5", 10.1)] });
  assert.equal(finding.sentence, "The device of Anna sends each key twice, in the media and by INFO: menus may count it double.");
});

test("another key, another time, or one way only is well", () => {
  assertAbsent(dtmfSentTwice, withInfo, { streams: [event("6", 10.1)] });
  assertAbsent(dtmfSentTwice, withInfo, { streams: [event("5", 14)] });
  assertAbsent(dtmfSentTwice, answered(), { streams: [event("5", 10.1)] });
});

test("without the media nothing can be said", () => {
  assertNotCheckable(dtmfSentTwice, withInfo);
});
