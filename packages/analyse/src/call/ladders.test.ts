// Every ladder script of fixtures/calls is one hard case of call tracking, with what must come of it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { callToJson, type Call } from "@sipglass/model";
import { readLadder, type Ladder } from "../../../../fixtures/calls/ladder.ts";
import { createCallTracker } from "./call-tracker.ts";

const folder = new URL("../../../../fixtures/calls/", import.meta.url);

export function runLadder(ladder: Ladder): Call[] {
  const calls: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 100,
    maxRefs: 1000,
    lingerUs: 32_000_000,
    maxLingering: 100,
    headers: [],
    correlationHeaders: ["x-cid"],
    onClosed: (call) => void calls.push(call),
  });
  for (const step of ladder.steps) {
    if (step.kind === "tick") tracker.advance(step.wallUs);
    else tracker.message(step);
  }
  tracker.closeAll();
  return calls.sort((a, b) => a.startedAtUs - b.startedAtUs);
}

function asText(call: Call, name: string): string {
  const value: unknown = callToJson(call)[name as keyof ReturnType<typeof callToJson>];
  if (name === "reason" && call.reason) return `${call.reason.protocol}:${call.reason.cause}`;
  return Array.isArray(value) ? value.join(",") : String(value);
}

const scripts = readdirSync(folder)
  .filter((name) => name.endsWith(".ladder"))
  .sort();

for (const name of scripts) {
  const ladder = readLadder(readFileSync(new URL(name, folder), "utf8"));
  test(`${ladder.title} (${name})`, () => {
    assert.notEqual(ladder.expected.length, 0, "a script without expectation proves nothing");
    const calls = runLadder(ladder);
    const shown = ladder.expected.map((expected, i) => {
      const call = calls[i];
      return call ? Object.fromEntries(Object.keys(expected).map((key) => [key, asText(call, key)])) : null;
    });
    assert.deepEqual(shown, ladder.expected);
    assert.equal(calls.length, ladder.expected.length, "number of calls");
  });
}
