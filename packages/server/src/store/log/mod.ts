// Door of the archive: docs/reference/archive.md says what is in the files.
export type { ArchivedPacket, Damage, DamageReason, LogEntry, LogReader, LogWriter } from "./log.ts";
export { nextBoot } from "./boot.ts";
export { createLogWriter, type LogWriterOptions } from "./writer.ts";
export { openLogReader, type LogReaderOptions } from "./reader.ts";
export { exportStream, type ScanOptions } from "./scan.ts";
export { recoverSegments, type Recovery } from "./recover.ts";
export { sealClosedHours, sealSegment, type SealHoursOptions, type SealOptions, type Sealing } from "./seal.ts";
export { archiveSizeBytes, removeSegmentsBefore, trimToBytes, type Removal } from "./retention.ts";
