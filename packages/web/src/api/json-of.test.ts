// Nouns of the model become the JSON that the server sends of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "@sipglass/model";
import { jsonOf } from "./json-of.ts";

test("names become snake_case, times become RFC 3339 and lose their unit, what did not happen is null", () => {
  const finding: Finding = {
    id: "ack_lost",
    title: "ACK lost",
    severity: "error",
    sentence: "s",
    evidence: [
      { ref: "w:1", callId: "c", atUs: 1_800_000_000_123_456, text: "t" },
      { ref: "", callId: "c", atUs: 0, text: "" },
    ],
    source: "RFC 3261",
    nextStep: "n",
    host: "",
  };
  const json = jsonOf(finding);
  assert.equal(json.next_step, "n");
  assert.deepEqual(
    json.evidence.map(({ at, call_id }) => [at, call_id]),
    [
      ["2027-01-15T08:00:00.123456Z", "c"],
      [null, "c"],
    ],
  );
});

test("acronyms at the end of a name keep their letter apart", () => {
  assert.deepEqual(jsonOf({ burstR: 1.5, mosLq: null, lossPct: 0, clockRateHz: 8000, r: 80 }), {
    burst_r: 1.5,
    mos_lq: null,
    loss_pct: 0,
    clock_rate_hz: 8000,
    r: 80,
  });
});
