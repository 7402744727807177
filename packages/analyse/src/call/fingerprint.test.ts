// What makes two sights of a message the same transmission.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import type { Packet } from "@sipglass/model";
import { play } from "../../../../fixtures/calls/traffic.ts";
import { fingerprint } from "./fingerprint.ts";

const [invite, ringing] = play("cancel", "a@example.com");

function printOf(text: string, ends: Partial<Packet> = {}): number {
  const parsed = parseSip(text);
  assert.ok(parsed.ok);
  return fingerprint({ ...invite!.packet, ...ends, payload: new TextEncoder().encode(text) }, parsed.value);
}
const text = invite!.message.text;

test("the same bytes between the same ends are the same, whatever time, agent and buffer they came with", () => {
  const padded = new TextEncoder().encode(`xxx${text}`).subarray(3);
  assert.equal(fingerprint({ ...invite!.packet, payload: padded, timeUs: 1, agentName: "other" }, invite!.message), printOf(text));
});

test("another end, port, header or length of body is another transmission", () => {
  const prints = [
    printOf(text),
    printOf(text, { src: "192.0.2.11" }),
    printOf(text, { dst: "192.0.2.11" }),
    printOf(text, { src: "192.0.2.20", dst: "192.0.2.10" }),
    printOf(text, { srcPort: 5061 }),
    printOf(text, { dstPort: 5061 }),
    printOf(text.replace("branch=z9hG4bK", "branch=z9hG4bL")),
    printOf(text.replace("Max-Forwards: 70", "Max-Forwards: 69")),
    printOf(`${text.replace("Content-Length: 0\r\n", "")}v=0`),
    printOf(`${text.replace("Content-Length: 0\r\n", "")}v=0 `),
    printOf(ringing!.message.text),
    printOf(ringing!.message.text.replace(" 100 ", " 183 ")),
  ];
  assert.equal(new Set(prints).size, prints.length);
});

test("two messages in one payload differ", () => {
  const both = `${text}${text.replace("Max-Forwards: 70", "Max-Forwards: 71")}`;
  const first = parseSip(both);
  assert.ok(first.ok);
  const second = parseSip(both, first.value.endAt);
  assert.ok(second.ok);
  const packet = { ...invite!.packet, payload: new TextEncoder().encode(both) };
  assert.equal(fingerprint(packet, first.value), printOf(text));
  assert.notEqual(fingerprint(packet, second.value), fingerprint(packet, first.value));
});
