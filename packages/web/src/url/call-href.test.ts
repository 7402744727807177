// Links to calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { callHref, isPlainClick } from "./call-href.ts";

const click = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test("a call's address carries the question it was found by, and survives a Call-ID as id", () => {
  assert.equal(callHref("abc", { q: "code:5xx", from: "-6h" }), "/calls/abc?q=code:5xx&from=-6h");
  assert.equal(callHref("a/b@c?d", {}), "/calls/a%2Fb%40c%3Fd");
});

test("clicks that open a tab or a window are left to the browser", () => {
  assert.equal(isPlainClick(click), true);
  for (const over of [{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }])
    assert.equal(isPlainClick({ ...click, ...over }), false);
});
