// SIP over WebSocket in clear (RFC 7118): the upgrade, masked and unmasked frames, fragments and pings.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chunksOf } from "../pcap/mutation.fixture.ts";
import { ascii, bytes, ethernet, ipv4, readFrames, sipRequest, tcp, texts } from "./wire.fixture.ts";

const UPGRADE = ascii(
  "GET / HTTP/1.1\r\nHost: glass.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n",
);
const MASK = [7, 130, 255, 3];

function frame(opcode: number, payload: Uint8Array, { masked = false, final = true } = {}): Uint8Array {
  const size = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  const body = masked
    ? bytes(
        ...MASK,
        payload.map((byte, i) => byte ^ MASK[i % 4]!),
      )
    : payload;
  return bytes((final ? 0x80 : 0) | opcode, (masked ? 0x80 : 0) | size[0]!, ...size.slice(1), body);
}

const message = sipRequest("ws", 40);
const reply = ascii("SIP/2.0 200 OK\r\nCall-ID: x\r\n\r\n");
const stream = bytes(
  UPGRADE,
  frame(1, message, { masked: true }),
  frame(9, ascii("ping"), { masked: true }),
  frame(1, message.subarray(0, 50), { final: false }),
  frame(0, message.subarray(50)),
  frame(2, reply),
);
const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);

test("messages come out unmasked and joined, however the stream was cut; pings are counted", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 10 }), (cuts) => {
      let sequence = 1;
      // The first segment holds the request line and the Upgrade header, as browsers send it.
      const segments = [stream.subarray(0, UPGRADE.length), ...chunksOf(stream.subarray(UPGRADE.length), cuts)].map((payload) => {
        const segment = ethernet(0x0800, ipv4(6, tcp({ sequence, payload, dstPort: 80 })));
        sequence += payload.length;
        return segment;
      });
      const read = readFrames(segments);
      assert.deepEqual([texts(read), read.refused], [[message, message, reply].map(text), { keep_alive: 1 }]);
      assert.equal(read.packets[0]?.ipProtocol, 22);
    }),
  );
});

test("a lost segment ends the reading of the stream, counted", () => {
  const at = (sequence: number, payload: Uint8Array): Uint8Array => ethernet(0x0800, ipv4(6, tcp({ sequence, payload, dstPort: 80 })));
  const read = readFrames([at(1, UPGRADE), at(UPGRADE.length + 100, frame(1, message)), at(UPGRADE.length + 900, frame(1, message))]);
  assert.equal(read.packets.length, 0);
  assert.deepEqual(read.refused, { tcp_gap: 2, not_sip: 1 });
});
