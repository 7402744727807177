import assert from "node:assert/strict";
import { test } from "node:test";
import type { MediaExchange, NegotiatedMedia } from "@sipglass/model";
import { caseInput } from "./case.fixture.ts";
import { negotiationOf } from "./negotiation.ts";

const exchanges = (text: string): MediaExchange[] => negotiationOf(caseInput(text)).exchanges;
const firstMedia = (text: string): NegotiatedMedia => {
  const media = exchanges(text)[0]?.media[0];
  assert.ok(media);
  return media;
};

test("an offer and its answer are one exchange, however many proxies relay them", () => {
  const [one, ...more] = exchanges(`
    A>P INVITE sdp(codecs=PCMU,PCMA,te port=4000)
    P>B INVITE
    B>P 180
    P>A 180
    B>P 200 sdp(codecs=PCMA,te port=5000)
    P>A 200
    A>P ACK
    P>B ACK`);
  assert.ok(one);
  assert.equal(more.length, 0);
  assert.deepEqual([one.offerTitle, one.answerTitle, one.initial, one.delayed], ["INVITE", "200 OK", true, false]);
  assert.deepEqual([one.offeredBy, one.answeredBy], ["192.0.2.10:5060", "192.0.2.20:5060"]);
  const [media] = one.media;
  assert.ok(media?.answer);
  assert.equal(media.chosen, "PCMA");
  assert.equal(media.direction, "sendrecv");
  assert.deepEqual(media.problems, []);
  assert.deepEqual([media.offer.port, media.answer.port, media.offer.security, media.offer.ice], [4000, 5000, "none", "none"]);
  assert.deepEqual(media.codecs.map(({ name, offered, answered, chosen }) => [name, offered !== null, answered !== null, chosen]), [
    ["PCMU", true, false, false], ["PCMA", true, true, true], ["telephone-event", true, true, false],
  ]);
});

test("hold and resume tell what became of directions, also when the other side asks", () => {
  const all = exchanges(`
    A>B INVITE sdp
    B>A 200 sdp
    A>B ACK
    A>B INVITE sdp(dir=sendonly)
    B>A 200 sdp(dir=recvonly)
    A>B ACK
    B>A INVITE sdp(dir=inactive)
    A>B 200 sdp(dir=inactive)
    B>A ACK`);
  assert.equal(all.length, 3);
  assert.deepEqual(all.map(({ media }) => media[0]?.direction), ["sendrecv", "sendonly", "inactive"]);
  assert.deepEqual(all[0]?.media[0]?.changes, []);
  assert.deepEqual(all[1]?.media[0]?.changes, ["offerer: sendrecv became sendonly (hold)", "answerer: sendrecv became recvonly"]);
  assert.deepEqual(all[2]?.media[0]?.changes, [
    "offerer: recvonly became inactive (hold, both ways)",
    "answerer: sendonly became inactive",
  ]);
});

test("a moved address and other codecs are changes", () => {
  const all = exchanges(`
    A>B INVITE sdp(codecs=PCMU,PCMA port=4000)
    B>A 200 sdp(codecs=PCMA port=5000)
    A>B ACK
    A>B INVITE sdp(codecs=PCMU port=4400)
    B>A 200 sdp(codecs=PCMU port=5000)
    A>B ACK`);
  const changes = all[1]?.media[0]?.changes ?? [];
  assert.match(changes[0] ?? "", /^offerer moved from .*:4000 to .*:4400$/);
  assert.deepEqual(changes.slice(1), ["offerer's codecs: PCMU, PCMA became PCMU", "answerer's codecs: PCMA became PCMU"]);
});

test("an offer without an answer has neither codec nor problem", () => {
  const media = firstMedia(`
    A>B INVITE sdp
    B>A 488`);
  assert.deepEqual([media.answer, media.chosen, media.direction, media.problems], [null, "", "", []]);
});

test("an offer in the 2xx is answered in the ACK, and told as the callee's", () => {
  const [one] = exchanges(`
    A>B INVITE nosdp
    B>A 200 sdp(codecs=PCMA port=5000)
    A>B ACK sdp(codecs=PCMA port=4000)`);
  assert.ok(one);
  assert.deepEqual([one.delayed, one.offerTitle, one.answerTitle, one.offeredBy], [true, "200 OK", "ACK", "192.0.2.20:5060"]);
});

test("what does not fit is said", () => {
  const answered = (offer: string, answer: string): string[] => firstMedia(`
    A>B INVITE sdp(${offer})
    B>A 200 sdp(${answer})
    A>B ACK`).problems;
  assert.deepEqual(answered("codecs=PCMU", "codecs=G729"), ["No codec of the answer was offered."]);
  assert.deepEqual(answered("codecs=PCMU", "codecs=PCMU port=0"), ["The answer refuses this medium (port 0)."]);
  assert.deepEqual(answered("codecs=PCMU,te", "codecs=PCMU"), ["Keys pressed were offered as telephone-event and not taken."]);
  assert.deepEqual(answered("codecs=PCMU dir=sendonly", "codecs=PCMU dir=sendonly"), ["The answer says sendonly to an offer of sendonly."]);
  assert.deepEqual(answered("codecs=PCMU a=ptime:20", "codecs=PCMU a=ptime:30"), ["Different packet times: 20 ms and 30 ms."]);
  assert.deepEqual(answered("codecs=PCMU proto=RTP/SAVP", "codecs=PCMU"), ["Another profile: RTP/SAVP was answered with RTP/AVP."]);
  assert.deepEqual(answered("codecs=PCMU proto=RTP/SAVP", "codecs=PCMU proto=RTP/SAVP"), ["The answer promises SRTP and gives no key."]);
});

test("a second medium that is refused keeps its own row", () => {
  const [one] = exchanges(`
    A>B INVITE sdp(codecs=PCMA ; kind=video port=6000)
    B>A 200 sdp(codecs=PCMA ; kind=video port=0)
    A>B ACK`);
  assert.deepEqual(one?.media.map(({ kind, direction, problems }) => [kind, direction, problems.length]), [["audio", "sendrecv", 0], ["video", "inactive", 1]]);
});
