// The boot number rises whatever happens to its file.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { nextBoot } from "./boot.ts";
import { archiveFor, entry, testWriter } from "./archive.fixture.ts";

describe("boot number", () => {
  it("rises by one at every start and stands in the file before it is given", (t) => {
    const root = dirname(archiveFor(t));
    assert.deepEqual([nextBoot(root), nextBoot(root), nextBoot(root)], [1, 2, 3]);
    assert.equal(readFileSync(join(root, "boot"), "latin1"), "3\n");
  });

  it("goes above every boot in the archive when its file is lost, damaged or restored from an old backup", (t) => {
    const directory = archiveFor(t);
    const root = dirname(directory);
    const writer = testWriter(directory, { boot: 41 });
    writer.append(entry());
    writer.close();
    assert.equal(nextBoot(root), 42);
    rmSync(join(root, "boot"));
    assert.equal(nextBoot(root), 42);
    writeFileSync(join(root, "boot"), "\0\0\0");
    assert.equal(nextBoot(root), 42);
    writeFileSync(join(root, "boot"), "7\n");
    assert.equal(nextBoot(root), 42);
  });
});
