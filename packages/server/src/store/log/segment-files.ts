// What the writer needs of a file system, so that tests can fill the disk; and the real one.
import { closeSync, constants, fdatasyncSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, writeFileSync, writevSync } from "node:fs";
import { dirname } from "node:path";

export interface SegmentFiles {
  makeDirectory(path: string): void;
  /** Creates the file for appending, and its directory; undefined when it exists already. */
  create(path: string): number | undefined;
  /** One call of the system; returns how many bytes were taken. */
  append(file: number, parts: readonly Buffer[]): number;
  truncate(file: number, length: number): void;
  sync(file: number): void;
  syncDirectory(path: string): void;
  close(file: number): void;
  /** Replaces the whole file. */
  writeWhole(path: string, bytes: Buffer): void;
  /** Empty when the directory does not exist. */
  list(path: string): string[];
}

const CREATE = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** The value, or undefined when the system answered with this code. */
function unless<T>(code: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (codeOf(error) === code) return undefined;
    throw error;
  }
}

export const segmentFiles: SegmentFiles = {
  makeDirectory: (path) => void mkdirSync(path, { recursive: true }),
  create(path) {
    mkdirSync(dirname(path), { recursive: true });
    return unless("EEXIST", () => openSync(path, CREATE, 0o640));
  },
  append: (file, parts) => writevSync(file, parts),
  truncate: (file, length) => ftruncateSync(file, length),
  sync: (file) => fdatasyncSync(file),
  syncDirectory(path) {
    const directory = openSync(path, "r");
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  },
  close: (file) => closeSync(file),
  writeWhole: (path, bytes) => writeFileSync(path, bytes, { mode: 0o640 }),
  list: (path) => unless("ENOENT", () => readdirSync(path)) ?? [],
};
