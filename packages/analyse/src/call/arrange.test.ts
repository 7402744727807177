// The order of a ladder, whatever order and clocks the mirrors had.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRtcp, type RtcpReport } from "@sipglass/decode";
import { PAYLOAD_TYPE, type MessageView } from "@sipglass/model";
import fc from "fast-check";
import { LADDER_START_US, readLadder, type LadderStep } from "../../../../fixtures/calls/ladder.ts";
import { play, scriptNames } from "../../../../fixtures/calls/traffic.ts";
import { arrangeMessages, type ArchivedMessage } from "./arrange.ts";

const entry = ({ packet, message, eventUs, receivedUs }: LadderStep, i: number): ArchivedMessage => ({
  ref: `w:${i}`,
  receivedUs,
  eventUs,
  packet,
  message,
});
const entriesOf = (script: string): ArchivedMessage[] =>
  readLadder(script)
    .steps.filter((step) => step.kind === "message")
    .map(entry);

const HOSTS = "host alice 192.0.2.10\nhost proxy 192.0.2.1\nhost bob 192.0.2.20\n";
const names: Record<string, string> = { "192.0.2.10": "a", "192.0.2.1": "p", "192.0.2.20": "b" };
const line = (view: MessageView): string => `${names[view.src]}>${names[view.dst]} ${view.method || view.statusCode}`;
const arranged = (script: string): string[] => arrangeMessages(entriesOf(HOSTS + script)).map(line);

test("by event time, whatever the order of arrival", () => {
  assert.deepEqual(arranged("0.002 alice > bob INVITE\n0.001 alice > bob OPTIONS 9\n0.003 bob > alice 200 for=OPTIONS"), [
    "a>b OPTIONS",
    "a>b INVITE",
    "b>a 200",
  ]);
});

test("a response never stands before its request, nor what a proxy relays before what it received", () => {
  const script = `~ 0.000 alice > proxy INVITE branch=z9hG4bK-in
~ 0.000 proxy > bob INVITE branch=z9hG4bK-out
0.004 bob > proxy 180
0.0045 proxy > alice 180
0.006 proxy > bob INVITE
0.007 alice > proxy INVITE
0.008 proxy > alice 100`;
  assert.deepEqual(arranged(script), ["a>p INVITE", "p>b INVITE", "b>p 180", "p>a 180", "p>a 100"]);
});

test("the relayed answer stands behind the one that was relayed", () => {
  const script = `0.000 alice > proxy INVITE
0.001 proxy > bob INVITE
~ 1.001 bob > proxy 200
1.000 proxy > alice 200
1.001 bob > proxy 200`;
  assert.deepEqual(arranged(script).slice(2), ["b>p 200", "p>a 200"]);
});

test("a proxy's own 100 does not wait for the 100 of the next hop", () => {
  const script = `0.000 alice > proxy INVITE
0.001 proxy > alice 100
0.002 proxy > bob INVITE
1.500 bob > proxy 100`;
  assert.deepEqual(arranged(script), ["a>p INVITE", "p>a 100", "p>b INVITE", "b>p 100"]);
});

test("the ACK of a refusal stands behind the refusal", () => {
  const script = `0.000 alice > bob INVITE
~ 0.010 bob > alice 404
0.009 alice > bob ACK
0.010 bob > alice 404`;
  assert.deepEqual(arranged(script), ["a>b INVITE", "b>a 404", "a>b ACK"]);
});

test("retransmissions are marked and stand where their time puts them", () => {
  const views = arrangeMessages(entriesOf(`${HOSTS}0.000 alice > bob INVITE\n0.400 bob > alice 100\n0.500 alice > bob INVITE`));
  assert.deepEqual(
    views.map((view) => [line(view), view.retransmission]),
    [
      ["a>b INVITE", false],
      ["b>a 100", false],
      ["a>b INVITE", true],
    ],
  );
});

test("a mirror duplicate is shown once", () => {
  assert.deepEqual(arranged("0.000 alice > bob INVITE\n0.0001 alice > bob INVITE"), ["a>b INVITE"]);
});

test("what other agents saw is one arrow that names them", () => {
  const views = arrangeMessages(
    entriesOf(`${HOSTS}0.000 alice > bob INVITE agent=edge,core@3,tap@0.001\n0.500 alice > bob INVITE agent=edge,core@3`),
  );
  assert.deepEqual(
    views.map(({ agent, alsoSeenBy, retransmission }) => [agent, alsoSeenBy, retransmission]),
    [
      ["edge", ["core", "tap"], false],
      ["edge", ["core"], true],
    ],
  );
});

