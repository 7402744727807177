// What one direction of a TCP connection carries: HEP, WebSocket or SIP, told by its first bytes. A port is only a
// hint: SIP may use a collector's.
import type { Packet, Reason } from "@sipglass/model";
import { isHep3 } from "../hep/chunk-type.ts";
import { decodeHep } from "../hep/decode-hep.ts";
import { createHepFramer } from "../hep/framer.ts";
import type { HepPorts } from "../hep/hep3.ts";
import { concatBytes } from "./network-bytes.ts";
import { beginsMessage, keepAliveLength } from "./sip-cut.ts";
import { createSipFramer } from "./sip-framer.ts";
import type { StreamSink } from "./tcp-flow.ts";
import { createWebSocketFramer, startsWebSocket } from "./websocket-framer.ts";

export interface StreamReaderPorts {
  /** One SIP message; `webSocket` when it came in a WebSocket frame. */
  onSip(bytes: Uint8Array, timeUs: number, webSocket: boolean): void;
  onPacket(packet: Packet): void;
  onRefused(reason: Reason): void;
  /** True when one end is a collector's port: what is not told by its first bytes is HEP, seen from the middle of a frame on. */
  expectHep: boolean;
  hep: HepPorts | undefined;
}

const NOTHING = new Uint8Array(0);

export function createStreamReader(ports: StreamReaderPorts): StreamSink {
  let reader: StreamSink | undefined;
  /** The first bytes, while they may still become one thing or the other. */
  let undecided: Uint8Array = NOTHING;

  const createSipStream = (): StreamSink =>
    createSipFramer({
      onMessage: (message, timeUs) => ports.onSip(message, timeUs, false),
      onRefused: ports.onRefused,
    });

  /** Undefined while more bytes are needed to tell. */
  function choose(bytes: Uint8Array): StreamSink | undefined {
    if (isHep3(bytes)) return createHepStream(ports);
    if (startsWebSocket(bytes)) {
      return createWebSocketFramer({
        onMessage: (message, timeUs) => ports.onSip(message, timeUs, true),
        onRefused: ports.onRefused,
      });
    }
    if (!ports.expectHep) return createSipStream();
    const behindKeepAlive = bytes.subarray(keepAliveLength(bytes));
    const isSip = behindKeepAlive.length === 0 ? undefined : beginsMessage(behindKeepAlive);
    if (isSip === undefined) return undefined;
    return isSip ? createSipStream() : createHepStream(ports);
  }

  /** What these bytes would have become will never be known. */
  function giveUp(): void {
    if (undecided.length > 0) ports.onRefused("not_hep");
    undecided = NOTHING;
  }

  return {
    data(bytes, timeUs) {
      const all = undecided.length === 0 ? bytes : concatBytes([undecided, bytes]);
      reader ??= choose(all);
      undecided = reader ? NOTHING : all.slice();
      reader?.data(all, timeUs);
    },
    gap() {
      giveUp();
      reader?.gap();
    },
    end() {
      giveUp();
      reader?.end();
    },
    get heldBytes() {
      return undecided.length + (reader?.heldBytes ?? 0);
    },
  };
}

/** The framer does not say what it holds; most frames are of this size at most. */
const TYPICAL_HELD_BYTES = 4096;

function createHepStream(ports: StreamReaderPorts): StreamSink {
  const newFramer = () =>
    createHepFramer({
      onFrame(frame) {
        // The framer uses its buffer again; the packet's payload must last.
        const packet = decodeHep(frame.slice(), ports.hep);
        if (packet.ok) ports.onPacket(packet.value);
        else ports.onRefused(packet.reason);
      },
      onJunk: () => ports.onRefused("not_hep"),
    });
  let framer = newFramer();
  return {
    data: (bytes) => framer.push(bytes),
    gap() {
      framer.end();
      framer = newFramer();
    },
    end: () => framer.end(),
    heldBytes: TYPICAL_HELD_BYTES,
  };
}
