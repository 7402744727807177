// The thread that examines finished calls. It yields to everything else: what it does not get to is looked at later. All thinking is in examine-calls.ts.
import { workerData, type MessagePort } from "node:worker_threads";
import { decodeCalls, type CallBatch, type CodecValue, type Link } from "@sipglass/model";
import { codecTableWith, createClockOffsets, type ClockOffset } from "@sipglass/analyse";
import { inflateAny } from "../../inflate.ts";
import { latin1 } from "../../latin1.ts";
import { goLast } from "../../priority.ts";
import { openLogReader } from "../../store/log/mod.ts";
import type { CallExamination } from "../../pipeline/messages.ts";
import { createExaminer, sessionExaminations, type Leg } from "./examine-calls.ts";

export interface ExaminerData {
  archiveDirectory: string;
  codecs: CodecValue[];
  book: MessagePort;
}

export interface ToExaminer {
  id: number;
  calls: CallBatch;
  links: Link[];
}

export type FromExaminer =
  | { kind: "examined"; id: number; examinations: CallExamination[] }
  /** Of all agents, whenever they may have changed, every few seconds at most. */
  | { kind: "clocks"; offsets: ClockOffset[] }
  | { kind: "threw"; id: number; message: string }
  | { kind: "failure"; message: string };

const CLOCKS_EVERY_MS = 5000;
/** Calls of one batch end together and lie together: few blocks are needed twice. */
const CACHE_BLOCKS = 8;
const CACHE_BYTES = 8 * 1024 * 1024;

function start({ archiveDirectory, codecs, book }: ExaminerData): void {
  goLast();
  const post = (message: FromExaminer): void => book.postMessage(message);
  const reader = openLogReader({ directory: archiveDirectory, cacheBlocks: CACHE_BLOCKS, cacheBytes: CACHE_BYTES });
  const onFailure = (error: Error): void => post({ kind: "failure", message: `A call could not be examined: ${error.stack ?? error.message}` });
  const clocks = createClockOffsets();
  const table = codecTableWith(codecs);
  const examineSession = (legs: readonly Leg[], links: readonly Link[]) => sessionExaminations(legs, links, { codecs: table });
  const examiner = createExaminer({ reader, examineSession, ports: { inflate: inflateAny, latin1 }, onClocks: (differences) => clocks.add(differences), onFailure });
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const tellClocks = (): void => {
    if (performance.now() < toldAtMs + CLOCKS_EVERY_MS) return;
    toldAtMs = performance.now();
    post({ kind: "clocks", offsets: clocks.offsets() });
  };
  book.on("message", ({ id, calls, links }: ToExaminer) => {
    examiner.examine(decodeCalls(calls), links).then(
      (examinations) => {
        post({ kind: "examined", id, examinations });
        tellClocks();
      },
      (error: Error) => post({ kind: "threw", id, message: error.stack ?? error.message }),
    );
  });
  book.on("close", () => void reader.close());
}

if (workerData) start(workerData as ExaminerData);
