// Pictures and reports are made without the page's style sheet: their colours are the page's all the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PALETTE } from "@sipglass/analyse";

test("what is drawn outside of the page has the page's colours", () => {
  const tokens = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
  for (const [name, [light, dark]] of Object.entries(PALETTE))
    assert.ok(tokens.includes(`--${name}: light-dark(${light}, ${dark});`), name);
});
