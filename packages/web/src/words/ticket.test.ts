import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleLadder } from "../../dev/sample-call.ts";
import type { CallJson } from "../api/shapes.ts";
import { ticketText } from "./ticket.ts";

const call = {
  caller: "+4930", callee: "+4940", started_at: "2026-01-01T10:00:00.000000Z", state: "no_answer", status_code: 480, status_text: "Unavailable", duration_s: null, codecs: ["PCMA"], hops: ["a", "b"], call_id: "x@y",
} as unknown as CallJson;
const finding = { id: "x", title: "", severity: "error" as const, sentence: "It broke.", evidence: [{ ref: "r", call_id: "", at: "2026-01-01T10:00:01.250000Z", text: "503" }], source: "", next_step: "", host: "" };

test("a ticket begins with what happened and ends with where to look", () => {
  const ladder = sampleLadder(["alpha", "beta"], Array.from({ length: 70 }, () => ({})));
  const lines = ticketText({ call, sentence: "Nobody answered.", nextStep: "Call again.", diagnosis: { verdict: "", checks: [], findings: [finding] }, ladder, href: "https://glass/calls/1", zone: "utc" }).split("\n");
  assert.deepEqual(lines.slice(0, 7), ["Nobody answered.", "What to do: Call again.", "", "from     +4930", "to       +4940", "started  2026-01-01 10:00:00.000 000 UTC", "state    no answer, 480 Unavailable"]);
  assert.ok(lines.includes("- error: It broke.") && lines.includes("    10:00:01.250 503"));
  assert.ok(lines.some((line) => line.includes("alpha")) && lines.includes("… and 10 more messages"));
  assert.equal(lines.at(-2), "Link: https://glass/calls/1");
});

test("what is not known is left out", () => {
  const text = ticketText({ call, sentence: "Fine.", nextStep: "", diagnosis: undefined, ladder: undefined, href: "h", zone: "utc" });
  assert.doesNotMatch(text, /talk|What to do|Evidence|Ladder/);
});
