// The number of this start. It is part of every packet's identity, so it must never come back, whatever is lost.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { segmentFiles } from "./segment-files.ts";
import { isDateDirectory, parseSegmentName } from "./segment-name.ts";

/** Takes the next number and makes it durable before it returns. */
export function nextBoot(dataDirectory: string, archiveDirectory: string = join(dataDirectory, "archive")): number {
  mkdirSync(dataDirectory, { recursive: true });
  const path = join(dataDirectory, "boot");
  const boot = Math.max(storedBoot(path), archivedBoot(archiveDirectory)) + 1;
  const beside = `${path}.new`;
  const file = openSync(beside, "w", 0o640);
  try {
    writeSync(file, `${boot}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  segmentFiles.syncDirectory(dataDirectory);
  return boot;
}

/** 0 when there is none that can be read. */
function storedBoot(path: string): number {
  try {
    const boot = Number(readFileSync(path, "latin1").trim());
    return Number.isSafeInteger(boot) && boot >= 0 ? boot : 0;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}

/** The highest boot in names of segments: keeps identities apart even when the boot file was lost. */
function archivedBoot(directory: string): number {
  let highest = 0;
  for (const date of segmentFiles.list(directory).filter(isDateDirectory)) {
    for (const file of segmentFiles.list(join(directory, date))) {
      highest = Math.max(highest, parseSegmentName(directory, date, file)?.boot ?? 0);
    }
  }
  return highest;
}
