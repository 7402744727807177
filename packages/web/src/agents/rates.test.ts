// Rates from counters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRates } from "./rates.ts";

test("a rate is known from the second look, over half a minute at most", () => {
  const rates = createRates();
  const note = (atS: number, packets: number): void => rates.note([{ key: "sbc1", packets }], atS * 1000);
  note(0, 100);
  assert.equal(rates.perSecond("sbc1"), null);
  note(5, 600);
  assert.equal(rates.perSecond("sbc1"), 100);
  note(30, 600);
  note(40, 600);
  assert.equal(rates.perSecond("sbc1"), 0, "the burst is more than half a minute ago");
  assert.equal(rates.perSecond("other"), null);
});

test("a counter that begins anew with its server is no negative rate", () => {
  const rates = createRates();
  rates.note([{ key: "a", packets: 5000 }], 0);
  rates.note([{ key: "a", packets: 10 }], 5000);
  assert.equal(rates.perSecond("a"), null);
  rates.note([{ key: "a", packets: 60 }], 10_000);
  assert.equal(rates.perSecond("a"), 10);
});
