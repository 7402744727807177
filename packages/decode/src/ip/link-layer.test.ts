// Every way of carrying IP that captures come in gives the same packet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, ethernet, ipPacketOf, readFrames, sipRequest, texts } from "./wire.fixture.ts";

const message = sipRequest("link");
const ip = ipPacketOf(message);
const ip6 = ipPacketOf(message, { src: "2001:db8::1", dst: "2001:db8::2" });
const zeros = (count: number): Uint8Array => new Uint8Array(count);

const WAYS: [name: string, linkType: number, frame: Uint8Array][] = [
  ["Ethernet", 1, ethernet(0x0800, ip)],
  ["Ethernet with padding behind the packet", 1, bytes(ethernet(0x0800, ip), zeros(46))],
  ["Linux cooked", 113, bytes(zeros(4), 0, 6, Uint8Array.of(2, 0, 0, 0, 0, 0xaa, 0, 0), 0x08, 0x00, ip)],
  ["Linux cooked 2", 276, bytes(0x08, 0x00, zeros(9), 6, Uint8Array.of(2, 0, 0, 0, 0, 0xaa, 0, 0), ip)],
  ["raw IP", 101, ip],
  ["raw IPv4", 228, ip],
  ["raw IP of BSD", 12, ip],
  ["raw IP of OpenBSD", 14, ip],
  ["raw IPv6", 229, ip6],
  ["BSD loopback, little-endian", 0, bytes(2, 0, 0, 0, ip)],
  ["BSD loopback of macOS with IPv6", 0, bytes(30, 0, 0, 0, ip6)],
  ["OpenBSD loopback", 108, bytes(0, 0, 0, 2, ip)],
  ["PPP with HDLC address", 9, bytes(0xff, 0x03, 0x00, 0x21, ip)],
  ["PPP with IPv6", 50, bytes(0x00, 0x57, ip6)],
  ["PPPoE", 1, ethernet(0x8864, bytes(0x11, 0, 0, 1, 0, 0, 0x00, 0x21, ip))],
  ["MPLS with two labels", 1, ethernet(0x8847, bytes(0, 1, 0x00, 64, 0, 2, 0x01, 64, ip))],
  ["Ethernet with IPv6", 1, ethernet(0x86dd, ip6)],
];
for (const [name, linkType, frame] of WAYS) {
  test(`${name}: the SIP message inside is found`, () => {
    const read = readFrames([{ frame, linkType }]);
    assert.deepEqual(read.refused, {});
    assert.deepEqual(texts(read), [new TextDecoder().decode(message)]);
    const is6 = read.packets[0]!.ipVersion === 6;
    assert.equal(read.packets[0]!.src, is6 ? "2001:db8::1" : "192.0.2.1");
  });
}

test("a VLAN tag is kept, of two the inner one, with the MAC addresses", () => {
  const single = readFrames([ethernet(0x8100, bytes(0x20, 0x64, 0x08, 0x00, ip))]);
  assert.equal(single.packets[0]?.vlan, 100);
  assert.deepEqual(single.packets[0]?.extra, { srcMac: "02:00:00:00:00:aa", dstMac: "02:00:00:00:00:bb" });
  const stacked = readFrames([ethernet(0x88a8, bytes(0x00, 0x07, 0x81, 0x00, 0x00, 0x2a, 0x08, 0x00, ip))]);
  assert.equal(stacked.packets[0]?.vlan, 42);
});

test("the sender's address of a cooked frame is kept", () => {
  assert.deepEqual(readFrames([{ frame: WAYS[2]![2], linkType: 113 }]).packets[0]?.extra, { srcMac: "02:00:00:00:00:aa" });
});

test("ARP is counted as not SIP, an unknown link type and a stump by their names", () => {
  assert.deepEqual(readFrames([ethernet(0x0806, zeros(28))]).refused, { not_sip: 1 });
  assert.deepEqual(readFrames([{ frame: ip, linkType: 147 }]).refused, { unsupported_link_type: 1 });
  assert.deepEqual(readFrames([zeros(9)]).refused, { ip_malformed: 1 });
  assert.deepEqual(readFrames([ethernet(0x0800, ip.subarray(0, 15))]).refused, { ip_malformed: 1 });
});

test("IPv6 extension headers are passed over", () => {
  const hopByHop = bytes(43, 0, zeros(6));
  const routing = bytes(60, 2, zeros(22));
  const destination = bytes(17, 0, zeros(6));
  const extended = bytes(ip6.subarray(0, 4), 0, 0, 0, 64, ip6.subarray(8, 40), hopByHop, routing, destination, ip6.subarray(40));
  const length = extended.length - 40;
  extended[4] = length >> 8;
  extended[5] = length & 255;
  assert.deepEqual(texts(readFrames([ethernet(0x86dd, extended)])), [new TextDecoder().decode(message)]);
});

test("a packet whose length field is zero, as segmentation offload leaves it, is taken whole", () => {
  const offloaded = ip.slice();
  offloaded[2] = 0;
  offloaded[3] = 0;
  assert.equal(readFrames([ethernet(0x0800, offloaded)]).packets.length, 1);
});

test("a message that the snapshot length cut is kept as far as it goes", () => {
  const read = readFrames([ethernet(0x0800, ip).subarray(0, 200)]);
  assert.equal(read.packets[0]?.payload.length, 200 - 14 - 20 - 8);
});
