import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeIsup } from "./decode-isup.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text.split(" "), (byte) => Number.parseInt(byte, 16));
const read = (text: string): Record<string, string> => {
  const decoded = decodeIsup(bytes(text));
  assert.ok(decoded);
  return { "": decoded.type, ...Object.fromEntries(decoded.parameters.map(({ name, value }) => [name, value])) };
};

test("an initial address tells both numbers, their kind and how far they are to be believed", () => {
  // Called 49301234, international; calling 4989123456, presentation restricted.
  const iam = "01 00 60 01 0a 03 02 08 06 04 10 94 03 21 43 0a 07 04 17 94 98 21 43 65 3d 01 0a 00";
  assert.deepEqual(read(iam), {
    "": "IAM",
    "Nature of connection": "00",
    "Forward call indicators": "60 01",
    "Calling party's category": "ordinary subscriber",
    "Transmission medium": "3.1 kHz audio",
    "Called party number": "49301234, international",
    "Calling party number": "4989123456, international, restricted, by the network",
    "Hop counter": "10",
  });
  const odd = iam.replace("06 04 10 94 03 21 43", "06 83 10 94 03 21 03");
  assert.equal(read(odd)["Called party number"], "4930123, national");
});

test("a release tells its cause in the words of Q.850", () => {
  assert.match(read("0c 02 00 02 84 91")["Cause"] ?? "", /^17 The called party/);
});

test("answer, progress and release complete need no parameters", () => {
  assert.deepEqual([read("09 00"), read("2c 01 00"), read("10 00")], [{ "": "ANM" }, { "": "CPG", Event: "alerting" }, { "": "RLC" }]);
});

test("what is not in the table is shown as bytes", () => {
  assert.deepEqual(read("ee 01 02"), { "": "0xee", Content: "01 02" });
  assert.equal(read("09 01 7e 02 aa bb 00")["Parameter 0x7e"], "aa bb");
});

test("what is cut off is refused or left out, and nothing throws", () => {
  assert.equal(decodeIsup(bytes("01 00 60")), undefined);
  assert.equal(decodeIsup(new Uint8Array()), undefined);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => assert.notEqual(decodeIsup(any)?.type, "")));
});
