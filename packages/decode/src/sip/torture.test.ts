// The torture tests of RFC 4475 and RFC 5118, with messages of our own that have the same twists. Each .sip lies beside the .json that says
// what must come out, so a new case is two files and no code.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { SipMessage } from "@sipglass/model";
import { parseSdp } from "../sdp/parse-sdp.ts";
import { bodyParts, type BodyPart } from "./body.ts";
import { headerOf, headersOf } from "./headers.ts";
import { toLatin1, utf8Text } from "./latin1.ts";
import { parseNameAddr } from "./name-addr.ts";
import { parseSip } from "./parse-sip.ts";
import { splitMessages } from "./split-messages.ts";
import { parseUri } from "./uri.ts";
import { parseVia } from "./via.ts";

interface TortureCase {
  source: string;
  title: string;
  /** Fields of the message. */
  expect: Partial<SipMessage>;
  /** All of them, in any order. */
  defects: string[];
  headers?: Record<string, string[]>;
  addresses?: Record<string, { display: string; uri: string; tag: string; parameters?: Record<string, string> }>;
  uris?: Record<string, Record<string, unknown>>;
  parts?: BodyPart[];
  sdp?: { address: string; port: number; addresses?: string[] };
  /** Messages in the payload, and fields of the last. */
  messages?: number;
  last?: Partial<SipMessage>;
  /** Transports of all Vias. */
  vias?: string[];
  received?: string;
  reasonText?: string;
}

const FOLDER = new URL("../../../../fixtures/sip/torture/", import.meta.url);

function messageAt(text: string, at = 0): SipMessage {
  const result = parseSip(text, at);
  assert.ok(result.ok, "the message was refused");
  return result.value;
}

function assertFields(actual: object, expected: object): void {
  const picked = Object.fromEntries(Object.keys(expected).map((key) => [key, (actual as Record<string, unknown>)[key]]));
  assert.deepEqual(picked, expected);
}

function assertParts(message: SipMessage, wanted: TortureCase): void {
  for (const [name, values] of Object.entries(wanted.headers ?? {})) assert.deepEqual(headersOf(message, name), values, name);
  for (const [name, { parameters, ...rest }] of Object.entries(wanted.addresses ?? {})) {
    const address = parseNameAddr(headerOf(message, name) ?? "");
    assertFields(address, rest);
    if (parameters) assert.deepEqual(Object.fromEntries(address.parameters), parameters);
  }
  for (const [uri, fields] of Object.entries(wanted.uris ?? {})) {
    const parsed = parseUri(uri);
    assert.ok(parsed.ok);
    assertFields(parsed.value, fields);
  }
  if (wanted.vias)
    assert.deepEqual(
      headersOf(message, "via").map((via) => parseVia(via).transport),
      wanted.vias,
    );
  if (wanted.received) assert.equal(parseVia(headersOf(message, "via")[0]!).received, wanted.received);
  if (wanted.reasonText) assert.equal(utf8Text(message.reasonPhrase), wanted.reasonText);
}

function assertBody(message: SipMessage, wanted: TortureCase): void {
  if (wanted.parts) assert.deepEqual(bodyParts(message), wanted.parts);
  if (!wanted.sdp) return;
  const sdp = parseSdp(bodyParts(message)[0]?.text ?? "");
  assert.ok(sdp.ok);
  assert.equal(sdp.value.media[0]?.address, wanted.sdp.address);
  assert.equal(sdp.value.media[0]?.port, wanted.sdp.port);
  if (wanted.sdp.addresses)
    assert.deepEqual(
      sdp.value.media.map((media) => media.address),
      wanted.sdp.addresses,
    );
}

const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".sip"))
  .sort();

test("every section of both RFCs has its case", () => {
  assert.equal(files.filter((file) => file.startsWith("4475")).length, 49);
  assert.equal(files.filter((file) => file.startsWith("5118")).length, 12);
});

for (const file of files) {
  const wanted = JSON.parse(readFileSync(new URL(file.replace(".sip", ".json"), FOLDER), "utf8")) as TortureCase;
  test(`${wanted.source}: ${wanted.title}`, () => {
    const text = toLatin1(readFileSync(new URL(file, FOLDER)));
    const message = messageAt(text);
    assertFields(message, wanted.expect);
    assert.deepEqual([...message.defects].sort(), [...wanted.defects].sort());
    assertParts(message, wanted);
    assertBody(message, wanted);
    const offsets = splitMessages(text);
    assert.equal(offsets.length, wanted.messages ?? 1);
    if (wanted.last) assertFields(messageAt(text, offsets.at(-1)), wanted.last);
  });
}

test("the same messages with bare line feeds say the same, and that they lack carriage returns", () => {
  for (const file of files) {
    const text = toLatin1(readFileSync(new URL(file, FOLDER)));
    const headersEnd = text.indexOf("\r\n\r\n") + 4;
    const message = messageAt(text);
    const bare = messageAt(text.slice(0, headersEnd).replaceAll("\r\n", "\n") + text.slice(headersEnd));
    assert.ok(bare.defects.includes("line_feed_only"), file);
    for (const field of ["method", "statusCode", "callId", "cseq", "from", "to", "fromTag", "toTag", "branch", "viaCount"] as const)
      assert.ok(isDeepStrictEqual(bare[field], message[field]), `${file}: ${field}`);
  }
});
