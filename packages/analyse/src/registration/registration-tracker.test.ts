// Registrations from REGISTER exchanges.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import type { Packet, Registration } from "@sipglass/model";
import { createRegistrationTracker, type RegistrationOptions, type RegistrationTracker } from "./registration-tracker.ts";

const SECOND = 1_000_000;
const START = 1_767_225_600 * SECOND;
const CONTACT = "<sip:alice@192.0.2.10:5062>";

interface Line {
  at: number;
  text: string;
  src: string;
  dst: string;
}

function play(tracker: RegistrationTracker, { at, text, src, dst }: Line): void {
  const parsed = parseSip(text);
  assert.ok(parsed.ok);
  const packet: Packet = {
    version: 3,
    ipVersion: 4,
    ipProtocol: 17,
    src,
    srcPort: 5062,
    dst,
    dstPort: 5060,
    timeUs: START + at * SECOND,
    payloadType: 1,
    agentId: 1,
    agentName: "edge",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload: new Uint8Array(),
  };
  tracker.message({ packet, message: parsed.value, eventUs: packet.timeUs, receivedUs: packet.timeUs });
}

const headers = (cseq: number, user: string, vias: number): string[] => [
  ...Array.from({ length: vias }, (_, i) => `Via: SIP/2.0/UDP h;branch=z9hG4bK-${cseq}-${vias - i}`),
  `From: <sip:${user}@example.com>;tag=f`,
  `To: <sip:${user}@Example.com>`,
  `Call-ID: reg-${user}`,
  `CSeq: ${cseq} REGISTER`,
  "User-Agent: phone/1",
];
const request = (at: number, cseq: number, lines: string[] = [`Contact: ${CONTACT}`], user = "alice", vias = 1): Line => ({
  at,
  src: vias === 1 ? "192.0.2.10" : "192.0.2.1",
  dst: vias === 1 ? "192.0.2.1" : "192.0.2.2",
  text: ["REGISTER sip:example.com SIP/2.0", ...headers(cseq, user, vias), ...lines, "", ""].join("\r\n"),
});
const response = (at: number, cseq: number, code: number, lines: string[] = [], user = "alice", vias = 1): Line => ({
  at,
  src: vias === 1 ? "192.0.2.1" : "192.0.2.2",
  dst: vias === 1 ? "192.0.2.10" : "192.0.2.1",
  text: [`SIP/2.0 ${code} X`, ...headers(cseq, user, vias), ...lines, "", ""].join("\r\n"),
});

function after(lines: readonly Line[], options?: RegistrationOptions): { all: Registration[]; tracker: RegistrationTracker } {
  const tracker = createRegistrationTracker(options);
  for (const each of lines) play(tracker, each);
  return { all: [...tracker.live()].map((each) => ({ ...each })), tracker };
}
const states = (lines: readonly Line[]) =>
  after(lines).all.map(({ contact, state, expiresS, accepted, refused }) => [contact, state, expiresS, accepted, refused]);
const URI = "sip:alice@192.0.2.10:5062";

test("a challenged REGISTER that is then accepted is one registration with the time the registrar granted", () => {
  const { all } = after([
    request(0, 1),
    response(0.01, 1, 401),
    request(0.02, 2, [`Contact: ${CONTACT};expires=3600`, "Authorization: Digest x"]),
    response(0.03, 2, 200, [`Contact: ${CONTACT};expires=300`]),
  ]);
  assert.deepEqual(all, [
    {
      aor: "alice@example.com",
      contact: URI,
      state: "registered",
      registeredAtUs: START + 30_000,
      lastSeenAtUs: START + 30_000,
      expiresS: 300,
      src: "192.0.2.10",
      srcPort: 5062,
      dst: "192.0.2.1",
      dstPort: 5060,
      userAgent: "phone/1",
      statusCode: 200,
      accepted: 1,
      refused: 0,
      flaps: 0,
      callId: "reg-alice",
      agent: "edge",
    },
  ]);
});

test("without a time in the answer the one asked for counts, in Contact or in Expires, else an hour", () => {
  assert.deepEqual(states([request(0, 1, [`Contact: ${CONTACT};expires=120`]), response(1, 1, 200)])[0]![2], 120);
  assert.deepEqual(states([request(0, 1, [`Contact: ${CONTACT}`, "Expires: 600"]), response(1, 1, 200)])[0]![2], 600);
  assert.deepEqual(states([request(0, 1), response(1, 1, 200)])[0]![2], 3600);
});

test("a refresh keeps the time since when the device is registered", () => {
  const { all } = after([request(0, 1), response(1, 1, 200), request(50, 2), response(51, 2, 200)]);
  assert.deepEqual(
    all.map(({ registeredAtUs, lastSeenAtUs, accepted }) => [registeredAtUs - START, lastSeenAtUs - START, accepted]),
    [[1 * SECOND, 51 * SECOND, 2]],
  );
});

