// The MOS of a range is that of the scale with most calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mainMos } from "./main-mos.ts";

test("the scale that most calls were measured on is shown; of none, the narrow band", () => {
  const kpi = (id: string, denominator: number) => ({ id, denominator });
  assert.equal(mainMos([kpi("asr", 900), kpi("mos_nb", 3), kpi("mos_wb", 40), kpi("mos_fb", 0)])?.id, "mos_wb");
  assert.equal(mainMos([kpi("mos_wb", 0), kpi("mos_nb", 0)])?.id, "mos_nb");
  assert.equal(mainMos([]), undefined);
});
