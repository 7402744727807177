// The examiner as the book sees it: batches there, examinations back.
import type { MessagePort } from "node:worker_threads";
import type { ClockOffset } from "@sipglass/analyse";
import { SipglassError, encodeCalls, type Call, type Link } from "@sipglass/model";
import type { CallExamination } from "../../pipeline/messages.ts";
import type { Examiner } from "./examine-calls.ts";
import type { FromExaminer, ToExaminer } from "./examiner-thread.ts";

export interface ExaminerLink extends Examiner {
  /** How far agents' clocks are from each other. */
  readonly clockOffsets: readonly ClockOffset[];
  close(): void;
}

export function createExaminerLink(port: MessagePort, onFailure: (error: Error) => void): ExaminerLink {
  const asked = new Map<number, PromiseWithResolvers<CallExamination[]>>();
  let lastId = 0;
  let clockOffsets: readonly ClockOffset[] = [];
  let isGone = false;
  const gone = (): SipglassError => new SipglassError("unavailable", { part: "examiner" });
  port.on("message", (message: FromExaminer) => {
    if (message.kind === "failure") return onFailure(new SipglassError("internal", {}, message.message));
    if (message.kind === "clocks") return void (clockOffsets = message.offsets);
    const waiting = asked.get(message.id);
    asked.delete(message.id);
    if (message.kind === "examined") waiting?.resolve(message.examinations);
    else waiting?.reject(new SipglassError("internal", {}, message.message));
  });
  port.on("close", () => {
    isGone = true;
    for (const { reject } of asked.values()) reject(gone());
    asked.clear();
  });
  return {
    examine(calls: readonly Call[], links: readonly Link[]) {
      if (isGone) return Promise.reject(gone());
      const waiting = Promise.withResolvers<CallExamination[]>();
      asked.set(++lastId, waiting);
      port.postMessage({ id: lastId, calls: encodeCalls(calls), links: [...links] } satisfies ToExaminer);
      return waiting.promise;
    },
    get clockOffsets() {
      return clockOffsets;
    },
    close: () => port.close(),
  };
}
