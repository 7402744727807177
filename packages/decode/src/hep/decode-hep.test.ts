import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { REASONS, type Packet } from "@sipglass/model";
import { toLatin1 } from "../sip/latin1.ts";
import { decodeHep } from "./decode-hep.ts";
import { inflate } from "./inflate.fixture.ts";

interface Golden {
  name: string;
  hex: string;
  expect?: Partial<Packet>;
  payload?: string;
  refused?: string;
}

// Written by a generator that shares no code with the decoder.
const GOLDEN = JSON.parse(readFileSync(new URL("../../../../fixtures/hep/frames.json", import.meta.url), "utf8")) as Golden[];
const bytesOf = (golden: Golden): Uint8Array => new Uint8Array(Buffer.from(golden.hex, "hex"));

for (const golden of GOLDEN) {
  test(golden.refused ? `${golden.name}: refused as ${golden.refused}` : golden.name, () => {
    const result = decodeHep(bytesOf(golden), { inflate });
    if (golden.refused) return assert.equal(result.ok ? "accepted" : result.reason, golden.refused);
    assert.ok(result.ok, "refused");
    const { payload, ...rest } = result.value;
    assert.deepEqual(rest, golden.expect);
    assert.equal(toLatin1(payload), golden.payload);
  });
}

test("without an inflate port a compressed payload is refused", () => {
  const golden = GOLDEN.find(({ name }) => name.includes("zlib"))!;
  const result = decodeHep(bytesOf(golden));
  assert.equal(result.ok ? "" : result.reason, "hep_inflate_failed");
});

test("a frame inside a larger buffer decodes as it does alone, and its payload is a view of that buffer", () => {
  for (const golden of GOLDEN.filter(({ expect, name }) => expect && !name.includes("compressed"))) {
    const bytes = bytesOf(golden);
    const slab = new Uint8Array(bytes.length + 300).fill(0x48);
    slab.set(bytes, 123);
    const inside = decodeHep(slab.subarray(123, 123 + bytes.length));
    assert.deepEqual(inside, decodeHep(bytes), golden.name);
    assert.ok(inside.ok && inside.value.payload.buffer === slab.buffer);
  }
});

const isResult = (bytes: Uint8Array): boolean => {
  const result = decodeHep(bytes, { inflate });
  if (result.ok) return result.value.payload instanceof Uint8Array && Number.isFinite(result.value.timeUs);
  return REASONS.includes(result.reason) && result.at >= 0 && result.at <= bytes.length + 64;
};

test("random bytes are decoded or refused, never thrown at", () => {
  const start = fc.constantFrom("", "HEP3", "\x01", "\x02", "\x08\x02\x10\x11").map((text) => Buffer.from(text, "latin1"));
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) => isResult(Uint8Array.from([...head, ...tail]))),
    { numRuns: 3000 },
  );
});

test("mutated frames are decoded or refused, never thrown at", () => {
  const edit = fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom("set", "cut", "insert"));
  fc.assert(
    fc.property(fc.constantFrom(...GOLDEN), fc.array(edit, { minLength: 1, maxLength: 6 }), (golden, edits) => {
      let bytes = [...bytesOf(golden)];
      for (const [at, value, kind] of edits) {
        const i = at % (bytes.length + 1);
        if (kind === "set") bytes[i] = value;
        else if (kind === "insert") bytes.splice(i, 0, value);
        else bytes = bytes.slice(0, i);
      }
      return isResult(Uint8Array.from(bytes));
    }),
    { numRuns: 4000 },
  );
});

test("frames mutated with their length kept right reach the chunks and are still only decoded or refused", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...GOLDEN.filter(({ hex }) => hex.startsWith("48455033"))),
      fc.nat(300),
      fc.nat(255),
      (golden, at, value) => {
        const bytes = bytesOf(golden);
        if (bytes.length > 6) bytes[6 + (at % (bytes.length - 6))] = value;
        bytes[4] = bytes.length >> 8;
        bytes[5] = bytes.length & 255;
        return isResult(bytes);
      },
    ),
    { numRuns: 3000 },
  );
});

test("names and addresses come out right however many there are", () => {
  const frame = bytesOf(GOLDEN.find(({ name }) => name.startsWith("an agent's name"))!);
  const nameAt = Buffer.from(frame).indexOf("edge-berlin");
  const addressAt = 6 + 7 + 7 + 6;
  for (let i = 0; i < 20_000; i++) {
    const suffix = String(i).padStart(6, "0");
    frame.set(Buffer.from(suffix), nameAt + 5);
    frame.set([10, i >> 16, (i >> 8) & 255, i & 255], addressAt);
    const result = decodeHep(frame);
    assert.ok(result.ok);
    assert.equal(result.value.agentName, `edge-${suffix}`);
    assert.equal(result.value.src, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  }
});
