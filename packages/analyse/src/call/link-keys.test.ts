// What of messages is kept to join legs by, through the tracker that keeps it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import type { Call } from "@sipglass/model";
import { LADDER_START_US } from "../../../../fixtures/calls/ladder.ts";
import { createCallTracker } from "./call-tracker.ts";
import type { CallTracker } from "./tracker.ts";

interface Said {
  start?: string;
  cseq?: string;
  toTag?: string;
  headers?: string[];
  sdp?: string[];
  correlationId?: string;
  atUs?: number;
}

function tracker(): { tracker: CallTracker; say(said: Said): Call } {
  const made = createCallTracker({ maxOpenCalls: 10, maxRefs: 10, lingerUs: 1e6, maxLingering: 10, headers: [], correlationHeaders: ["x-cid"], onClosed: () => undefined });
  const say = ({ start = "INVITE sip:bob@b.example SIP/2.0", cseq = "1 INVITE", toTag = "", headers = [], sdp, correlationId = "", atUs = LADDER_START_US }: Said): Call => {
    const body = sdp ? `${["v=0", ...sdp].join("\r\n")}\r\n` : "";
    const lines = [
      start, `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${atUs}${cseq.replace(" ", "")}`, "From: <sip:a@a.example>;tag=f", `To: <sip:bob@b.example>${toTag && `;tag=${toTag}`}`, "Call-ID: leg@a", `CSeq: ${cseq}`,
      ...headers, ...(sdp ? ["Content-Type: application/sdp"] : []), `Content-Length: ${body.length}`, "", body,
    ];
    const message = parseSip(lines.join("\r\n"));
    assert.ok(message.ok);
    const back = start.startsWith("SIP/2.0");
    const [src, dst] = back ? ["192.0.2.2", "192.0.2.1"] : ["192.0.2.1", "192.0.2.2"];
    const packet = { version: 3, ipVersion: 4, ipProtocol: 17, src, srcPort: 5060, dst, dstPort: 5060, timeUs: atUs, payloadType: 1, agentId: 1, agentName: "e", correlationId, authKey: "", vlan: 0, payload: new TextEncoder().encode(lines.join("\r\n")) } as const;
    made.message({ packet, message: message.value, eventUs: atUs, receivedUs: atUs });
    return [...made.live()][0]!;
  };
  return { tracker: made, say };
}

const keysOf = (said: Said): readonly string[] => tracker().say(said).linkKeys;

test("ids in headers: both halves of Session-ID without the nil one, icid quoted or not, correlation headers with their names", () => {
  const uuid = "ab30317f1a784dc48ff824d0d3715d86";
  assert.deepEqual(keysOf({ headers: [`Session-ID: ${uuid};remote=00000000000000000000000000000000`] }), [`sid:${uuid}`]);
  assert.deepEqual(keysOf({ headers: [`Session-ID: ${uuid.toUpperCase()};remote=47755a9de7794ba387653f2099600ef2`] }), [`sid:${uuid}`, "sid:47755a9de7794ba387653f2099600ef2"]);
  assert.deepEqual(keysOf({ headers: ['P-Charging-Vector: icid-value="AyretyU0dm+6=023551024";orig-ioi=home1.net'] }), ["icid:AyretyU0dm+6=023551024"]);
  assert.deepEqual(keysOf({ headers: ["P-Charging-Vector: orig-ioi=x;icid-value=1234bc;icid-generated-at=192.0.2.4"] }), ["icid:1234bc"]);
  assert.deepEqual(keysOf({ headers: ["X-CID: other@b"] }), ["hdr:x-cid=other@b"]);
});

test("dialogs that are named: Replaces, Join, Target-Dialog, Refer-To with and without Replaces", () => {
  assert.deepEqual(keysOf({ headers: ["Replaces: 98asjd8@x ;to-tag=1;from-tag=2"] }), ["replaces:98asjd8@x"]);
  assert.deepEqual(keysOf({ headers: ["Join: j@x;to-tag=1;from-tag=2"] }), ["join:j@x"]);
  assert.deepEqual(keysOf({ headers: ["Target-Dialog: t@x;local-tag=1;remote-tag=2"] }), ["target:t@x"]);
  const { say } = tracker();
  say({});
  const refer = { start: "REFER sip:bob@192.0.2.2 SIP/2.0", cseq: "2 REFER", toTag: "t", atUs: LADDER_START_US + 2_000_000 };
  const call = say({ ...refer, headers: ["Refer-To: <sip:carol@c.example?Replaces=425928%40c.example%3Bto-tag%3D7743%3Bfrom-tag%3D6472>"] });
  assert.deepEqual(call.linkKeys, ["referred:425928@c.example", `refer:${LADDER_START_US / 1000 + 2000}:carol`]);
});

