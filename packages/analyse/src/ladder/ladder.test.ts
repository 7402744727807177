// Columns, rows and the merging of asymmetric ports.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildLadder } from "./ladder.ts";
import { message, spaced } from "./ladder.fixture.ts";

const addresses = (ladder: { columns: { address: string }[] }): string[] => ladder.columns.map((column) => column.address);

test("columns stand in the order in which the first request visited the hosts, even when a later message is captured first", () => {
  const ladder = buildLadder(spaced(1000, [
    message("100 Trying", "10.0.0.2:5060 > 10.0.0.1:5060"),
    message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060"),
    message("INVITE", "10.0.0.2:5060 > 10.0.0.3:5060"),
    message("180 Ringing", "10.0.0.3:5060 > 10.0.0.2:5060"),
  ]));
  assert.deepEqual(addresses(ladder), ["10.0.0.1:5060", "10.0.0.2:5060", "10.0.0.3:5060"]);
  assert.deepEqual(ladder.rows.map((row) => [row.from, row.to]), [[1, 0], [0, 1], [1, 2], [2, 1]]);
});

test("a ladder of responses alone begins with the host that asked", () => {
  const ladder = buildLadder([message("200 OK", "10.0.0.2:5060 > 10.0.0.1:5060", { cseqMethod: "BYE" })]);
  assert.deepEqual(addresses(ladder), ["10.0.0.1:5060", "10.0.0.2:5060"]);
});

test("a row carries time, delta, kind, method of the transaction and what else is drawn", () => {
  const [invite, ok] = buildLadder(spaced(12_345, [
    message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer", alsoSeenBy: ["sbc2"] }),
    message("200 OK", "10.0.0.2:5060 > 10.0.0.1:5060", { cseqMethod: "INVITE", retransmission: true }),
  ])).rows;
  assert.deepEqual(invite, {
    ref: "c1-1-0.call:1", at: "2026-11-20T17:49:59.000000Z", delta_us: 0, from: 0, to: 1, label: "INVITE", kind: "request",
    retransmission: false, also_seen_by: ["sbc2"], status_code: null, method: "INVITE", has_sdp: true,
  });
  assert.deepEqual(ok, {
    ref: "c1-1-0.call:2", at: "2026-11-20T17:49:59.012345Z", delta_us: 12_345, from: 1, to: 0, label: "200 OK", kind: "success",
    retransmission: true, also_seen_by: [], status_code: 200, method: "INVITE", has_sdp: false,
  });
});

test("every class of status code and every payload that is not SIP has its kind", () => {
  const ends = "10.0.0.1:5060 > 10.0.0.2:5060";
  const kinds = [
    message("183 Session Progress", ends), message("200 OK", ends), message("302 Moved Temporarily", ends), message("486 Busy Here", ends),
    message("503 Service Unavailable", ends), message("603 Decline", ends), message("", ends, { payloadType: 5 }), message("", ends, { payloadType: 100 }),
  ].map((one) => buildLadder([one]).rows[0]?.kind);
  assert.deepEqual(kinds, ["provisional", "success", "redirect", "failure", "failure", "failure", "media", "log"]);
});

test("over TCP the reply to a connection's ephemeral port is drawn at the listening port that sent the request", () => {
  const tcp = { transport: "tcp", branch: "z9hG4bK-hop2" };
  const ladder = buildLadder(spaced(1000, [
    message("INVITE", "127.0.0.1:5090 > 127.0.0.1:5060", { branch: "z9hG4bK-hop1" }),
    message("INVITE", "127.0.0.1:5060 > 127.0.0.1:5070", tcp),
    message("200 OK", "127.0.0.1:5070 > 127.0.0.1:56732", { ...tcp, cseqMethod: "INVITE" }),
  ]));
  assert.deepEqual(addresses(ladder), ["127.0.0.1:5090", "127.0.0.1:5060", "127.0.0.1:5070"]);
  assert.deepEqual(ladder.rows.map((row) => [row.from, row.to]), [[0, 1], [1, 2], [2, 1]]);
});

test("an ephemeral port of two listening ports is ambiguous and keeps a column of its own", () => {
  const ladder = buildLadder(spaced(1000, [
    message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { branch: "z9hG4bK-1" }),
    message("100 Trying", "10.0.0.2:5060 > 10.0.0.1:56732", { branch: "z9hG4bK-1" }),
    message("INVITE", "10.0.0.1:5080 > 10.0.0.2:5060", { branch: "z9hG4bK-2" }),
    message("100 Trying", "10.0.0.2:5060 > 10.0.0.1:56732", { branch: "z9hG4bK-2" }),
  ]));
  assert.deepEqual(addresses(ladder), ["10.0.0.1:5060", "10.0.0.2:5060", "10.0.0.1:5080", "10.0.0.1:56732"]);
});

test("a host's only listening port takes its connections over TCP, not its sockets over UDP", () => {
  const calls = (transport: string) => buildLadder(spaced(1000, [
    message("INVITE", "10.0.0.1:49152 > 10.0.0.2:5060", { transport }),
    message("BYE", "10.0.0.2:5060 > 10.0.0.1:5060", { transport }),
  ]));
  assert.deepEqual(addresses(calls("tcp")), ["10.0.0.1:5060", "10.0.0.2:5060"]);
  assert.deepEqual(addresses(calls("udp")), ["10.0.0.1:49152", "10.0.0.2:5060", "10.0.0.1:5060"]);
});

test("clients on the server's own host stay apart from it", () => {
  const ladder = buildLadder(spaced(1000, [
    message("INVITE", "127.0.0.1:40001 > 127.0.0.1:5060", { transport: "tcp" }),
    message("200 OK", "127.0.0.1:5060 > 127.0.0.1:40001", { transport: "tcp" }),
  ]));
  assert.deepEqual(addresses(ladder), ["127.0.0.1:40001", "127.0.0.1:5060"]);
});

test("media joins its host's column, and has one of its own when the host is unknown or has several", () => {
  const rtcp = (ends: string) => message("", ends, { payloadType: 5, method: "", cseqMethod: "" });
  const ladder = buildLadder(spaced(1000, [
    message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060"),
    message("INVITE", "10.0.0.2:5080 > 10.0.0.3:5060"),
    rtcp("10.0.0.1:30001 > 10.0.0.2:30003"),
    rtcp("10.0.0.9:30001 > 10.0.0.3:30001"),
  ]));
  assert.deepEqual(addresses(ladder), ["10.0.0.1:5060", "10.0.0.2:5060", "10.0.0.2:5080", "10.0.0.3:5060", "10.0.0.2:30003", "10.0.0.9:30001"]);
  assert.deepEqual(ladder.rows.slice(2).map((row) => [row.from, row.to]), [[0, 4], [5, 3]]);
});

test("an alias is the label, the address stays", () => {
  const ladder = buildLadder([message("OPTIONS", "2001:db8::1:5060 > 10.0.0.2:5060")], {
    alias: (address) => (address === "[2001:db8::1]:5060" ? "trunk" : ""),
  });
  assert.deepEqual(ladder.columns.map((column) => [column.label, column.address]), [["trunk", "[2001:db8::1]:5060"], ["10.0.0.2:5060", "10.0.0.2:5060"]]);
});

test("no messages, no ladder", () => {
  assert.deepEqual(buildLadder([]), { columns: [], rows: [] });
});
