import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, report } from "../media.fixture.ts";
import { rtcpAbsent } from "./rtcp-absent.ts";

const offering = (session: string, media: string): string =>
  answered().replace(
    "sdp(ip=192.0.2.10 )",
    `body(application/sdp v=0\\no=- 1 1 IN IP4 192.0.2.10\\ns=-\\nc=IN IP4 192.0.2.10\\n${session}t=0 0\\nm=audio 40000 RTP/AVP 0\\n${media})`,
  );

test("captured media without one report is noted", () => {
  const finding = assertFound(rtcpAbsent, answered(), { streams: [callerRtp(), calleeRtp()] });
  assert.deepEqual([finding.severity, finding.sentence], ["info", "Neither side reported how the call sounded: no RTCP in 57.9 s."]);
});

test("one report is enough, and RTCP that was switched off by agreement is not missed", () => {
  assertAbsent(rtcpAbsent, answered("", "", `+5s ${report("A", 11, 250, 22)}`), { streams: [callerRtp()] });
  assertAbsent(rtcpAbsent, offering("", "b=RS:0\\nb=RR:0\\n"), { streams: [callerRtp()] });
  assertAbsent(rtcpAbsent, offering("b=RS:0\\nb=RR:0\\n", ""), { streams: [callerRtp()] });
});

test("either alone leaves senders their RTCP, and the media's own share goes before the session's", () => {
  for (const media of ["b=RS:0\\n", "b=RR:0\\n", "b=RS:0\\nb=RR:800\\n"]) assertFound(rtcpAbsent, offering("", media), { streams: [callerRtp()] });
  assertFound(rtcpAbsent, offering("b=RS:0\\nb=RR:0\\n", "b=RR:800\\n"), { streams: [callerRtp()] });
});

test("media that was not captured says nothing", () => {
  assertNotCheckable(rtcpAbsent, answered(), { streams: [{}] });
});
