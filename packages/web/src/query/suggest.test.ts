// Suggestions: what is offered depends on the caret, and taking one changes only the piece at the caret.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CALL_STATES, parseQuery } from "@sipglass/model";
import { QUERY_FIELDS } from "./fields.ts";
import { applySuggestion, caretPlace, fieldSuggestions, quoted, valueSuggestions } from "./suggest.ts";
import { queryTokens } from "./tokens.ts";

/** "|" marks the caret. */
const at = (marked: string) => {
  const caret = marked.indexOf("|");
  return caretPlace(marked.replace("|", ""), caret);
};

test("a bare word at the caret is a field being typed", () => {
  assert.deepEqual(at("from:1001 sta|"), { from: 10, to: 13, prefix: "sta" });
});

test("behind a field's colon its values are typed, even with nothing there yet", () => {
  assert.deepEqual(at("state:|"), { from: 6, to: 6, prefix: "", field: "state" });
  assert.deepEqual(at("state:fai|"), { from: 6, to: 9, prefix: "fai", field: "state" });
});

test("in a set only the member at the caret is replaced", () => {
  assert.deepEqual(at("state:failed,bu|"), { from: 13, to: 15, prefix: "bu", field: "state" });
  assert.deepEqual(at("code:4|04,5xx"), { from: 5, to: 12, prefix: "4", field: "code" });
});

test("after a space or a parenthesis something new begins", () => {
  assert.deepEqual(at("from:1001 |"), { from: 10, to: 10, prefix: "" });
  assert.deepEqual(at("(|"), { from: 1, to: 1, prefix: "" });
});

test("fields that begin with the word come before fields that merely mention it", () => {
  const names = fieldSuggestions(QUERY_FIELDS, "re").map((each) => each.label);
  assert.equal(names[0]?.startsWith("re"), true);
  assert.ok(fieldSuggestions(QUERY_FIELDS, "").length > 0);
  assert.deepEqual(fieldSuggestions(QUERY_FIELDS, "zzz"), []);
});

test("every state of a call is offered", () => {
  assert.deepEqual(valueSuggestions(CALL_STATES, "").map((each) => each.label), [...CALL_STATES]);
});

test("a field that is compared is offered with its comparison", () => {
  assert.equal(fieldSuggestions(QUERY_FIELDS, "mos")[0]?.insert, "mos<");
  assert.equal(fieldSuggestions(QUERY_FIELDS, "from")[0]?.insert, "from:");
});

test("values match anywhere, without case, and a value already whole is not offered again", () => {
  assert.deepEqual(
    valueSuggestions(["failed", "busy", "no_answer"], "AN").map((each) => each.insert),
    ["no_answer"],
  );
  assert.deepEqual(valueSuggestions(["busy"], "busy"), []);
});

test("taking a field keeps the caret for its value; taking a value makes room for the next term", () => {
  assert.deepEqual(applySuggestion("sta", at("sta|"), "state:"), { text: "state:", caret: 6 });
  assert.deepEqual(applySuggestion("state:fa", at("state:fa|"), "failed"), { text: "state:failed ", caret: 13 });
  assert.deepEqual(applySuggestion("state:fa from:1", at("state:fa| from:1"), "failed"), { text: "state:failed from:1", caret: 12 });
});

test("a quoted value is what it was, for the real parser", () => {
  const value = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== "" && !/[\u0000-\u001f]/.test(text));
  fc.assert(
    fc.property(value, (text) => {
      const parsed = parseQuery(`callid:${quoted(text)}`, { nowUs: 0 });
      assert.ok(parsed.ok, `${quoted(text)}: ${JSON.stringify(parsed)}`);
      assert.deepEqual(parsed.query.type === "term" && parsed.query.any, [{ type: "exact", value: text }]);
    }),
    { numRuns: 300 },
  );
});

test("tokens cover the text exactly, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      assert.equal(
        queryTokens(text)
          .map((token) => token.text)
          .join(""),
        text,
      );
    }),
    { numRuns: 500 },
  );
});

test("keywords, fields, operators and values have their own colours; a colon inside a value stays in it", () => {
  const types = (text: string) =>
    queryTokens(text)
      .filter((token) => token.type !== "space")
      .map((token) => `${token.type} ${token.text}`);
  assert.deepEqual(types("NOT from:+49* OR (mos<3.5)"), [
    "keyword NOT",
    "field from",
    "operator :",
    "value +49*",
    "keyword OR",
    "paren (",
    "field mos",
    "operator <",
    "value 3.5",
    "paren )",
  ]);
  assert.deepEqual(types("callid:abc:def"), ["field callid", "operator :", "value abc:def"]);
  assert.deepEqual(types('raw:"a b'), ["field raw", "operator :", 'value "a b']);
});
