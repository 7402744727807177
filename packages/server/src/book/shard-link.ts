// One shard as the book sees it: questions with answers, and what it sends by itself.
import type { MessagePort } from "node:worker_threads";
import { SipglassError, type Belonging } from "@sipglass/model";
import type { FromShard, ShardQuestion, ShardQuestions, ToShard } from "../pipeline/messages.ts";

export interface ShardLink {
  /** Rejects with `unavailable` when the shard is gone, or goes before it has answered. */
  ask<K extends ShardQuestion>(question: K, ask: ShardQuestions[K]["ask"]): Promise<ShardQuestions[K]["answer"]>;
  committed(batch: number): void;
  watch(on: boolean): void;
  belongTo(belonging: Belonging): void;
  onMessage(listener: (message: FromShard) => void): void;
}

interface Asked {
  resolve(answer: never): void;
  reject(error: Error): void;
}

export function createShardLink(port: MessagePort): ShardLink {
  const asked = new Map<number, Asked>();
  const listeners: ((message: FromShard) => void)[] = [];
  let lastId = 0;
  let isGone = false;
  const post = (message: ToShard): void => port.postMessage(message);
  const gone = (): SipglassError => new SipglassError("unavailable", { part: "shard" });

  port.on("message", (message: FromShard) => {
    if (message.kind === "answer" || message.kind === "failed") {
      const waiting = asked.get(message.id);
      asked.delete(message.id);
      if (message.kind === "answer") waiting?.resolve(message.answer as never);
      else waiting?.reject(new SipglassError("internal", {}, message.message));
      return;
    }
    for (const listener of listeners) listener(message);
  });
  port.on("close", () => {
    isGone = true;
    for (const { reject } of asked.values()) reject(gone());
    asked.clear();
  });

  return {
    ask(question, ask) {
      // A message to a closed port vanishes without a word.
      if (isGone) return Promise.reject(gone());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        asked.set(id, { resolve, reject });
        post({ kind: "ask", id, question, ask } as ToShard);
      });
    },
    committed: (batch) => post({ kind: "committed", batch }),
    watch: (on) => post({ kind: "watch", on }),
    belongTo: (belonging) => post({ kind: "belonging", belonging }),
    onMessage: (listener) => void listeners.push(listener),
  };
}
