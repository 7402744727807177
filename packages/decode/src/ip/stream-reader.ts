// What one direction of a TCP connection carries: HEP, WebSocket or SIP, told by its first bytes.
import type { Packet, Reason } from "@sipglass/model";
import { decodeHep } from "../hep/decode-hep.ts";
import { createHepFramer } from "../hep/framer.ts";
import type { HepPorts } from "../hep/hep3.ts";
import { isHepMagic } from "./datagram-reader.ts";
import { createSipFramer } from "./sip-framer.ts";
import type { StreamSink } from "./tcp-flow.ts";
import { createWebSocketFramer, startsWebSocket } from "./websocket-framer.ts";

export interface StreamReaderPorts {
  /** One SIP message; `webSocket` when it came in a WebSocket frame. */
  onSip(bytes: Uint8Array, timeUs: number, webSocket: boolean): void;
  onPacket(packet: Packet): void;
  onRefused(reason: Reason): void;
  /** True when one end is a collector's port: HEP is expected even in the middle of a frame. */
  expectHep: boolean;
  hep: HepPorts | undefined;
}

export function createStreamReader(ports: StreamReaderPorts): StreamSink {
  let reader: StreamSink | undefined;

  function choose(bytes: Uint8Array): StreamSink {
    if (ports.expectHep || isHepMagic(bytes)) return createHepStream(ports);
    if (startsWebSocket(bytes)) {
      return createWebSocketFramer({ onMessage: (message, timeUs) => ports.onSip(message, timeUs, true), onRefused: ports.onRefused });
    }
    return createSipFramer({ onMessage: (message, timeUs) => ports.onSip(message, timeUs, false), onRefused: ports.onRefused });
  }

  return {
    data(bytes, timeUs) {
      reader ??= choose(bytes);
      reader.data(bytes, timeUs);
    },
    gap: () => reader?.gap(),
    end: () => reader?.end(),
    get heldBytes() {
      return reader?.heldBytes ?? 0;
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
