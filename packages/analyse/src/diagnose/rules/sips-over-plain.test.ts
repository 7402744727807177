import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { sipsOverPlain } from "./sips-over-plain.ts";

const call = (transport: string): string => `A>P INVITE ${transport} ruri=sips:2002@example.org\nP>A 486 ${transport}\nA>P ACK ${transport}`;

test("sips over TCP is noted", () => {
  assert.equal(assertFound(sipsOverPlain, call("tcp")).sentence, "192.0.2.10:5060 sent a request for a secure address (sips:) to 192.0.2.1:5060 by TCP, readable on the way.");
});

test("sips over TLS, and plain addresses, are well", () => {
  assertAbsent(sipsOverPlain, call("tls"));
  assertAbsent(sipsOverPlain, CLEAN_CALL);
});

test("without requests nothing can be said", () => {
  assertNotCheckable(sipsOverPlain, "~ A>P INVITE\nP>A 486");
});
