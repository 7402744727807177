// A whole capture at once: the fixtures, a raw HEP stream, and what is no capture.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hostPort } from "@sipglass/model";
import { encodeHep3 } from "../hep/encode-hep.ts";
import { readCapture } from "./read-capture.ts";
import { ascii, bytes, packetOf, sipRequest } from "./wire.fixture.ts";

const folder = new URL("../../../../fixtures/pcap/", import.meta.url);
const expected: unknown = JSON.parse(readFileSync(new URL("call.expected.json", folder), "utf8"));

for (const name of ["call.pcap", "call-nanoseconds.pcap", "call-kuznetzov.pcap", "call.pcapng"]) {
  test(`${name}: times, ends and start lines as tshark says`, () => {
    const { packets, refused, frames, format } = readCapture(readFileSync(new URL(name, folder)));
    const seen = packets.map((packet) => ({
      time_us: packet.timeUs,
      src: hostPort(packet.src, packet.srcPort),
      dst: hostPort(packet.dst, packet.dstPort),
      start_line: new TextDecoder().decode(packet.payload).split("\r\n")[0],
    }));
    assert.deepEqual(seen, expected);
    assert.deepEqual([refused, frames, format], [{}, 6, name.endsWith("ng") ? "pcapng" : "pcap"]);
  });
}

test("a raw HEP stream is read as such; what is cut off at its end is counted", () => {
  const frames = ["a", "b"].map((name) => encodeHep3(packetOf(sipRequest(name), { src: "10.0.0.1" })) as Uint8Array);
  const contents = readCapture(bytes(...frames, frames[0]!.subarray(0, 20)));
  assert.deepEqual(
    [contents.format, contents.frames, contents.packets.map((packet) => packet.src), contents.refused],
    ["hep", 2, ["10.0.0.1", "10.0.0.1"], { not_hep: 1 }],
  );
});

test("what is no capture says so", () => {
  assert.deepEqual(readCapture(ascii("INVITE sip:x SIP/2.0\r\n")), {
    format: "unknown",
    packets: [],
    refused: { pcap_malformed: 1 },
    frames: 0,
  });
  assert.deepEqual(readCapture(new Uint8Array(0)), { format: "unknown", packets: [], refused: {}, frames: 0 });
});
