// What the case makes of messages: transactions, hops, legs under legs, offers and answers, and where a failure was born.
import assert from "node:assert/strict";
import { test } from "node:test";
import { caseInput, caseOf, CLEAN_CALL } from "./case.fixture.ts";
import { Case } from "./case.ts";

const hops = (text: string): string[] =>
  caseOf(text).invites.map(
    ({ src, dst, parent }) =>
      `${src.slice(8, -5)}>${dst.slice(8, -5)}${parent === null ? "" : ` under ${parent.src.slice(8, -5)}>${parent.dst.slice(8, -5)}`}`,
  );

test("a proxy's INVITE hangs under the one it received, by its Vias", () => {
  assert.deepEqual(hops(CLEAN_CALL), ["10>1", "1>20 under 10>1"]);
});

test("each fork hangs under the same INVITE, and the next try after a challenge under none", () => {
  assert.deepEqual(hops("A>P INVITE\nP>A 407\nA>P ACK\nA>P INVITE auth\nP>B INVITE\nP>C INVITE"), [
    "10>1",
    "10>1",
    "1>20 under 10>1",
    "1>30 under 10>1",
  ]);
});

test("retransmissions, responses and both kinds of ACK belong to their transaction", () => {
  const [first, second] = caseOf("A>P INVITE repeat=0.5\n@1s P>A 100\nP>A 407\nA>P ACK\nA>P INVITE auth\nP>A 200 sdp\nA>P ACK").invites;
  assert.deepEqual([first?.requests.length, first?.responses.length, first?.final?.status, first?.acks.length], [2, 2, 407, 1]);
  assert.deepEqual([second?.final?.status, second?.acks.length], [200, 1]);
});

test("the second leg of a B2BUA hangs under the first by addresses, or by a link when it has an address for each side", () => {
  assert.deepEqual(hops("A>P INVITE\nP>B INVITE leg=b new"), ["10>1", "1>20 under 10>1"]);
  const text = "A>P INVITE\nQ>B INVITE leg=b new\nB>Q 486 leg=b\nQ>B ACK leg=b\nP>A 500\nA>P ACK";
  const input = caseInput(text);
  const [from = "", to = ""] = input.legs.map(({ call }) => call.id);
  assert.equal(new Case(input).failure?.host, "192.0.2.20:5060", "without a link the second leg is an attempt of its own, and the last");
  const linked = new Case({ ...input, links: [{ rule: "x_cid", from, to, confidence: 1, verdict: "joined", evidence: "" }] });
  assert.deepEqual([linked.attempts.length, linked.failure?.top.dst, linked.failure?.host], [1, "192.0.2.1:5060", "192.0.2.20:5060"]);
});

test("a failure is born at the deepest hop that failed of itself", () => {
  const born = (text: string): string | undefined => caseOf(text).failure?.host;
  assert.equal(born("A>P INVITE\nP>B INVITE\nB>P 503\nP>B ACK\nP>A 500\nA>P ACK"), "192.0.2.20:5060");
  assert.equal(born("A>P INVITE\nP>B INVITE repeat=0.5,1.5\n@5s P>A 408\nA>P ACK"), "192.0.2.20:5060");
  assert.equal(born("A>P INVITE\nP>A 403\nA>P ACK"), "192.0.2.1:5060");
  assert.equal(
    born("A>P INVITE\nP>B INVITE\nP>C INVITE\nB>P 404\nC>P 486\nP>A 486\nA>P ACK"),
    "192.0.2.30:5060",
    "of two forks the one whose answer came up",
  );
  assert.equal(born(CLEAN_CALL), undefined);
});

test("offers and answers: early, late, within the call", () => {
  const kinds = (text: string): string[] =>
    caseOf(text).offers.map(
      ({ initial, delayed, offer, answer }) =>
        `${initial ? "initial" : "later"} ${delayed ? "delayed " : ""}${offer.title}/${answer?.title ?? "-"}`,
    );
  assert.deepEqual(
    kinds("A>B INVITE sdp\nB>A 183 sdp\nB>A 200 sdp\nA>B ACK\nA>B INVITE sdp\nB>A 488\nA>B ACK\nB>A UPDATE sdp\nA>B 200 sdp"),
    ["initial INVITE/183 Session Progress", "later INVITE/-", "later UPDATE/200 OK"],
  );
  assert.deepEqual(kinds("A>B INVITE\nB>A 200 sdp\nA>B ACK sdp"), ["initial delayed 200 OK/ACK"]);
});

test("a body of other than ASCII letters keeps its length", () => {
  const [message] = caseOf("A>B MESSAGE body(text/plain Grüße) | Content-Length: 7\nB>A 200").messages;
  assert.deepEqual(message?.sip.defects, []);
  assert.equal(message?.body.length, 7, "bytes, not letters");
});
