// What holds for diagnosis as a whole, whatever the rules are.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCall, type MessageView, type Severity } from "@sipglass/model";
import { caseInput, CLEAN_CALL, diagnoseScript } from "./case.fixture.ts";
import { diagnose, summariseDiagnosis } from "./diagnose.ts";
import { ABSENT, found, shows, WEIGHT, type Rule, type Weight } from "./rule.ts";
import { RULES, rulesFor } from "./rules.ts";

const rule = (id: string, change: Partial<Rule>): Rule => ({
  id,
  title: id,
  severity: "error",
  weight: "mechanism",
  looksFor: "",
  source: "",
  nextStep: "",
  needs: [],
  examine: () => ABSENT,
  ...change,
});

const always = (id: string, change: Partial<Rule> = {}): Rule =>
  rule(id, {
    examine: ({ messages }) => found({ sentence: `${id}.`, host: "", evidence: messages.slice(0, 1).map((message) => shows(message, id)) }),
    ...change,
  });

test("a clean call has no warning and no error, and every rule about calls says what it did", () => {
  const { findings, checks, verdict } = diagnoseScript(CLEAN_CALL);
  assert.deepEqual(
    findings.filter(({ severity }) => severity !== "info"),
    [],
  );
  assert.equal(checks.length + findings.length, rulesFor([{ kind: "call" }]).length);
  assert.ok(!checks.some(({ id }) => id.startsWith("registration_")), "a call lacks no REGISTER");
  assert.equal(rulesFor([{ kind: "call" }, { kind: "registration" }]), RULES);
  assert.equal(verdict, "Answered after 4.2 s, 3 min 12 s, ended by the caller.");
});

test("the quality of a good call is part of its verdict", () => {
  assert.equal(
    diagnoseScript(CLEAN_CALL, { streams: [{ mosLq: 4.34 }] }).verdict,
    "Answered after 4.2 s, 3 min 12 s, ended by the caller; quality good (MOS 4.3).",
  );
});

test("a rule that throws is reported and stops no other", () => {
  const { findings, checks } = diagnose(caseInput(CLEAN_CALL), [
    rule("broken", {
      examine: () => {
        throw new Error("oops");
      },
    }),
    always("sound"),
  ]);
  assert.deepEqual(
    findings.map(({ id }) => id),
    ["sound"],
  );
  assert.match(checks[0]?.needs ?? "", /failed.*oops/);
});

test("what explains another comes first, however light it is", () => {
  const order = diagnose(caseInput(CLEAN_CALL), [
    always("echo"),
    always("cause", { weight: "harm", severity: "warning", explains: ["echo"] }),
  ]);
  assert.deepEqual(summariseDiagnosis(order), [
    { id: "cause", severity: "warning" },
    { id: "echo", severity: "error" },
  ]);
});

test("without explanations the heavier comes first, the others by severity", () => {
  const order = diagnose(caseInput(CLEAN_CALL), [
    always("a_note", { weight: "oddity", severity: "info" }),
    always("refused", { weight: "outcome" }),
    always("loop", { weight: "mechanism", severity: "warning" }),
    always("scanner", { weight: "attack", severity: "warning" }),
  ]);
  assert.deepEqual(
    order.findings.map(({ id }) => id),
    ["scanner", "refused", "loop", "a_note"],
  );
});

test("a remark never stands before something graver", () => {
  const order = diagnose(caseInput(CLEAN_CALL), [
    always("remark", { weight: "harm", severity: "info" }),
    always("clocks", { weight: "capture", severity: "warning" }),
  ]);
  assert.deepEqual(
    order.findings.map(({ id }) => id),
    ["clocks", "remark"],
  );
});

