import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readKernelDrops } from "./kernel-drops.ts";

test("drops of our port are read from the last column, of every socket on it", () => {
  const file = join(mkdtempSync(join(tmpdir(), "sipglass-proc-")), "udp");
  const row = (port: string, drops: number): string => `  12: 0100007F:${port} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12345 2 0000000000000000 ${drops}`;
  writeFileSync(file, ["  sl  local_address rem_address   st …", row("2364", 17), row("2365", 4), row("2364", 3), ""].join("\n"));
  assert.equal(readKernelDrops(9060, [file]), 20);
  assert.equal(readKernelDrops(9061, [file]), 4);
  assert.equal(readKernelDrops(1, [file]), 0);
});

test("where /proc is missing nothing is claimed", () => {
  assert.equal(readKernelDrops(9060, ["/nonexistent"]), 0);
});
