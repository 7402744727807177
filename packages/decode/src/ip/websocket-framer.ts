// SIP over WebSocket (RFC 7118): skips the HTTP upgrade, then takes the messages out of WebSocket frames (RFC 6455 §5), unmasked and
// joined.
import type { Reason } from "@sipglass/model";
import { concatBytes, u16, u32 } from "./network-bytes.ts";
import type { StreamSink } from "./tcp-flow.ts";

export interface WebSocketFramerPorts {
  onMessage(bytes: Uint8Array, timeUs: number): void;
  onRefused(reason: Reason): void;
}

const LARGEST_MESSAGE_BYTES = 1024 * 1024;
const HTTP_END = [13, 10, 13, 10];
const OPCODE_CONTROL = 8;

interface WebSocketFrame {
  length: number;
  final: boolean;
  opcode: number;
  payload: Uint8Array;
}

/** True when a stream that begins so will speak WebSocket. */
export function startsWebSocket(bytes: Uint8Array): boolean {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  return /^(?:GET [^\r\n]* HTTP\/1\.1|HTTP\/1\.1 101 )/.test(start) && /^upgrade:[ \t]*websocket/im.test(start);
}

export function createWebSocketFramer({ onMessage, onRefused }: WebSocketFramerPorts): StreamSink {
  let held: Uint8Array = new Uint8Array(0);
  let upgraded = false;
  let lost = false;
  let parts: Uint8Array[] = [];

  function skipHttp(): boolean {
    for (let at = held.indexOf(13); at >= 0 && at + 4 <= held.length; at = held.indexOf(13, at + 1)) {
      if (!HTTP_END.every((byte, i) => held[at + i] === byte)) continue;
      held = held.subarray(at + 4);
      upgraded = true;
      return true;
    }
    return false;
  }

  function take(frame: WebSocketFrame, timeUs: number): void {
    held = held.subarray(frame.length);
    if (frame.opcode >= OPCODE_CONTROL) return onRefused("keep_alive");
    parts.push(frame.payload);
    if (!frame.final) return;
    const message = parts.length === 1 ? parts[0]! : concatBytes(parts);
    parts = [];
    if (message.length > 0) onMessage(message, timeUs);
  }

  function fail(): void {
    if (!lost) onRefused("not_sip");
    lost = true;
    held = new Uint8Array(0);
    parts = [];
  }

  return {
    data(bytes, timeUs) {
      if (lost) return;
      held = held.length === 0 ? bytes : concatBytes([held, bytes]);
      if (held.length > LARGEST_MESSAGE_BYTES) return fail();
      if (!upgraded && !skipHttp()) return;
      for (let frame = parseFrame(held); frame; frame = parseFrame(held)) take(frame, timeUs);
      if (parts.length > 1024) fail();
    },
    /** The frames after a gap cannot be found again: nothing marks their beginning. */
    gap: fail,
    end() {},
    get heldBytes() {
      return held.length + parts.reduce((sum, part) => sum + part.length, 0);
    },
  };
}

function parseFrame(b: Uint8Array): WebSocketFrame | undefined {
  if (b.length < 2) return undefined;
  const short = b[1]! & 0x7f;
  const masked = (b[1]! & 0x80) !== 0;
  const maskAt = short === 126 ? 4 : short === 127 ? 10 : 2;
  const at = maskAt + (masked ? 4 : 0);
  if (b.length < at) return undefined;
  const size = short === 126 ? u16(b, 2) : short === 127 ? u32(b, 2) * 0x1_0000_0000 + u32(b, 6) : short;
  if (b.length < at + size) return undefined;
  const payload = masked ? b.slice(at, at + size) : b.subarray(at, at + size);
  if (masked) for (let i = 0; i < payload.length; i++) payload[i]! ^= b[maskAt + (i & 3)]!;
  return { length: at + size, final: (b[0]! & 0x80) !== 0, opcode: b[0]! & 0x0f, payload };
}