test("whatever is found, the root cause is a remark only where nothing graver is", () => {
  const input = caseInput(CLEAN_CALL);
  const ids = ["a", "b", "c", "d", "e", "f"];
  const made = fc.record({
    severity: fc.constantFrom<Severity>("info", "warning", "error"),
    weight: fc.constantFrom(...(Object.keys(WEIGHT) as Weight[])),
    explains: fc.subarray(ids),
  });
  fc.assert(
    fc.property(fc.array(made, { minLength: 1, maxLength: ids.length }), (changes) => {
      const { findings } = diagnose(
        input,
        changes.map((change, at) => always(ids[at] ?? "", change)),
      );
      assert.equal(findings.length, changes.length);
      assert.equal(findings[0]?.severity === "info", changes.every(({ severity }) => severity === "info"));
    }),
    { numRuns: 300 },
  );
});

test("nothing captured is said, not thrown", () => {
  assert.equal(diagnose({ legs: [] }).verdict, "Nothing of this call was captured.");
  const { checks } = diagnose({ legs: [{ call: emptyCall("1", "x"), messages: [] }] });
  assert.equal(checks.length, RULES.length);
});

test("odd messages make no rule fail", () => {
  const { legs } = caseInput(CLEAN_CALL);
  const [leg] = legs;
  assert.ok(leg);
  const mangled = fc.record({
    at: fc.nat({ max: leg.messages.length - 1 }),
    cut: fc.nat({ max: 900 }),
    junk: fc.string({ maxLength: 30 }),
    src: fc.constantFrom("", "192.0.2.1", "::1"),
    kind: fc.constantFrom(1, 5, 100),
  });
  fc.assert(
    fc.property(fc.array(mangled, { minLength: 1, maxLength: 6 }), (changes) => {
      const messages: MessageView[] = leg.messages.map((message) => ({ ...message }));
      for (const { at, cut, junk, src, kind } of changes) {
        const message = messages[at];
        if (message)
          Object.assign(message, {
            raw: message.raw.slice(0, cut) + junk + message.raw.slice(cut + junk.length),
            payloadType: kind,
            ...(src === "" ? {} : { src }),
          });
      }
      const { checks, verdict } = diagnose({ legs: [{ call: leg.call, messages }] });
      assert.deepEqual(
        checks.filter(({ needs }) => needs.includes("failed on these messages")),
        [],
      );
      assert.notEqual(verdict, "");
    }),
    { numRuns: 150 },
  );
});

test("a call with very many messages is read in bounded time, and what is quoted is bounded", () => {
  const { legs } = caseInput(
    `A>B INVITE sdp | Diversion: <sip:1@x> | Diversion: <sip:1@x>\nB>A 302 | Contact: <sip:${"9".repeat(20_000)}@x>\nA>B ACK`,
  );
  const [leg] = legs;
  assert.ok(leg);
  const many = Array.from({ length: 20_000 }, (_, i) =>
    leg.messages.map((message) => ({
      ...message,
      ref: `${message.ref}.${i}`,
      timeUs: message.timeUs + i * 1000,
      raw: message.raw.replaceAll("branch=z9hG4bK", `branch=z9hG4bK${i}`).replaceAll("CSeq: 1", `CSeq: ${i + 1}`),
    })),
  ).flat();
  const began = performance.now();
  const { findings, checks, verdict } = diagnose({ legs: [{ call: leg.call, messages: many }] });
  assert.ok(performance.now() - began < 8000, "bounded time");
  assert.deepEqual(
    checks.filter(({ needs }) => needs.includes("failed on these messages")),
    [],
  );
  for (const { sentence, evidence } of findings)
    assert.ok(sentence.length <= 500 && evidence.length <= 30 && evidence.every(({ text }) => text.length <= 500));
  assert.ok(verdict.length < 1000);
});

test("ids are unique and stable in form; every rule names source and next step", () => {
  assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  for (const { id, title, source, nextStep, looksFor, needs } of RULES) {
    assert.match(id, /^[a-z][a-z0-9_]+$/);
    for (const text of [title, source, nextStep, looksFor]) assert.ok(text.length > 2, `${id} lacks words`);
    assert.ok(needs.length > 0, `${id} can always be checked?`);
  }
});
