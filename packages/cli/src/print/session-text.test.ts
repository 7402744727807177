// The legs of a session as text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { callToJson, emptyCall, type CallJson, type Link } from "@sipglass/model";
import { sessionText } from "./session-text.ts";

const leg = (id: string): CallJson => callToJson(emptyCall(id, `${id}@pbx.example.com`));
const possible = (from: string): Link => ({ from, to: "out", rule: "numbers", confidence: 0.08, verdict: "possible", evidence: "Caller and callee are the same; but 11 other legs fit as well" });
const OPTIONS = { width: 160, colours: false };

test("possible legs are told with their links, and how many more there are", () => {
  const text = sessionText(
    { legs: [leg("out")], possible: [leg("a"), leg("b")], links: [possible("a"), possible("b")], more_possible: 10 },
    OPTIONS,
  );
  assert.match(text, /^session of 1 leg, and 2 possible\n/);
  assert.match(text, /\n2 \+ 1 {2}possible {2}numbers 0\.08 {2}Caller and callee are the same; but 11 other legs fit as well\n/);
  assert.match(text, /\nand 10 more that fit no better\n$/);
});

test("a call that is alone and could be nobody else's leg has no text", () => {
  assert.equal(sessionText({ legs: [leg("out")], possible: [], links: [], more_possible: 0 }, OPTIONS), "");
});
