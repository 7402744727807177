// One reading of a call's messages for all who ask at the same moment: a page asks for ladder, messages, findings and quality at once, and each is made of them.
import { countPackets, type Call, type MessageView, type Scope } from "@sipglass/model";
import type { Questions } from "./questions.ts";

/** So long an answer serves others; a call that grew has another revision or more packets, and is read anew at once. */
const KEPT_MS = 2000;
/** Of all answers that are kept. */
const MOST_MESSAGES = 20_000;

interface Reading {
  messages: Promise<MessageView[]>;
  /** 0 while it is still being read. */
  count: number;
  untilMs: number;
}

export function sharingMessages(questions: Questions, nowMs: () => number = () => performance.now()): Questions {
  const readings = new Map<string, Reading>();
  const forget = (): void => {
    let kept = [...readings.values()].reduce((sum, { count }) => sum + count, 0);
    for (const [key, { untilMs, count }] of readings) {
      if (untilMs > nowMs() && kept <= MOST_MESSAGES) continue;
      readings.delete(key);
      kept -= count;
    }
  };
  const read = async (key: string, scope: Scope, call: Call): Promise<MessageView[]> => {
    const messages = questions.messages(scope, call);
    const reading: Reading = { messages, count: 0, untilMs: Number.POSITIVE_INFINITY };
    readings.set(key, reading);
    try {
      const { length } = await messages;
      [reading.count, reading.untilMs] = [length, nowMs() + KEPT_MS];
      // Nobody may ask again: memory is given back all the same.
      setTimeout(forget, KEPT_MS + 1).unref();
    } catch {
      readings.delete(key);
    }
    return messages;
  };
  return {
    ...questions,
    // Each gets a list of his own: what he does to it is nobody else's.
    messages: async (scope, call) => {
      forget();
      const key = keyOf(scope, call);
      return [...(await (readings.get(key)?.messages ?? read(key, scope, call)))];
    },
  };
}

const keyOf = (scope: Scope, { id, revision, refs }: Call): string => JSON.stringify([id, revision, countPackets(refs), scope.kind === "all" ? "all" : scope.tenants.toSorted()]);
