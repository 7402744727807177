// Offers and answers of a call as a program asks for them: one exchange with its codecs and faults, nothing for strangers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { NegotiationJson } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

const BRANCH = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1";
const withSdp = (start: string, to: string, codecs: string): string => {
  const sdp = `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP ${codecs}\r\n`;
  return [start, BRANCH, "From: <sip:1001@x>;tag=a", `To: <sip:1002@x>${to}`, "Call-ID: c", "CSeq: 1 INVITE", "Content-Type: application/sdp", `Content-Length: ${sdp.length}`, "", sdp].join("\r\n");
};

describe("negotiation of a call", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    const call = callOf("talk", { tenants: ["acme"] });
    const answer = { ref: "c1-1-0.call:2", method: "", statusCode: 200, statusText: "OK", toTag: "b", src: call.dst, srcPort: call.dstPort, dst: call.src, dstPort: call.srcPort };
    it.questions.calls.push(call);
    it.questions.messagesByCall.set(call.id, [
      messageOf(call, { ref: "c1-1-0.call:1", raw: withSdp("INVITE sip:1002@x SIP/2.0", "", "0 8") }),
      messageOf(call, { ...answer, raw: withSdp("SIP/2.0 200 OK", ";tag=b", "18") }),
    ]);
  });
  after(() => it.close());

  const ask = (id: string, role: "readonly" | "customer" = "readonly") =>
    it.app.inject({ url: `/api/v1/calls/${id}/negotiation`, headers: it.bearer(role) });

  test("an exchange names both messages, the codecs of both sides and what does not fit", async () => {
    const answer = await ask("talk");
    assert.equal(answer.statusCode, 200, answer.body);
    const [exchange] = answer.json<NegotiationJson>().exchanges;
    assert.deepEqual([exchange?.offer_ref, exchange?.answer_ref, exchange?.initial], ["c1-1-0.call:1", "c1-1-0.call:2", true]);
    const [media] = exchange?.media ?? [];
    assert.deepEqual(media?.codecs.map(({ name, offered, answered }) => [name, offered, answered]), [["PCMU", 0, null], ["PCMA", 8, null], ["G729", null, 18]]);
    assert.deepEqual(media?.problems, ["No codec of the answer was offered."]);
  });

  test("a call that is not there, or not the reader's, is not found", async () => {
    assert.equal((await ask("nothing")).statusCode, 404);
    const stranger = callOf("other", { tenants: ["globex"] });
    it.questions.calls.push(stranger);
    assert.equal((await ask("other", "customer")).statusCode, 404);
  });
});