test("an expiry of zero unregisters the contact, and a star all contacts of the address", () => {
  assert.deepEqual(states([request(0, 1), response(1, 1, 200), request(2, 2, [`Contact: ${CONTACT};expires=0`]), response(3, 2, 200)]), [
    [URI, "unregistered", 0, 2, 0],
  ]);
  const two = [request(0, 1, [`Contact: ${CONTACT}, <sip:alice@192.0.2.11>`]), response(1, 1, 200)];
  assert.deepEqual(
    states([...two, request(2, 2, ["Contact: *", "Expires: 0"]), response(3, 2, 200)]).map(([, state]) => state),
    ["unregistered", "unregistered"],
  );
});

test("a challenge that is not answered stays one; an answer to credentials is a refusal", () => {
  assert.deepEqual(states([request(0, 1), response(1, 1, 401)]), [[URI, "challenged", 0, 0, 0]]);
  assert.deepEqual(states([request(0, 1, [`Contact: ${CONTACT}`, "Authorization: Digest x"]), response(1, 1, 401)]), [
    [URI, "rejected", 0, 0, 1],
  ]);
  assert.deepEqual(states([request(0, 1), response(1, 1, 403)]), [[URI, "rejected", 0, 0, 1]]);
});

test("the challenge of a refresh does not undo a registration that stands", () => {
  assert.deepEqual(states([request(0, 1), response(1, 1, 200), request(50, 2), response(51, 2, 401)]), [[URI, "registered", 3600, 1, 0]]);
});

test("a REGISTER that a proxy relays counts once, with the ends of the device's hop", () => {
  const both = [request(0, 1), request(0.001, 1, undefined, "alice", 2), response(0.01, 1, 200, [], "alice", 2), response(0.011, 1, 200)];
  for (const lines of [both, [both[1]!, both[0]!, both[2]!, both[3]!]]) {
    const { all } = after(lines);
    assert.deepEqual(
      all.map(({ src, dst, accepted }) => [src, dst, accepted]),
      [["192.0.2.10", "192.0.2.1", 1]],
    );
  }
});

test("a registration that is not refreshed expires in event time or, when its agent is silent, with the wall clock", () => {
  const lines = [request(0, 1, [`Contact: ${CONTACT};expires=60`]), response(1, 1, 200)];
  const byEvents = after([...lines, request(62, 1, undefined, "bob")]);
  assert.deepEqual(
    byEvents.all.map(({ state }) => state),
    ["expired"],
  );
  const { tracker } = after(lines);
  tracker.advance(START);
  tracker.advance(START + 59 * SECOND);
  assert.deepEqual(
    [...tracker.live()].map(({ state }) => state),
    ["registered"],
  );
  tracker.advance(START + 61 * SECOND);
  assert.deepEqual(
    [...tracker.live()].map(({ state }) => state),
    ["expired"],
  );
});

test("what has been over for an hour is forgotten, and the number kept is bounded", () => {
  const { tracker } = after([request(0, 1, [`Contact: ${CONTACT};expires=0`]), response(1, 1, 200), request(3602, 1, undefined, "bob")]);
  assert.equal(tracker.count, 0);
  const lines = ["a", "b", "c"].flatMap((user, i) => [request(i, 1, undefined, user), response(i + 0.5, 1, 200, [], user)]);
  assert.deepEqual(
    after(lines, { maxRegistrations: 2 }).all.map(({ aor }) => aor),
    ["b@example.com", "c@example.com"],
  );
});

test("changes are given once, as copies", () => {
  const { tracker } = after([request(0, 1), response(1, 1, 200)]);
  const [first] = tracker.takeChanged();
  assert.equal(first!.state, "registered");
  assert.deepEqual(tracker.takeChanged(), []);
  play(tracker, request(2, 2, [`Contact: ${CONTACT};expires=0`]));
  play(tracker, response(3, 2, 200));
  assert.equal(first!.state, "registered");
  assert.deepEqual(
    tracker.takeChanged().map(({ state }) => state),
    ["unregistered"],
  );
});

test("other methods, answers nobody asked for and headers that make no sense are passed over", () => {
  const { all } = after([
    response(0, 9, 200),
    { ...request(1, 1), text: request(1, 1).text.replaceAll("REGISTER", "OPTIONS") },
    request(2, 2, ["Contact: <<<", "Expires: never"], ""),
    response(3, 2, 200, [], ""),
  ]);
  assert.equal(all.length, 1);
});

test("a device that comes back after its registration ran out or was taken back has flapped; one that renews in time has not", () => {
  const again = (at: number, cseq: number): Line[] => [request(at, cseq, [`Contact: ${CONTACT};expires=60`]), response(at + 0.1, cseq, 200)];
  const flapsOf = (lines: readonly Line[]) => after(lines).all[0]!.flaps;
  assert.equal(flapsOf([request(0, 1), response(0.01, 1, 401), ...again(0.1, 2), ...again(50, 3)]), 0);
  assert.equal(flapsOf([...again(0, 1), ...again(100, 2)]), 1);
  assert.equal(flapsOf([...again(0, 1), request(20, 2, [`Contact: ${CONTACT};expires=0`]), response(20.1, 2, 200), ...again(30, 3), ...again(200, 4)]), 2);
});
