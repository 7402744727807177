// Colours keep WCAG AA: text on every ground it stands on, in light and in dark.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const TOKENS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS = ["ink", "ink-2", "ink-3", "accent", "answered", "live", "unanswered", "cancelled", "rejected", "failed", "other"];
const GROUNDS = ["bg", "surface", "raised", "hover", "accent-soft"];

test("every text colour reaches 4.5:1 on every ground, light and dark", () => {
  for (const theme of ["light", "dark"] as const)
    for (const text of TEXTS)
      for (const ground of GROUNDS) {
        const [a, b] = [TOKENS.get(text)?.[theme], TOKENS.get(ground)?.[theme]];
        assert.ok(a && b, `${text} on ${ground}`);
        assert.ok(contrast(a, b) >= 4.5, `${text} on ${ground}, ${theme}: ${contrast(a, b).toFixed(2)}`);
      }
});

test("buttons in the accent colour, focus rings and histogram areas stand out", () => {
  for (const theme of ["light", "dark"] as const) {
    const at = (name: string): string => TOKENS.get(name)?.[theme] ?? "";
    assert.ok(contrast(at("on-accent"), at("accent")) >= 4.5);
    for (const ground of GROUNDS) assert.ok(contrast(at("focus"), at(ground)) >= 3, `focus on ${ground}`);
    assert.ok(contrast(at("fill-failed"), at("bg")) >= 3, `failed area, ${theme}: ${contrast(at("fill-failed"), at("bg")).toFixed(2)}`);
  }
});

test("the letter of a leg can be read on its tint", () => {
  for (const theme of ["light", "dark"] as const)
    for (let leg = 0; leg < 6; leg += 1) {
      const [ink, tint] = [TOKENS.get("ink")?.[theme], TOKENS.get(`leg-${leg}`)?.[theme]];
      assert.ok(ink && tint && contrast(ink, tint) >= 4.5, `leg ${leg}, ${theme}`);
    }
});
