// What hosts say in words about a failure: phrases, Reason, Warning and log lines. Text that people and programs wrote for people.
import { isLogPayload, type Evidence } from "@sipglass/model";
import type { Case } from "./case.ts";
import { once } from "./once.ts";
import { shows } from "./rule.ts";

export interface Spoken {
  text: string;
  /** `ip:port` of who said it. */
  host: string;
  evidence: Evidence;
}

/** Of final refusals and requests that end a call, then of log lines. */
export const spokenIn = once((examined): Spoken[] => [...fromMessages(examined), ...fromLogs(examined)]);

function fromMessages({ messages }: Case): Spoken[] {
  return messages.flatMap((message) => {
    const { status, method, isRequest, view } = message;
    if (view.retransmission || !(status >= 400 || (isRequest && (method === "BYE" || method === "CANCEL")))) return [];
    const reasons = message.reasons.map(({ text }) => text);
    const text = [isRequest ? "" : view.statusText, ...reasons, ...message.headers("warning")].filter((part) => part !== "").join("; ");
    return text === "" ? [] : [{ text, host: message.from, evidence: shows(message, isRequest ? `${method}: ${text}` : `${status} ${text}`) }];
  });
}

function fromLogs({ legs }: Case): Spoken[] {
  return legs.flatMap(({ others, call }) =>
    others.flatMap((view) => {
      if (!isLogPayload(view.payloadType)) return [];
      const text = view.raw.slice(0, LONGEST);
      return [{ text, host: "", evidence: { ref: view.ref, callId: call.id, atUs: view.timeUs, text: `log: ${text.slice(0, 200)}` } }];
    }),
  );
}

const LONGEST = 2000;
