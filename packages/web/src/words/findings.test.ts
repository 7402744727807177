// The sentence at the head of a call: the diagnosis where there is one, the record where there is none, and colours that do not lie.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES } from "@sipglass/analyse";
import { sampleCall } from "../../dev/sample-call.ts";
import type { DiagnosisJson, FindingJson } from "../api/shapes.ts";
import { findingTitle, headlineOf } from "./findings.ts";

const root = (severity: FindingJson["severity"]): FindingJson => ({
  id: "f",
  title: "F",
  severity,
  sentence: "It broke.",
  evidence: [],
  source: "",
  next_step: "Mend it.",
  host: "",
});
const said = (...findings: FindingJson[]): DiagnosisJson => ({ verdict: "It broke. The caller heard nothing.", findings, checks: [] });
const answered = sampleCall({ state: "completed", status_code: 200, answered_at: "2026-11-20T14:58:07Z" });
const context = { nowUs: 0 };

test("a finding of a row has the title of its rule; of a rule that is not known here, its id in words", () => {
  const [rule] = RULES;
  assert.equal(findingTitle(rule?.id ?? ""), rule?.title);
  assert.equal(findingTitle("very_new_rule"), "Very new rule");
});

test("an answered call with an error is no good call: it warns, in the colour of a failure", () => {
  assert.deepEqual(headlineOf(answered, said(root("error")), context), {
    sentence: "It broke. The caller heard nothing.",
    icon: "warning",
    tone: "failed",
    nextStep: "Mend it.",
  });
  assert.deepEqual(headlineOf(answered, said(root("warning")), context), {
    sentence: "It broke. The caller heard nothing.",
    icon: "warning",
    tone: "unanswered",
    nextStep: "Mend it.",
  });
  assert.equal(headlineOf(answered, said(root("info")), context).tone, "answered");
});

test("what people do (busy, giving up) keeps the colour of its outcome", () => {
  const busy = headlineOf(sampleCall({ state: "busy", status_code: 486 }), said(root("info")), context);
  assert.deepEqual([busy.tone, busy.icon, busy.nextStep], ["unanswered", "unanswered", "Mend it."]);
});

test("a sentence that does not tell of the finding does not ask to mend it either", () => {
  const well: DiagnosisJson = { verdict: "Answered after 4 s.", findings: [root("info")], checks: [] };
  assert.deepEqual(
    [headlineOf(answered, well, context).sentence, headlineOf(answered, well, context).nextStep],
    ["Answered after 4 s.", ""],
  );
});

test("without a diagnosis, and while a faultless call still stands, the record speaks", () => {
  const talking = sampleCall({ state: "established", answered_at: "2026-11-20T14:58:07Z", setup_ms: 4000 });
  assert.match(headlineOf(talking, said(), context).sentence, /^In progress: answered after 4 s/);
  assert.match(headlineOf(answered, undefined, context).sentence, /^Answered/);
  assert.equal(headlineOf(talking, said(root("error")), context).sentence, "It broke. The caller heard nothing.");
});
