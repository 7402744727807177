// What Wireshark shows beside a packet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, PAYLOAD_TYPE, type Diagnosis, type MessageView, type Packet } from "@sipglass/model";
import { packetComments } from "./packet-comments.ts";

const view = (ref: string, change: Partial<MessageView> = {}): MessageView =>
  ({ ref, retransmission: false, alsoSeenBy: [], ...change }) as MessageView;
const packet = (payload: Uint8Array, payloadType: number): Packet => ({ payload, payloadType }) as Packet;
const SIP = packet(Buffer.from("INVITE"), PAYLOAD_TYPE.SIP);
const DIAGNOSIS: Diagnosis = {
  verdict: "", checks: [],
  findings: [{ id: "hop_silent", title: "Host does not answer", severity: "error", sentence: "", evidence: [{ ref: "w:2", callId: "a", atUs: 0, text: "" }], source: "", nextStep: "", host: "" }],
};

test("a packet says its leg, its findings, that it was sent again and who else saw it", () => {
  const legs = [
    { call: emptyCall("a", "a@x"), messages: [view("w:1"), view("w:2", { retransmission: true, alsoSeenBy: ["sbc2", "sbc3"] })] },
    { call: emptyCall("b", "b@x"), messages: [view("w:3")] },
  ];
  const comment = packetComments(legs, DIAGNOSIS);
  assert.deepEqual(["w:1", "w:2", "w:3", "w:9"].map((ref) => comment({ ref, packet: SIP })), [
    "leg A of 2", "leg A of 2; finding: Host does not answer; retransmission; also seen by sbc2, sbc3", "leg B of 2", "",
  ]);
});

test("RTCP that was made of JSON says so, RTCP that came in bytes does not", () => {
  const comment = packetComments([{ call: emptyCall("a", "a@x"), messages: [view("w:1")] }], { ...DIAGNOSIS, findings: [] });
  assert.equal(
    comment({ ref: "w:1", packet: packet(Buffer.from("{}"), PAYLOAD_TYPE.RTCP_JSON) }),
    "leg A; the agent sent this RTCP as JSON: these bytes were made of it",
  );
  assert.equal(comment({ ref: "w:1", packet: packet(Buffer.from([0x81, 200, 0, 6]), PAYLOAD_TYPE.RTCP_JSON) }), "leg A");
});
