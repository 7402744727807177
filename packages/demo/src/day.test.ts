// The day of the demo: the same again from the same seed, never later than now, busy when offices are, and with everything in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createHepFramer, decodeHep } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { playDay } from "./day.ts";
import { badHourBefore, DAY_US, HOUR_US, PROGRAMME } from "./programme.ts";

const END_US = 1_772_530_200_000_000;
const options = { seed: 3, endUs: END_US, sessions: 400 };
const day = playDay(options);

function packetsOf(stream: Uint8Array): Packet[] {
  const packets: Packet[] = [];
  const framer = createHepFramer({
    maxFrameBytes: 65_535,
    onFrame: (frame) => {
      const decoded = decodeHep(frame);
      assert.ok(decoded.ok);
      packets.push({ ...decoded.value, payload: decoded.value.payload.slice() });
    },
    onJunk: () => assert.fail("junk between the packets"),
  });
  framer.push(stream);
  framer.end();
  return packets;
}
const packets = packetsOf(day.stream);
const textOf = ({ payload }: Packet): string => Buffer.from(payload).toString("latin1");
const sip = packets.filter(({ payloadType }) => payloadType === PAYLOAD_TYPE.SIP);

test("the same seed and end give the same bytes, another seed others", () => {
  assert.deepEqual(playDay(options).stream, day.stream);
  assert.notDeepEqual(playDay({ ...options, seed: 4 }).stream, day.stream);
});

test("everything lies in the day before its end, in the order in which it was sent", () => {
  assert.equal(packets.length, day.packets);
  for (const { timeUs } of packets) assert.ok(timeUs >= END_US - DAY_US && timeUs <= END_US + 5000, new Date(timeUs / 1000).toISOString());
  const core = packets.filter(({ agentName }) => agentName === "demo-core").map(({ timeUs }) => timeUs);
  assert.deepEqual(core, core.toSorted((a, b) => a - b));
});

test("the busiest hour has far more calls than the quietest", () => {
  const begins = new Map<string, number>();
  for (const packet of sip.filter((one) => textOf(one).startsWith("INVITE "))) {
    const callId = /^Call-ID: *(.*)\r$/im.exec(textOf(packet))?.[1] ?? textOf(packet);
    begins.set(callId, Math.min(begins.get(callId) ?? Infinity, packet.timeUs));
  }
  const hours = Array.from({ length: 24 }, () => 0);
  for (const us of begins.values()) hours[new Date(us / 1000).getHours()]! += 1;
  assert.ok(Math.max(...hours) > 10 * Math.max(1, Math.min(...hours)), hours.join(" "));
});

test("at any time, the bad hour lies in the day as a whole, and began before the last two hours", () => {
  for (let minute = 0; minute < 2880; minute += 1) {
    const endUs = END_US + minute * 60_000_000;
    const badUs = badHourBefore(endUs);
    assert.ok(
      badUs >= endUs - DAY_US && badUs + HOUR_US < endUs - 1.2 * HOUR_US,
      `${new Date(endUs / 1000).toISOString()}: ${new Date(badUs / 1000).toISOString()}`,
    );
  }
});

test("every kind of call in the programme is played", () => {
  assert.deepEqual(PROGRAMME.map(([label]) => label).filter((label) => !day.played.has(label)), []);
});

test("one carrier refuses with 503 in its bad hour, and the day has agents, reports and log lines", () => {
  const refusals = sip.filter((packet) => packet.src === "198.51.100.11" && textOf(packet).startsWith("SIP/2.0 503"));
  const badUs = badHourBefore(END_US);
  const inHour = refusals.filter(({ timeUs }) => timeUs >= badUs && timeUs < badUs + 3_610_000_000);
  assert.ok(inHour.length >= 40 && inHour.length > refusals.length * 0.8, `${inHour.length} of ${refusals.length}`);
  assert.deepEqual([...new Set(packets.map(({ agentName }) => agentName))].toSorted(), ["demo-border", "demo-core"]);
  const types = Map.groupBy(packets, ({ payloadType }) => payloadType);
  assert.ok((types.get(PAYLOAD_TYPE.RTCP_JSON)?.length ?? 0) > 500);
  assert.ok(types.get(PAYLOAD_TYPE.LOG)?.some((line) => /ERROR: .* 503 .*Call-ID: /.test(textOf(line))));
});
