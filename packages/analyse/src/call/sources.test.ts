// Watermarks of agents and their time lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSources } from "./sources.ts";

const S = 1_000_000;
const NOW = 1_767_225_600 * S;

test("the watermark is the newest event time, and late messages do not move it back", () => {
  const sources = createSources();
  assert.equal(sources.hear("a", NOW).watermarkUs, NOW);
  assert.equal(sources.hear("a", NOW - 5 * S).watermarkUs, NOW);
  assert.equal(sources.hear("b", NOW - 5 * S).watermarkUs, NOW - 5 * S);
});

test("a silent source moves on with the wall clock by what has passed, whatever its own clock says", () => {
  const sources = createSources();
  sources.tick(NOW);
  const source = sources.hear("a", NOW - 86_400 * S);
  sources.tick(NOW + 10 * S);
  assert.equal(source.watermarkUs, NOW - 86_400 * S + 10 * S);
  sources.tick(NOW + 11 * S);
  assert.equal(source.watermarkUs, NOW - 86_400 * S + 11 * S);
});

test("the first tick is where the wall clock begins: it moves nothing", () => {
  const sources = createSources();
  const source = sources.hear("a", NOW - 86_400 * S);
  sources.tick(NOW);
  assert.equal(source.watermarkUs, NOW - 86_400 * S);
});

test("a jump backwards opens a time line of its own, and each message finds its own again", () => {
  const sources = createSources();
  const live = sources.hear("a", NOW);
  const old = sources.hear("a", NOW - 3600 * S);
  assert.notEqual(old, live);
  assert.equal(sources.hear("a", NOW + S), live);
  assert.equal(sources.hear("a", NOW - 3599 * S), old);
  assert.deepEqual([live.watermarkUs, old.watermarkUs], [NOW + S, NOW - 3599 * S]);
});

test("time lines are bounded: the longest silent one is taken over", () => {
  const sources = createSources();
  const lines = new Set(Array.from({ length: 20 }, (_, i) => sources.hear("a", NOW - i * 3600 * S)));
  assert.equal(lines.size, 8);
});

test("agents are bounded: the rest share one source", () => {
  const sources = createSources();
  for (let i = 0; i < 10_000; i++) sources.hear(`a${i}`, NOW);
  assert.equal(sources.hear("x", NOW), sources.hear("y", NOW));
  assert.notEqual(sources.hear("a1", NOW), sources.hear("a2", NOW));
});

test("restored calls join one time line, however old they are", () => {
  const sources = createSources();
  const source = sources.join("a", NOW);
  assert.equal(sources.join("a", NOW - 7200 * S), source);
  assert.equal(source.watermarkUs, NOW);
  assert.equal(sources.hear("a", NOW + S), source);
});
