// The values of codecs: those that loss tables of G.113 confirm, and docs/reference/quality.md has the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CODEC_TABLE, type CodecImpairment } from "./codec-table.ts";
import { effectiveImpairment } from "./e-model.ts";

const of = (name: string): CodecImpairment => CODEC_TABLE[name] ?? assert.fail(name);

/** Loss in percent and Ie under it, from listening tests (G.113 Table I.2); Bpl was fitted to them. */
const UNDER_LOSS: Readonly<Record<string, readonly [loss: number, ie: number][]>> = {
  "G729/VAD": [
    [0, 11],
    [0.5, 13],
    [1, 15],
    [1.5, 17],
    [2, 19],
    [3, 23],
    [4, 26],
  ],
  G723: [
    [0, 15],
    [0.5, 17],
    [1, 19],
    [1.5, 22],
    [2, 24],
    [3, 27],
    [4, 32],
  ],
};

test("Ie and Bpl give what listening tests found under loss", () => {
  for (const [name, points] of Object.entries(UNDER_LOSS)) {
    for (const [loss, ie] of points) {
      const computed = effectiveImpairment(of(name), loss, 1);
      assert.ok(Math.abs(computed - ie) < 1.2, `${name} at ${loss} %: ${computed} for ${ie}`);
    }
  }
});

test("docs/reference/quality.md names every codec with its values and what is assumed", () => {
  const reference = readFileSync(new URL("../../../../docs/reference/quality.md", import.meta.url), "utf8");
  const told = [...reference.matchAll(/^\| `([^`]+)` \| (nb|wb|fb) \| ([\d.]+) \| ([\d.]+) \| ([^|]*) \|/gm)].map(
    ([, name, scale, ie, bpl, assumed]) => [name, scale, Number(ie), Number(bpl), assumed],
  );
  assert.deepEqual(
    told,
    Object.entries(CODEC_TABLE).map(([name, { scale, ie, bpl, assumed }]) => [name, scale, ie, bpl, assumed || "nothing"]),
  );
});