test("a view holds what people look for", () => {
  const [view] = arrangeMessages(entriesOf(`${HOSTS}0.000 alice > bob INVITE sdp=PCMA`));
  assert.deepEqual(
    { ...view, raw: "" },
    {
      ref: "w:0",
      timeUs: LADDER_START_US,
      receivedUs: LADDER_START_US,
      payloadType: 1,
      method: "INVITE",
      statusCode: 0,
      statusText: "",
      cseq: 1,
      cseqMethod: "INVITE",
      callId: "ladder@example.com",
      branch: "z9hG4bK-alice-INVITE-1-0",
      fromTag: "tag-alice",
      toTag: "",
      requestUri: "sip:bob@example.com",
      src: "192.0.2.10",
      srcPort: 5060,
      dst: "192.0.2.20",
      dstPort: 5060,
      transport: "udp",
      agent: "edge",
      retransmission: false,
      alsoSeenBy: [],
      bodyKind: "sdp",
      raw: "",
    },
  );
  assert.match(view!.raw, /^INVITE sip:bob@example.com SIP\/2.0\r\n/);
});

test("RTCP and logs stand among the messages by their time", () => {
  const [invite, ok] = entriesOf(`${HOSTS}0.000 alice > bob INVITE\n2.000 bob > alice 200`);
  const packet = {
    ...invite!.packet,
    payloadType: 100,
    correlationId: "ladder@example.com",
    payload: new TextEncoder().encode("a log line: ü"),
  };
  const views = arrangeMessages([invite!, ok!, { ref: "w:9", receivedUs: 0, eventUs: LADDER_START_US + 1_000_000, packet, message: null }]);
  assert.deepEqual(
    views.map(({ ref, payloadType }) => [ref, payloadType]),
    [
      ["w:0", 1],
      ["w:9", 100],
      ["w:1", 1],
    ],
  );
  assert.equal(views[1]!.raw, "a log line: ü");
  assert.equal(views[1]!.callId, "ladder@example.com");
});

test("any script in any order of arrival gives every transmission once, and no response before its request", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...scriptNames),
      fc.array(fc.integer({ min: -14_000, max: 14_000 }), { minLength: 40, maxLength: 40 }),
      (name, jitter) => {
        const entries = play(name, "a@example.com").map((step, i) => {
          const late = jitter[i % 40]!;
          return { ...entry(step, i), eventUs: step.eventUs + late, receivedUs: step.receivedUs + late };
        });
        const views = arrangeMessages(entries);
        const shown = new Set(views.map(({ ref }) => ref));
        assert.equal(shown.size, views.length);
        const first = new Map<string, number>();
        views.forEach((view, i) => {
          if (view.method !== "" && !first.has(`${view.branch} ${view.cseq} ${view.method}`))
            first.set(`${view.branch} ${view.cseq} ${view.method}`, i);
        });
        views.forEach((view, i) => {
          if (view.statusCode > 0 && view.branch !== "")
            assert.ok((first.get(`${view.branch} ${view.cseq} ${view.cseqMethod}`) ?? -1) < i, `${name}: ${line(view)} at ${i}`);
        });
      },
    ),
    { numRuns: 200 },
  );
});

test("branches that form a circle are shown by time, each once", () => {
  const entries = entriesOf(
    [
      `${HOSTS}0.000 alice > proxy INVITE branch=z9hG4bK-x`,
      "  Via: SIP/2.0/UDP h;branch=z9hG4bK-y",
      "0.001 proxy > bob INVITE new branch=z9hG4bK-y",
    ].join("\n"),
  );
  assert.equal(arrangeMessages(entries).length, 2);
});

/** The text of a payload of type 5 beside an INVITE. */
function rtcpText(payload: Uint8Array): string {
  const [invite] = entriesOf(`${HOSTS}0.000 alice > bob INVITE`);
  const packet = { ...invite!.packet, payloadType: PAYLOAD_TYPE.RTCP_JSON, payload };
  return arrangeMessages([{ ref: "w:9", receivedUs: 0, eventUs: LADDER_START_US, packet, message: null }])[0]!.raw;
}

test("RTCP in bytes is shown as JSON of what it says, in the names of the API", () => {
  const block = { sourceSsrc: 7, fractionLost: 12, cumulativeLost: -3, highestSequence: 70_000, jitterTicks: 160, lsr: 0, dlsr: 0 };
  const report: RtcpReport = { kind: "RR", ssrc: 9, blocks: [block] };
  assert.deepEqual(JSON.parse(rtcpText(encodeRtcp(report))), {
    rtcp: [
      {
        kind: "RR",
        ssrc: 9,
        blocks: [{ source_ssrc: 7, fraction_lost: 12, cumulative_lost: -3, highest_sequence: 70_000, jitter_ticks: 160, lsr: 0, dlsr: 0 }],
      },
    ],
  });
});

test("RTCP that came as JSON is shown as it came, and so are bytes that say nothing", () => {
  assert.equal(rtcpText(new TextEncoder().encode('{"ssrc":5,"type":203}')), '{"ssrc":5,"type":203}');
  assert.equal(rtcpText(Uint8Array.of(0x80, 0xc8, 0x00)), "\x80\xc8\0");
  assert.equal(rtcpText(new Uint8Array(0)), "");
});
