// Real senders: both directions of calls through rtpengine and past captagent. Runs where SIPGLASS_CORPUS names the corpus.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openCapture } from "../offline/open-capture.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : false;

/** `[u32be length][u8 transport][u64be receive time][HEP frame]`, repeated: here the frames alone. */
function framesOf(scenario: string): Uint8Array {
  const bytes = readFileSync(`${corpus}/${scenario}/frames.bin`);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 13 + bytes.readUInt32BE(at))
    frames.push(bytes.subarray(at + 13, at + 13 + bytes.readUInt32BE(at)));
  return Buffer.concat(frames);
}

for (const scenario of ["rtpe-udp", "rtpe-tcp", "captagent-udp"]) {
  test(`${scenario} has both directions, with loss, jitter and round trip from RTCP and the phones' own figures beside`, { skip }, () => {
    const capture = openCapture(framesOf(scenario));
    const [call] = capture.calls.filter((one) => one.kind === "call" && one.userAgents.some((agent) => /baresip/i.test(agent)));
    assert.ok(call);
    const { streams, verdicts } = capture.qualityOf(call);
    assert.deepEqual(streams.map(({ direction }) => direction).toSorted(), ["callee_to_caller", "caller_to_callee"]);
    for (const stream of streams) {
      assert.deepEqual([stream.codec, stream.clockRateHz, stream.source, stream.lost, stream.lossPct], ["PCMA", 8000, "rtcp", 0, 0]);
      // Loopback: jitter of a scheduler, round trips below a few ms.
      assert.ok(stream.jitterMs !== null && stream.jitterMs > 0 && stream.jitterMs < 5, String(stream.jitterMs));
      assert.ok(stream.rttMs !== null && stream.rttMs < 5, String(stream.rttMs));
      assert.ok(stream.mosLq !== null && stream.mosLq > 4.4 && stream.mosCq !== null && stream.mosCq < stream.mosLq);
      assert.ok(stream.reports.some(({ source }) => source === "rtp_stat"));
      // Packets of 20 ms, every 5 s.
      const intervals = stream.reports.filter(({ source, packetsExpected }) => source === "rtcp" && packetsExpected !== null);
      assert.ok(intervals.length >= 2 && intervals.every(({ packetsExpected }) => Math.abs(packetsExpected! - 250) <= 2));
    }
    assert.deepEqual(verdicts, []);
    assert.equal(call.mos?.source, "rtcp");
  });
}
