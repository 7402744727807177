// Two halves of a round trip, captured in the middle of the path, are one conversation.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageView, Stream } from "@sipglass/model";
import { qualityOf } from "./quality-of.ts";
import { answered, CALLEE, CALLER, leg, rtcpView, type End } from "./quality.fixture.ts";
import { summariseQuality } from "./summarise.ts";

const NTP_S = 3_900_000_000;
const A = 0xa1;
const B = 0xb2;

interface Echo {
  /** When the capture sees the sender report and the block that answers it, ms. */
  sentMs: number;
  backMs: number;
  agents?: [sent: string, back: string];
}

/** A sender report, and 500 ms after its arrival the receiver's block. */
function echo(from: End, to: End, [own, other]: [number, number], { sentMs, backMs, agents = ["media", "media"] }: Echo): MessageView[] {
  const second = NTP_S + sentMs;
  const sender = { ntp_timestamp_sec: second, ntp_timestamp_usec: 0, octets: 160, rtp_timestamp: 9, packets: 250 };
  const lsr = ((second % 65_536) * 65_536) >>> 0;
  const block = { source_ssrc: own, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr, dlsr: 32_768 };
  return [
    rtcpView(sentMs, from, to, { sender_information: sender, ssrc: own, type: 200, report_blocks: [], report_count: 0 }, agents[0]),
    rtcpView(backMs, to, from, { ssrc: other, type: 201, report_blocks: [block], report_count: 1 }, agents[1]),
  ];
}

const up = (given: Echo): MessageView[] => echo(CALLER, CALLEE, [A, B], given);
const down = (given: Echo): MessageView[] => echo(CALLEE, CALLER, [B, A], given);
const streamsOf = (messages: readonly MessageView[]): Stream[] => qualityOf(leg([...answered(), ...messages])).streams;
const whole = (ms: number | null | undefined): number | undefined => (typeof ms === "number" ? Math.round(ms) : undefined);
const trips = (streams: readonly Stream[]): unknown[] =>
  streams.map(({ direction, rttMs, conversationRttMs }) => [direction, whole(rttMs), whole(conversationRttMs)]);

test("captured between the ends, both halves are the round trip of the conversation", () => {
  const quality = qualityOf(leg([...answered(), ...up({ sentMs: 5000, backMs: 5897 }), ...down({ sentMs: 7000, backMs: 7903 })]));
  assert.deepEqual(trips(quality.streams), [
    ["caller_to_callee", 397, 800],
    ["callee_to_caller", 403, 800],
  ]);
  assert.deepEqual(quality.verdicts, ["Both hear each other late: the round trip takes 800 ms."]);
  assert.equal(summariseQuality(quality).rttMs, 800);
  assert.match(quality.streams[0]?.why.join(" ") ?? "", /round trip 800 ms \(397 ms of it between capture and receiver\)/);
  // 400 + 20 + 20 ms one way, not 198.5 + 40: far worse than listening.
  for (const { mosCq, mosLq, reports } of quality.streams) {
    assert.ok((mosCq ?? 5) < 3.2 && (mosLq ?? 0) > 4.4, String(mosCq));
    assert.ok(reports.every((report) => (report.mosCq ?? 5) < 3.2 && Math.abs((report.rttMs ?? 0) - 400) < 4));
  }
});

test("one direction alone is what is known", () => {
  assert.deepEqual(trips(streamsOf(up({ sentMs: 5000, backMs: 5897 }))), [["caller_to_callee", 397, undefined]]);
});

test("captured at each end by an agent of its own, each has the whole already", () => {
  const streams = streamsOf([
    ...up({ sentMs: 5000, backMs: 5600, agents: ["at-a", "at-a"] }),
    ...down({ sentMs: 7000, backMs: 7600, agents: ["at-b", "at-b"] }),
  ]);
  assert.deepEqual(trips(streams), [
    ["caller_to_callee", 100, undefined],
    ["callee_to_caller", 100, undefined],
  ]);
});

test("one agent at both ends counts no part of the way twice", () => {
  // Seen where it is sent, and 50 ms later where it arrives.
  const elsewhere = (views: MessageView[]): MessageView[] =>
    views.map((view, i) => ({ ...view, ref: `${view.ref}, far`, timeUs: view.timeUs + (i === 0 ? 50_000 : -50_000) }));
  const streams = streamsOf([
    ...up({ sentMs: 5000, backMs: 5600 }),
    ...elsewhere(up({ sentMs: 5000, backMs: 5600 })),
    ...down({ sentMs: 7000, backMs: 7600 }),
    ...elsewhere(down({ sentMs: 7000, backMs: 7600 })),
  ]);
  assert.deepEqual(trips(streams), [
    ["caller_to_callee", 100, undefined],
    ["callee_to_caller", 100, undefined],
  ]);
});
