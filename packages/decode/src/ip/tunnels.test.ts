// SIP inside tunnels: what mirrors and mobile cores put around it is taken off, and the inner addresses are those that count.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, ethernet, ipPacketOf, ipv4, readFrames, sipRequest, texts, udp } from "./wire.fixture.ts";

const message = sipRequest("inner");
const inner = ipPacketOf(message, { src: "10.1.1.1", dst: "10.1.1.2" });
const inner6 = ipPacketOf(message, { src: "2001:db8::a", dst: "2001:db8::b" });
const innerFrame = ethernet(0x0800, inner);
const outer = (protocol: number, payload: Uint8Array): Uint8Array => ethernet(0x0800, ipv4(protocol, payload));
const zeros = (count: number): Uint8Array => new Uint8Array(count);

const TUNNELS: [name: string, frame: Uint8Array][] = [
  ["IP in IP", outer(4, inner)],
  ["IP in IP in IP", outer(4, ipv4(4, inner))],
  ["IPv6 in IPv4", outer(41, inner6)],
  ["GRE", outer(47, bytes(0, 0, 0x08, 0x00, inner))],
  ["GRE with checksum, key and sequence number", outer(47, bytes(0xb0, 0, 0x86, 0xdd, zeros(12), inner6))],
  ["GRE with Ethernet", outer(47, bytes(0, 0, 0x65, 0x58, innerFrame))],
  ["ERSPAN type I", outer(47, bytes(0, 0, 0x88, 0xbe, innerFrame))],
  ["ERSPAN type II", outer(47, bytes(0x10, 0, 0x88, 0xbe, zeros(4), 0x10, zeros(7), innerFrame))],
  ["ERSPAN type III", outer(47, bytes(0x10, 0, 0x22, 0xeb, zeros(4), 0x20, zeros(11), innerFrame))],
  ["ERSPAN type III with a platform header", outer(47, bytes(0x10, 0, 0x22, 0xeb, zeros(4), 0x20, zeros(10), 1, zeros(8), innerFrame))],
  ["VXLAN", outer(17, udp(50_000, 4789, bytes(0x08, zeros(7), innerFrame)))],
  ["GTP-U", outer(17, udp(2152, 2152, bytes(0x30, 0xff, 0, 0, zeros(4), inner)))],
  [
    "GTP-U with a sequence number and an extension header",
    outer(17, udp(2152, 2152, bytes(0x36, 0xff, 0, 0, zeros(4), 0, 1, 0, 0x85, 1, 0, 9, 0, inner))),
  ],
  ["TZSP", outer(17, udp(40_000, 37_008, bytes(1, 0, 0, 1, 0, 10, 1, 77, 1, innerFrame)))],
];
for (const [name, frame] of TUNNELS) {
  test(`${name}: the inner message and addresses`, () => {
    const read = readFrames([frame]);
    assert.deepEqual([texts(read), read.refused], [[new TextDecoder().decode(message)], {}]);
    assert.match(read.packets[0]!.src, /^(10\.1\.1\.1|2001:db8::a)$/);
  });
}

test("tunnels inside tunnels end somewhere", () => {
  let packet = inner;
  for (let i = 0; i < 20; i++) packet = ipv4(4, packet);
  assert.deepEqual(readFrames([ethernet(0x0800, packet)]).refused, { ip_malformed: 1 });
});

test("a tunnel that carries something else is counted", () => {
  assert.deepEqual(readFrames([outer(47, bytes(0, 0, 0x88, 0x0b, inner))]).refused, { not_sip: 1 });
  assert.deepEqual(readFrames([outer(17, udp(2152, 2152, bytes(0x32, 1, 0, 4, zeros(8))))]).refused, { not_sip: 1 });
});
