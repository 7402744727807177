// The writer of one shard: five class logs, one bound on what waits for a full disk. Format: docs/reference/archive.md.
import { dirname, join } from "node:path";
import { SEGMENT_CLASSES, SipglassError, type SegmentClass, type WriterId } from "@sipglass/model";
import { MAX_BLOCK_BYTES, MAX_BLOCK_PACKETS } from "./block-header.ts";
import { compressionOptions } from "./block-builder.ts";
import { ClassLog, type ClassLogOptions } from "./class-log.ts";
import type { LogEntry, LogWriter } from "./log.ts";
import { segmentFiles, type SegmentFiles } from "./segment-files.ts";
import { isCollectorName, isDateDirectory, parseSegmentName, printWriterId, segmentPath, type WriterName } from "./segment-name.ts";

export interface LogWriterOptions extends WriterName {
  /** Of the archive: holds the directories of dates. */
  directory: string;
  /** Epoch microseconds. */
  now(): number;
  /** Of zstd. */
  level?: number;
  maxBlockPackets?: number;
  maxBlockBytes?: number;
  /** Compressed blocks kept in memory while the disk takes none. */
  maxWaitingBytes?: number;
  files?: SegmentFiles;
}

/** Which class gives up blocks first when memory for waiting blocks is used up: keep-alives go first, calls last. */
const GIVE_UP_ORDER: readonly SegmentClass[] = ["other", "log", "media", "register", "call"];

/** HEP 3 packets are below 64 KiB; a block of this and one more frame must stay below the format's bound. */
const MAX_FRAME_BYTES = MAX_BLOCK_BYTES / 4;

/** SipglassError `conflict` when this boot and shard have written before: identities are never used twice. */
export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { directory, collector, boot, shard, files = segmentFiles, maxWaitingBytes = 8 * 1024 * 1024 } = options;
  checkName(options);
  files.makeDirectory(directory);
  files.syncDirectory(dirname(directory));
  refuseUsedBoot(files, options);

  const lost = { packets: 0, bytes: 0 };
  const shared: Omit<ClassLogOptions, "pathOf"> = {
    files,
    directory,
    now: () => options.now(),
    compression: compressionOptions(options.level ?? 3),
    maxBlockPackets: Math.min(options.maxBlockPackets ?? 256, MAX_BLOCK_PACKETS),
    maxBlockBytes: Math.min(options.maxBlockBytes ?? 512 * 1024, MAX_BLOCK_BYTES / 2),
    onWaiting: () => giveUpBeyond(maxWaitingBytes),
  };
  const perClass = <T>(make: (segmentClass: SegmentClass) => T): Record<SegmentClass, T> => ({
    call: make("call"),
    register: make("register"),
    other: make("other"),
    media: make("media"),
    log: make("log"),
  });
  const logs = perClass((segmentClass) => new ClassLog({ ...shared, pathOf: (hourUs) => segmentPath(directory, options, segmentClass, hourUs) }));
  const writerIds = perClass((segmentClass) => printWriterId(collector, boot, shard, segmentClass));
  const all = SEGMENT_CLASSES.map((name) => logs[name]);

  function giveUpBeyond(bytes: number): void {
    for (const name of GIVE_UP_ORDER) {
      while (logs[name].isWaiting && all.reduce((sum, log) => sum + log.waitingBytes, 0) > bytes) {
        const given = logs[name].giveUpOldest();
        lost.packets += given.packets;
        lost.bytes += given.bytes;
      }
    }
  }

  return {
    append(entry: LogEntry): number {
      if (entry.frame.length > MAX_FRAME_BYTES) throw new SipglassError("too_large", { limit_bytes: MAX_FRAME_BYTES });
      return logs[entry.class].append(entry);
    },
    writerId: (segmentClass): WriterId => writerIds[segmentClass],
    flush() {
      for (const log of all) log.flush();
    },
    sync() {
      for (const log of all) log.sync();
    },
    positions: () => perClass((name) => ({ appended: logs[name].appended, written: logs[name].written, synced: logs[name].synced })),
    get state() {
      return all.some((log) => log.isWaiting) ? "disk_full" : "ok";
    },
    get failure() {
      return all.find((log) => log.writeFailure)?.writeFailure ?? all.find((log) => log.syncFailure)?.syncFailure ?? "";
    },
    lost,
    close() {
      for (const log of all) log.close();
      giveUpBeyond(-1);
    },
  };
}

function checkName({ collector, boot, shard }: WriterName): void {
  if (!isCollectorName(collector)) throw new SipglassError("bad_config", { collector }, "The collector's name may hold letters, digits, '.', '_' and '-', at most 64.");
  for (const [name, value] of Object.entries({ boot, shard })) {
    if (!Number.isSafeInteger(value) || value < 0) throw new SipglassError("bad_config", { [name]: value }, `The ${name} must be a whole number from 0 on.`);
  }
}

function refuseUsedBoot(files: SegmentFiles, { directory, collector, boot, shard }: LogWriterOptions): void {
  for (const date of files.list(directory).filter(isDateDirectory)) {
    for (const file of files.list(join(directory, date))) {
      const name = parseSegmentName(directory, date, file);
      if (name?.collector === collector && name.boot === boot && name.shard === shard) {
        throw new SipglassError("conflict", { path: name.path }, "This boot and shard have written to the archive before; take the next boot.");
      }
    }
  }
}
