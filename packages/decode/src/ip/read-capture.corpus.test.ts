// Every capture of a corpus (SIPGLASS_CORPUS) holds as many SIP messages for us as for tshark; where not, the table says why.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { test } from "node:test";
import { PAYLOAD_TYPE } from "@sipglass/model";
import { tsharkSipCount, withoutTshark } from "../pcap/tshark.fixture.ts";
import { readCapture } from "./read-capture.ts";

const corpus = process.env["SIPGLASS_CORPUS"];
const skip = corpus === undefined ? "SIPGLASS_CORPUS is not set" : withoutTshark;

/** SIP messages of ours minus those of tshark, by the end of the path. */
const DIFFERENCES: [ending: string, difference: number, why: string][] = [
  ["k-malformed/wire.pcap", 1, "a request of version SIP/3.0: kept, with a defect"],
  ["k-torture-kam/wire.pcap", 4, "start lines that tshark does not take: other versions, blanks too many; kept, with defects"],
  ["k-torture4475/wire.pcap", 5, "badvers, bigcode, lwsruri, lwsstart, trws of RFC 4475: damaged start lines, kept, with defects"],
  ["hep-wireshark/hep.pcap", 6, "SIP inside HEP, which tshark has no dissector for"],
  ["c07-sip-r2.cap", -12, "Microsoft Network Monitor format: refused as no capture that we read"],
];

function captureFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.filter(
    (path) => basename(path) === "wire.pcap" || (relative(folder, path).startsWith("public") && /\.(pcap|pcapng|cap)$/.test(path)),
  );
}

test("as many SIP messages as tshark sees, in every capture of the corpus", { skip }, async (t) => {
  for (const path of captureFiles(corpus!)) {
    await t.test(relative(corpus!, path), () => {
      const { packets } = readCapture(readFileSync(path));
      const ours = packets.filter((packet) => packet.payloadType === PAYLOAD_TYPE.SIP).length;
      const expected = DIFFERENCES.find(([ending]) => path.endsWith(ending))?.[1] ?? 0;
      assert.equal(ours - tsharkSipCount(path), expected);
    });
  }
});

test(
  "as many HEP packets as the scenarios' truth says, over UDP and TCP",
  { skip: corpus === undefined ? "SIPGLASS_CORPUS is not set" : false },
  async (t) => {
    for (const scenario of readdirSync(corpus!).filter((name) => existsSync(join(corpus!, name, "capture.pcap")))) {
      await t.test(scenario, () => {
        const truth = JSON.parse(readFileSync(join(corpus!, scenario, "truth.json"), "utf8")) as { summary: { hep_frames: number } };
        const { packets, refused } = readCapture(readFileSync(join(corpus!, scenario, "capture.pcap")));
        assert.deepEqual([packets.length, refused], [truth.summary.hep_frames, {}]);
      });
    }
  },
);
