// The two readers of parameters, one for all of them and one for a single name, say the same of whatever text.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { headersOf } from "./headers.ts";
import { parseNameAddr } from "./name-addr.ts";
import { parameterOf, parametersOf } from "./parameters.ts";
import { parsed, sipText } from "./sip-text.fixture.ts";
import { parseVia } from "./via.ts";

test("one parameter asked for is the one among all", () => {
  const piece = fc.constantFrom("tag", "TAG", "=", ";", '"', "\\", "<", ">", ",", "?", " ", "\t", "\xa0", "\0", "x", "5", "tag=", ";tag=");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      for (const name of ["tag", "x"]) assert.equal(parameterOf(text, name), parametersOf(text).get(name), JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

const TAGS: [from: string, tag: string][] = [
  ['sip:otto@example.net;tag=5"Max-Forwards: 70', '5"Max-Forwards: 70'],
  ["<sip:a@b>;tag=5 1", "5 1"],
  ["<sip:a@b>;tag=5,1", "5,1"],
  ["sip:a@b;tag=5?x=y", "5?x=y"],
  ['<sip:a@b>;tag=5"x;y";z', '5"x;y"'],
  ['<sip:a@b>;tag="5"x;z', "5"],
  ["<sip:a@b>;tag=<5;y>", "<5"],
  ["<sip:a@b>;tag x;tag = 4", "4"],
  ["<sip:a@b>;tag,x;tag=4", "4"],
  ["<sip:a@b>;x=<;tag=4>", "4>"],
  ["<sip:a@b>tag=3;x", ""],
  ["<sip:a@b>;tag=5\xa0", "5\xa0"],
];

for (const [from, tag] of TAGS)
  test(`the tag of ${JSON.stringify(from)} is the same for the scan and for the reader of addresses`, () => {
    const message = parsed(sipText({ From: from, To: from }));
    assert.deepEqual([message.fromTag, message.toTag, parseNameAddr(from).tag], [tag, tag, tag]);
  });

test("the branch of a Via with a comment, as old agents wrote it, is the same for the scan and for the reader of Vias", () => {
  const message = parsed(sipText({ Via: "SIP/2.0/UDP h;branch=z9hG4bK1 (Acme, first edition);x" }));
  assert.equal(message.branch, parseVia(headersOf(message, "Via")[0]!).branch);
});

test("a reason's text without quotes is read whole", () => {
  assert.equal(parametersOf("Q.850;cause=16;text=Call completed elsewhere ;x").get("text"), "Call completed elsewhere");
});

test("a Via of nothing but a control character is one value for the scan and for the reader of lists", () => {
  const message = parsed(sipText({ Via: "\v" }));
  assert.deepEqual([message.viaCount, headersOf(message, "Via")], [1, ["\v"]]);
});
