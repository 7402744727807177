// Cuts a byte stream into SIP messages. Keep-alive CRLFs between messages are counted; a stream joined in the middle, or after a gap, is
// taken up again at the next start line.
import type { Reason } from "@sipglass/model";
import { concatBytes } from "./network-bytes.ts";
import { beginsMessage, endOfHeaders, keepAliveLength, lateStart, lineLength, messageLength, SIP_STREAM_LIMITS } from "./sip-cut.ts";
import type { StreamSink } from "./tcp-flow.ts";

export interface SipFramerPorts {
  onMessage(bytes: Uint8Array, timeUs: number): void;
  onRefused(reason: Reason): void;
}

const NOTHING = new Uint8Array(0);

export function createSipFramer({ onMessage, onRefused }: SipFramerPorts): StreamSink {
  let held: Uint8Array = NOTHING;
  let timeUs = 0;
  /** Bytes of `held` in which the end of the headers has been looked for in vain. */
  let searched = 0;
  /** Length that `held` must have before it is worth looking at again. */
  let wanted = 0;
  /** False while we look for a start line. */
  let inStep = true;

  function take(count: number): Uint8Array {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    searched = 0;
    wanted = 0;
    return taken;
  }

  /** This is no message: from here on a start line is looked for. */
  function loseStep(): void {
    if (inStep) onRefused("not_sip");
    inStep = false;
  }

  /** Drops what stands before the next start line; false when more bytes are needed to find it. */
  function findStep(): boolean {
    const start = lateStart(held);
    take(start ? start.skip : Math.max(held.length - SIP_STREAM_LIMITS.startLine, 0));
    inStep = start?.found === true;
    return start !== undefined;
  }

  /** Emits the first message of `held`; false when it is not whole yet. */
  function takeMessage(): boolean {
    const bodyAt = endOfHeaders(held, Math.max(0, searched - 3));
    const total = bodyAt < 0 ? 0 : messageLength(held, bodyAt);
    if ((bodyAt < 0 && held.length > SIP_STREAM_LIMITS.headers) || total > SIP_STREAM_LIMITS.message) {
      // Not the message that its first line promised.
      take(lineLength(held));
      loseStep();
      return true;
    }
    if (bodyAt < 0) searched = held.length;
    if (bodyAt < 0 || held.length < total) {
      wanted = total;
      return false;
    }
    onMessage(take(total), timeUs);
    return true;
  }

  /** One step through `held`; false when more bytes are needed. */
  function readOnce(): boolean {
    if (!inStep) return findStep();
    const keepAlive = keepAliveLength(held);
    if (keepAlive > 0) {
      take(keepAlive);
      onRefused("keep_alive");
    }
    if (held.length === 0) return false;
    const begins = beginsMessage(held);
    if (begins === false) loseStep();
    return begins === true ? takeMessage() : begins === false;
  }

  /** What was cut off in its body is still worth showing: the headers are whole. */
  function giveUp(): void {
    const headersWhole = held.length > 0 && beginsMessage(held) === true && endOfHeaders(held, 0) >= 0;
    if (headersWhole) onMessage(held, timeUs);
    else if (held.length > 0 && inStep) onRefused("not_sip");
    take(held.length);
  }

  return {
    data(bytes, atUs) {
      timeUs = atUs;
      held = held.length === 0 ? bytes : concatBytes([held, bytes]);
      if (held.length < wanted) return;
      while (readOnce());
      // What waits must not keep a whole chunk of the capture alive.
      if (held.length > 0) held = held.slice();
    },
    gap() {
      giveUp();
      // Whether anything was lost that is SIP cannot be known: the gap is counted, not what stands behind it.
      inStep = false;
    },
    end: giveUp,
    get heldBytes() {
      return held.length;
    },
  };
}
