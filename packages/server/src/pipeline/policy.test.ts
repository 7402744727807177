import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { decodeHep, encodeHep3 } from "@sipglass/decode";
import { inflateAny } from "../inflate.ts";
import { frameOf, packetOf, sipText } from "./frames.fixture.ts";
import { createPolicy } from "./policy.ts";

const options = (cseq = "1 OPTIONS", start = "OPTIONS sip:x SIP/2.0"): string => sipText({ start, callId: "a@b", cseq });
const message = (body: string): string => sipText({ start: "MESSAGE sip:x SIP/2.0", callId: "m@b", cseq: "1 MESSAGE" }).replace("Content-Length: 0", `Content-Length: ${body.length}`) + body;

function keep(policy: NonNullable<ReturnType<typeof createPolicy>>, frame: Buffer) {
  const decoded = decodeHep(frame, { inflate: inflateAny });
  assert.ok(decoded.ok);
  return policy(frame, decoded.value);
}

test("no wish, no work", () => {
  assert.equal(createPolicy({ discard: [], censor: [] }), undefined);
});

test("a discarded method goes with its responses; others and what is no SIP stay", () => {
  const policy = createPolicy({ discard: ["OPTIONS"], censor: [] })!;
  assert.equal(keep(policy, frameOf(packetOf(options(), 1e6))), "discarded");
  assert.equal(keep(policy, frameOf(packetOf(options("1 OPTIONS", "SIP/2.0 200 OK"), 1e6))), "discarded");
  for (const payload of [packetOf(options("1 INVITE", "INVITE sip:x SIP/2.0"), 1e6), packetOf("not sip", 1e6), packetOf("{}", 1e6, { payloadType: 5 })]) assert.notEqual(keep(policy, frameOf(payload)), "discarded");
  const together = frameOf(packetOf(options() + options("2 INVITE", "INVITE sip:x SIP/2.0"), 1e6, { ipProtocol: 6 }));
  assert.notEqual(keep(policy, together), "discarded", "a payload with a message that is wanted stays");
});

test("a censored body becomes as many x, in the packet and in its frame, also when it came compressed", () => {
  const policy = createPolicy({ discard: [], censor: ["MESSAGE"] })!;
  const long = packetOf(message("my PIN is 1234".padEnd(70_000)), 1e6, { ipProtocol: 6 });
  const compressed = encodeHep3(long, { deflate: (bytes) => deflateRawSync(bytes) });
  assert.ok(compressed instanceof Uint8Array);
  for (const [frame, length] of [[frameOf(packetOf(message("my PIN is 1234"), 1e6)), 14], [Buffer.from(compressed), 70_000]] as const) {
    const kept = keep(policy, frame);
    assert.ok(kept !== "discarded");
    const again = decodeHep(kept.frame, { inflate: inflateAny });
    assert.ok(again.ok);
    for (const payload of [kept.packet.payload, again.value.payload]) {
      const text = Buffer.from(payload).toString();
      assert.ok(text.endsWith(`\r\n\r\n${"x".repeat(length)}`));
      assert.match(text, /^MESSAGE sip:x/);
    }
    assert.ok(!kept.frame.includes("1234"));
  }
});
