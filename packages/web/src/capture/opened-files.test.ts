// A file that was dropped answers as the server would: calls, ladder, findings, quality and links, under ids of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { encodeHep3 } from "@sipglass/decode";
import { isSipglassError } from "@sipglass/model";
import type { CallJson, DiagnosisJson, Ladder, LinksJson, MessagesList, QualityJson } from "../api/shapes.ts";
import { fileKeyOf, isLocal } from "./local-id.ts";
import { answerOf, localCallJson, openedFile, openFile } from "./opened-files.ts";

const [ALICE, BOB] = ["192.0.2.1", "192.0.2.2"];

function frame(atMs: number, back: boolean, start: string, method = "INVITE"): Uint8Array {
  const tag = start.startsWith("INVITE") ? "" : ";tag=b";
  const text = `${start}\r\nVia: SIP/2.0/UDP ${ALICE};branch=z9hG4bK1\r\nFrom: <sip:alice@example.org>;tag=a\r\nTo: <sip:bob@example.org>${tag}\r\nCall-ID: dropped@${ALICE}\r\nCSeq: 1 ${method}\r\nContent-Length: 0\r\n\r\n`;
  const encoded = encodeHep3({
    version: 3,
    ipVersion: 4,
    ipProtocol: 17,
    src: back ? BOB : ALICE,
    srcPort: 5060,
    dst: back ? ALICE : BOB,
    dstPort: 5060,
    timeUs: 1_790_000_000_000_000 + atMs * 1000,
    payloadType: 1,
    agentId: 1,
    agentName: "edge",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload: new TextEncoder().encode(text),
  });
  assert.ok(encoded instanceof Uint8Array);
  return encoded;
}
const BUSY = Buffer.concat([
  frame(0, false, "INVITE sip:bob@example.org SIP/2.0"),
  frame(700, true, "SIP/2.0 486 Busy Here"),
  frame(710, false, "ACK sip:bob@example.org SIP/2.0", "ACK"),
]);

test("a file is opened, examined and found again by its key; gzip is unpacked on the way", async () => {
  for (const bytes of [BUSY, gzipSync(BUSY)]) {
    const shares: number[] = [];
    const file = await openFile(new File([bytes], "busy.hep"), (share) => void shares.push(share));
    assert.equal(openedFile(file.key), file);
    assert.equal(shares.at(-1), 1);
    const [call] = file.capture.calls;
    assert.ok(call);
    const json = localCallJson(file, call);
    assert.deepEqual([json.state, json.status_code, json.findings?.[0]?.id], ["busy", 486, "callee_busy"]);
    assert.deepEqual([isLocal(json.id), fileKeyOf(json.id)], [true, file.key]);
  }
});

test("what the server would be asked about a call is answered from the file, with ids that lead back to it", async () => {
  const file = await openFile(new File([BUSY], "busy.hep"), () => undefined);
  const [call] = file.capture.calls;
  assert.ok(call);
  const { id } = localCallJson(file, call);
  assert.equal((answerOf(id, "") as CallJson).id, id);
  assert.equal((answerOf(id, "messages") as MessagesList).items.length, 3);
  assert.deepEqual(
    (answerOf(id, "ladder") as Ladder).columns.map(({ address }) => address),
    [`${ALICE}:5060`, `${BOB}:5060`],
  );
  assert.deepEqual(answerOf(id, "session-ladder"), answerOf(id, "ladder"));
  const { findings } = answerOf(id, "findings") as DiagnosisJson;
  assert.ok(findings[0]?.evidence.every(({ call_id }) => call_id === id));
  assert.deepEqual((answerOf(id, "quality") as QualityJson).streams, []);
  assert.deepEqual(
    (answerOf(id, "links") as LinksJson).legs.map((leg) => leg.id),
    [id],
  );
});

test("what is no longer open, or never was a capture, is said", async () => {
  assert.throws(
    () => answerOf("file-999-x", ""),
    (error) => isSipglassError(error) && error.code === "not_found",
  );
  await assert.rejects(
    openFile(new File(["no capture at all"], "x"), () => undefined),
    (error) => isSipglassError(error) && error.code === "not_capture",
  );
});
