// Golden texts of the ladder, and what hostile texts may not do to a terminal.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildLadder } from "./ladder.ts";
import { message, spaced } from "./ladder.fixture.ts";
import { deltaText, ladderText } from "./ladder-text.ts";
import { displayWidth, fit, printable } from "./printable.ts";

const CALL = buildLadder(spaced(120_500, [
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer" }),
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer", retransmission: true }),
  message("INVITE", "10.0.0.2:5060 > 10.0.0.3:5060", { bodyKind: "offer", alsoSeenBy: ["sbc2"] }),
  message("200 OK", "10.0.0.3:5060 > 10.0.0.1:5060", { bodyKind: "answer" }),
  message("BYE", "10.0.0.1:5060 > 10.0.0.3:5060", { retransmission: true }),
  message("200 OK", "10.0.0.3:5060 > 10.0.0.2:5060", { cseqMethod: "BYE" }),
  message("OPTIONS", "10.0.0.2:5060 > 10.0.0.2:5060"),
]), { alias: (address) => (address === "10.0.0.2:5060" ? "sbc" : "") });

test("a call as text", () => {
  assert.equal(ladderText(CALL, { width: 100 }), `\
                             10.0.0.1:5060                 sbc                 10.0.0.3:5060
                             10.0.0.1:5060            10.0.0.2:5060            10.0.0.3:5060
                                   │                        │                        │
 17:49:59.000000  +0.0ms           │───── INVITE (SDP) ────▶│                        │
 17:49:59.120500  +121ms           │╌╌ INVITE (SDP) again ╌▶│                        │
 17:49:59.241000  +121ms           │                        │─── INVITE (SDP) +1 ───▶│
 17:49:59.361500  +121ms           │◀──────────────── 200 OK (SDP) ──────────────────│
 17:49:59.482000  +121ms           │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ BYE again ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶│
 17:49:59.602500  +121ms           │                        │◀──── 200 OK (BYE) ─────│
 17:49:59.723000  +121ms           │                        │↺ OPTIONS               │
`);
});

test("a ladder wider than the terminal is as narrow as can be read", () => {
  const lines = ladderText(CALL, { width: 40 }).split("\n");
  assert.equal(Math.max(...lines.map(displayWidth)) <= 24 + 3 * 18, true);
  assert.match(lines.join("\n"), /INVITE/);
});

test("deltas keep three figures", () => {
  assert.deepEqual([0, 1_234, 99_949, 250_400, 4_050_000, 130_000_000, 7_260_000_000, -1_500].map(deltaText),
    ["+0.0ms", "+1.2ms", "+99.9ms", "+250ms", "+4.05s", "+2m10s", "+2h1m", "-1.5ms"]);
});

test("no text from the network steers the terminal or moves a rail", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom(40, 80, 200), (reason, width) => {
    const ladder = buildLadder([
      message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060"),
      message("200 OK", "10.0.0.2:5060 > 10.0.0.1:5060", { statusText: reason }),
    ]);
    const text = ladderText(ladder, { width });
    assert.equal(printable(text.replaceAll("\n", "")), text.replaceAll("\n", ""));
    const [, rail = "", , answer = ""] = text.split("\n");
    assert.equal(displayWidth(answer), displayWidth(rail));
    assert.equal(text.split("\n").length, 5);
  }), { numRuns: 200 });
});

test("cutting counts cells, not characters", () => {
  assert.equal(displayWidth("電話"), 4);
  assert.equal(fit("電話がきた", 6), "電話…");
  assert.equal(fit("abc", 3), "abc");
  assert.equal(fit("abcd", 3), "ab…");
});
