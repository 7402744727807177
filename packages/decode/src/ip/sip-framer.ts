// Cuts a byte stream into SIP messages by Content-Length (RFC 3261 §18.3). Keep-alive CRLFs between messages are counted, a stream joined in
// the middle, or after a gap, is taken up again at the next start line.
import { looksLikeSip } from "../sip/looks-like-sip.ts";
import { concatBytes } from "./network-bytes.ts";
import type { CaptureReason } from "./refusal.ts";

export interface SipFramerPorts {
  onMessage(bytes: Uint8Array, timeUs: number): void;
  onRefused(reason: CaptureReason): void;
}

export interface SipFramer {
  data(bytes: Uint8Array, timeUs: number): void;
  gap(): void;
  end(): void;
  readonly heldBytes: number;
}

/** A start line longer than this, headers longer than that, a body longer than the third, are not waited for. */
export const SIP_STREAM_LIMITS = { startLine: 8 * 1024, headers: 64 * 1024, message: 1024 * 1024 } as const;

const CR = 13;
const LF = 10;
const NUL = 0;
const latin1 = new TextDecoder("latin1");
/** As much of "SIP/" or of a method as has arrived. */
const COULD_START = /^(?:S(?:I(?:P(?:\/|$)|$)|$)|[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: |$))/;
/** A start line, or one at the end of a line that begins otherwise: there only methods that are known, because anything may stand before them. */
const LATE_START_LINE =
  /(?:^[A-Za-z0-9.!%*_+`'~-]{1,64}|INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|UPDATE|INFO|MESSAGE|SUBSCRIBE|NOTIFY|REFER|PUBLISH) [^ ]{1,4096} SIP\/2\.0\r?$|SIP\/2\.0 \d{3} .*$/;
const CONTENT_LENGTH = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,10})[ \t]*$/im;

export function createSipFramer({ onMessage, onRefused }: SipFramerPorts): SipFramer {
  let held: Uint8Array = new Uint8Array(0);
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

  function skipKeepAlive(): void {
    let at = 0;
    while (at < held.length && (held[at] === CR || held[at] === LF || held[at] === NUL)) at++;
    if (at > 0) {
      take(at);
      onRefused("keep_alive");
    }
  }

  /** True when `held` begins with a start line; undefined when that cannot be told yet. */
  function atStartLine(): boolean | undefined {
    const lineEnd = held.subarray(0, SIP_STREAM_LIMITS.startLine).indexOf(LF);
    if (lineEnd >= 0) return looksLikeSip(held.subarray(0, lineEnd + 1));
    return held.length < SIP_STREAM_LIMITS.startLine && COULD_START.test(latin1.decode(held.subarray(0, 64))) ? undefined : false;
  }

  /** This is no message: from here on a start line is looked for. */
  function loseStep(): void {
    if (inStep) onRefused("not_sip");
    inStep = false;
  }

  /** Drops what stands before the next start line; false when more bytes are needed to find it. It may follow a body without a line end. */
  function findStep(): boolean {
    const lineEnd = held.indexOf(LF);
    if (lineEnd < 0) {
      take(Math.max(held.length - SIP_STREAM_LIMITS.startLine, 0));
      return false;
    }
    const from = Math.max(lineEnd + 1 - SIP_STREAM_LIMITS.startLine, 0);
    const match = LATE_START_LINE.exec(latin1.decode(held.subarray(from, lineEnd)));
    inStep = match !== null && looksLikeSip(held.subarray(from + match.index, lineEnd + 1));
    take(match && inStep ? from + match.index : lineEnd + 1);
    return true;
  }

  /** Emits the first message of `held`; false when it is not whole yet. */
  function takeMessage(): boolean {
    const bodyAt = endOfHeaders(held, Math.max(0, searched - 3));
    if (bodyAt < 0 && held.length <= SIP_STREAM_LIMITS.headers) {
      searched = held.length;
      return false;
    }
    if (bodyAt < 0) {
      skipLine();
      return true;
    }
    const match = CONTENT_LENGTH.exec(latin1.decode(held.subarray(0, bodyAt)));
    const total = match ? bodyAt + Number(match[1]) : endWithoutLength(held, bodyAt);
    if (total > SIP_STREAM_LIMITS.message) {
      skipLine();
      return true;
    }
    if (held.length < total) {
      wanted = total;
      return false;
    }
    onMessage(take(total), timeUs);
    return true;
  }

  /** Headers or a body that go on for ever: not the message that its first line promised. */
  function skipLine(): void {
    take(held.indexOf(LF) + 1);
    loseStep();
  }

  function readHeld(): void {
    for (;;) {
      if (!inStep && !findStep()) return;
      if (!inStep) continue;
      skipKeepAlive();
      if (held.length === 0) return;
      const start = atStartLine();
      if (start === undefined) return;
      if (!start) loseStep();
      else if (!takeMessage()) return;
    }
  }

  /** What was cut off in its body is still worth showing: the headers are whole. */
  function giveUp(): void {
    if (held.length > 0 && atStartLine() === true && endOfHeaders(held, 0) >= 0) onMessage(take(held.length), timeUs);
    else if (held.length > 0 && inStep) onRefused("not_sip");
    take(held.length);
  }

  return {
    data(bytes, atUs) {
      timeUs = atUs;
      held = held.length === 0 ? bytes : concatBytes([held, bytes]);
      if (held.length < wanted) return;
      readHeld();
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

/** Offset of the body, that is behind the first empty line; −1 when there is none yet. Bare LF is accepted. */
function endOfHeaders(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** Content-Length is mandatory on streams; a sender that leaves it out means: up to the next start line, or all that came in one piece. */
function endWithoutLength(bytes: Uint8Array, bodyAt: number): number {
  for (let at = bodyAt; at >= 0 && at < bytes.length; at = bytes.indexOf(LF, at) + 1) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0) break;
    if (looksLikeSip(bytes.subarray(at, lineEnd + 1))) return at;
  }
  return bytes.length;
}
