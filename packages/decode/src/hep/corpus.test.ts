// Frames of real senders against what independent tools read in them. Needs a corpus that is not part of this repository:
// SIPGLASS_CORPUS=FOLDER with SCENARIO/frames.bin ([u32 length][u8 transport][u64 receive µs][frame], big-endian) beside its truth.json.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PAYLOAD_TYPE } from "@sipglass/model";
import { toLatin1 } from "../sip/latin1.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseSip } from "../sip/parse-sip.ts";
import { splitMessages } from "../sip/split-messages.ts";
import { parseUri } from "../sip/uri.ts";
import { decodeHep } from "./decode-hep.ts";
import { createHepFramer } from "./framer.ts";
import { inflate } from "./inflate.fixture.ts";

const CORPUS = process.env["SIPGLASS_CORPUS"];
const skip = CORPUS === undefined ? "SIPGLASS_CORPUS is not set" : false;

interface TruthPacket {
  n: number;
  src: string;
  dst: string;
  sport: number;
  dport: number;
  sec?: number;
  usec?: number;
  capture_id?: number;
  correlation_id?: string;
  method?: string;
  status?: number;
  cseq?: number;
  cseq_method?: string;
  call_id?: string;
  from_tag?: string;
  to_tag?: string;
  /** Users of From, To and Request-URI. */
  from?: string;
  to?: string;
  ruri_user?: string;
  auth_key?: string;
  node?: string;
}

/** `SCENARIO n field` that differs, and why the truth is not to be followed there. */
const EXPLAINED: Record<string, string> = {
  ...explain(
    ["k-hep1 27", "k-hep1 28", "k-hep2 27", "k-hep2 28"],
    ["src", "dst", "time", "agent id"],
    "the truth's dissector does not know IPv6 in HEP 1 and 2",
  ),
  ...explain(["k-torture4475 31"], ["ruri user"], "the truth's dissector counts the password to the user"),
  ...explain(
    ["k-torture4475 65", "k-torture4475 66", "k-torture4475 67"],
    ["cseq"],
    "the number does not fit 32 bits; the truth's dissector shows its largest instead",
  ),
};

function explain(packets: string[], fields: string[], reason: string): Record<string, string> {
  return Object.fromEntries(packets.flatMap((packet) => fields.map((field) => [`${packet} ${field}`, reason])));
}

function* framesOf(scenario: string): Generator<Uint8Array> {
  const bytes = readFileSync(join(CORPUS!, scenario, "frames.bin"));
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    yield bytes.subarray(at + 13, at + 13 + length);
    at += 13 + length;
  }
}

/** What we read, under the names of the truth; a refusal under its reason. */
function fieldsOf(frame: Uint8Array): Record<string, unknown> {
  const packet = decodeHep(frame);
  if (!packet.ok) return { refused: packet.reason };
  const { src, dst, srcPort, dstPort, timeUs, agentId, agentName, authKey, correlationId, payloadType, payload } = packet.value;
  const fields = {
    src,
    dst,
    srcPort,
    dstPort,
    time: timeUs,
    "agent id": agentId,
    "agent name": agentName,
    "auth key": authKey,
    "correlation id": correlationId,
  };
  if (payloadType !== PAYLOAD_TYPE.SIP) return fields;
  const message = parseSip(toLatin1(payload));
  if (!message.ok) return { ...fields, refused: message.reason };
  const { method, requestUri, statusCode, cseq, cseqMethod, callId, fromTag, toTag, from, to } = message.value;
  const sip = { method, status: statusCode, cseq, "cseq method": cseqMethod, "call id": callId, "from tag": fromTag, "to tag": toTag };
  return {
    ...fields,
    ...sip,
    "from user": userOf(parseNameAddr(from).uri),
    "to user": userOf(parseNameAddr(to).uri),
    "ruri user": userOf(requestUri),
  };
}

function userOf(uri: string): string {
  const parsed = parseUri(uri);
  return parsed.ok ? parsed.value.user : "";
}