test("who else calls or was called: Remote-Party-ID, Diversion, History-Info but for its last entry", () => {
  assert.deepEqual(keysOf({ headers: ['Remote-Party-ID: "Ada" <sip:+4930123@x>;party=calling'] }), ["rpid:+4930123"]);
  assert.deepEqual(keysOf({ headers: ["Diversion: <tel:+4930777>;reason=unconditional"] }), ["div:+4930777"]);
  assert.deepEqual(keysOf({ headers: ["History-Info: <sip:bob@x>;index=1,", " <sip:bob@y?Reason=SIP%3Bcause%3D302>;index=1.1, <sip:carol@z>;index=1.2"] }), ["div:bob"]);
});

test("where media go: of the session, of a media of its own, of several; not where none go", () => {
  const origin = "o=- 8000 8001 IN IP4 192.0.2.1";
  assert.deepEqual(keysOf({ sdp: [origin, "s=-", "c=IN IP4 192.0.2.1", "t=0 0", "m=audio 4000 RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "m=video 4002 RTP/AVP 96"] }), ["origin:- 8000 192.0.2.1", "media:192.0.2.1:4000", "media:192.0.2.1:4002"]);
  assert.deepEqual(keysOf({ sdp: ["s=-", "m=audio 4000 RTP/AVP 0", "c=IN IP4 192.0.2.9/127", "m=audio 5000 RTP/AVP 8", "c=IN IP6 2001:DB8::1"] }), ["media:192.0.2.9:4000", "media:2001:db8::1:5000"]);
  assert.deepEqual(keysOf({ sdp: ["c=IN IP4 192.0.2.1", "m=audio 4000 RTP/AVP 0", "m=audio 5000 RTP/AVP 8", "c=IN IP4 192.0.2.7"] }), ["media:192.0.2.1:4000", "media:192.0.2.7:5000"]);
  assert.deepEqual(keysOf({ sdp: ["c=IN IP4 0.0.0.0", "m=audio 4000 RTP/AVP 0"] }), []);
  assert.deepEqual(keysOf({ sdp: ["c=IN IP4 192.0.2.1", "m=audio 0 RTP/AVP 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=nonsense", "o="] }), []);
});

test("answers and later offers add theirs, the same twice is one, and a flood of them is bounded", () => {
  const { say } = tracker();
  const sdp = (port: number): string[] => ["c=IN IP4 192.0.2.1", `m=audio ${port} RTP/AVP 0`];
  say({ sdp: sdp(4000) });
  const call = say({ start: "SIP/2.0 200 OK", toTag: "t", sdp: sdp(6000), atUs: LADDER_START_US });
  for (let i = 0; i < 50; i += 1) say({ cseq: `${i + 2} INVITE`, toTag: "t", sdp: sdp(4000 + i), atUs: LADDER_START_US + i * 1e6 });
  assert.deepEqual(call.linkKeys.slice(0, 2), ["media:192.0.2.1:4000", "media:192.0.2.1:6000"]);
  assert.equal(call.linkKeys.length, 16);
  say({ start: "REFER sip:bob@192.0.2.2 SIP/2.0", cseq: "90 REFER", toTag: "t", headers: ["Refer-To: <sip:carol@x>"], atUs: LADDER_START_US + 90e6 });
  assert.equal(call.linkKeys.length, 17, "a dialog that is named still has room");
});

test("legs are told when they begin or gain a key, their end when only that is new, and nothing otherwise", () => {
  const { tracker: made, say } = tracker();
  const told = (): number[] => {
    const { legs, ends } = made.takeLegs();
    return [legs.length, ends.length];
  };
  say({});
  assert.deepEqual(told(), [1, 0]);
  say({ start: "SIP/2.0 180 Ringing", toTag: "t", atUs: LADDER_START_US + 1000 });
  assert.deepEqual(told(), [0, 0]);
  say({ start: "SIP/2.0 200 OK", toTag: "t", atUs: LADDER_START_US + 2000, sdp: ["c=IN IP4 192.0.2.2", "m=audio 6000 RTP/AVP 0"] });
  assert.deepEqual(told(), [1, 0]);
  say({ start: "BYE sip:bob@b.example SIP/2.0", cseq: "2 BYE", toTag: "t", atUs: LADDER_START_US + 3000 });
  say({ start: "SIP/2.0 200 OK", cseq: "2 BYE", toTag: "t", atUs: LADDER_START_US + 4000 });
  assert.deepEqual(told(), [0, 1]);
});

test("a call whose session moved says so itself; one that has left does not", () => {
  const { tracker: made, say } = tracker();
  const call = say({});
  assert.ok(made.moved({ id: call.id, callId: call.callId, sessionId: "other", firstLegs: [{ tenant: "acme", id: call.id }] }));
  assert.equal(call.sessionId, "other");
  assert.deepEqual(call.firstLegs, [{ tenant: "acme", id: call.id }]);
  assert.ok(!made.moved({ id: "absent", callId: call.callId, sessionId: "third", firstLegs: [] }));
  assert.equal(call.sessionId, "other");
});