/** The truth leaves users escaped; we resolve all but control characters. */
function unescaped(user: string | undefined): string | undefined {
  return user?.replace(/%(?!00)([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function expectedOf(truth: TruthPacket): Record<string, unknown> {
  return {
    refused: undefined,
    src: truth.src,
    dst: truth.dst,
    srcPort: truth.sport,
    dstPort: truth.dport,
    "agent id": truth.capture_id,
    "correlation id": truth.correlation_id,
    time: truth.sec === undefined ? undefined : truth.sec * 1_000_000 + (truth.usec ?? 0),
    method: truth.method,
    status: truth.status,
    cseq: truth.cseq,
    "cseq method": truth.cseq_method,
    "call id": truth.call_id,
    "from tag": truth.from_tag,
    "to tag": truth.to_tag,
    "from user": unescaped(truth.from),
    "to user": unescaped(truth.to),
    "ruri user": unescaped(truth.ruri_user),
    "auth key": truth.auth_key,
    "agent name": truth.node,
  };
}

test("every frame of the corpus says what independent tools read in it", { skip }, () => {
  const scenarios = readdirSync(CORPUS!).filter((name) => existsSync(join(CORPUS!, name, "frames.bin")));
  assert.ok(scenarios.length > 0);
  const differences: string[] = [];
  for (const scenario of scenarios) {
    const { packets } = JSON.parse(readFileSync(join(CORPUS!, scenario, "truth.json"), "utf8")) as { packets: TruthPacket[] };
    const frames = [...framesOf(scenario)];
    assert.equal(frames.length, packets.length, scenario);
    for (const [i, truth] of packets.entries()) {
      const ours = fieldsOf(frames[i]!);
      for (const [field, expected] of Object.entries(expectedOf(truth))) {
        const differs = field === "refused" ? ours[field] !== undefined : expected !== undefined && ours[field] !== expected;
        const name = `${scenario} ${truth.n} ${field}`;
        if (differs && EXPLAINED[name] === undefined) differences.push(`${name}: ${String(ours[field])}, not ${String(expected)}`);
      }
    }
  }
  assert.deepEqual(differences, []);
});

test("compressed frames inside a capture file are found by the framer and inflated", { skip }, () => {
  const results: string[] = [];
  const framer = createHepFramer({
    onFrame: (frame) => {
      const packet = decodeHep(frame, { inflate });
      results.push(packet.ok ? `type ${packet.value.payloadType} ${parseSip(toLatin1(packet.value.payload)).ok}` : packet.reason);
    },
  });
  framer.push(readFileSync(join(CORPUS!, "public/hep-wireshark/hep3_compressed.pcap.pcapng")));
  assert.ok(results.length > 10);
  assert.deepEqual([...new Set(results)], ["type 1 true"]);
});

/** Files of the RFCs that must show no defect; all others must show one. */
const FLAWLESS_4475 = new Set(
  "bcast bext01 cparam01 cparam02 dblreq esc01 esc02 escnull intmeth inv2543 invut longreq lwsdisp mpart01 noreason regaut01 regescrt sdp01 semiuri transports unreason wsinv zeromf".split(
    " ",
  ),
);
const BAD_5118 = new Set(["ipv6-bad"]);

function publicMessages(folder: string): [file: string, text: string][] {
  const files = readdirSync(join(CORPUS!, "public", folder)).filter((file) => !/\.(md|txt)$/.test(file));
  return files.map((file) => [file, toLatin1(readFileSync(join(CORPUS!, "public", folder, file)))]);
}

test("the messages of RFC 4475 are all kept, and just the faulty ones have defects", { skip }, () => {
  for (const [file, text] of publicMessages("rfc4475")) {
    const message = parseSip(text);
    assert.ok(message.ok, file);
    assert.equal(
      message.value.defects.length === 0,
      FLAWLESS_4475.has(file.replace(".dat", "")),
      `${file}: ${message.value.defects.join(" ")}`,
    );
  }
});

test("the messages of RFC 5118 are all kept, and just the faulty one has a fault in its Request-URI", { skip }, () => {
  for (const [file, text] of publicMessages("rfc5118")) {
    const message = parseSip(text);
    assert.ok(message.ok, file);
    assert.equal(message.value.defects.includes("bad_request_uri"), BAD_5118.has(file), file);
  }
});

test("a proxy's own test messages are kept, each with method or status", { skip }, () => {
  for (const [file, text] of publicMessages("kamailio-sip")) {
    const message = parseSip(text);
    assert.ok(message.ok && (message.value.method !== "" || message.value.statusCode >= 100), file);
    assert.deepEqual(splitMessages(text).length, 1, file);
  }
});
