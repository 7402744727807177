// Several headers in one walk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import type { SipMessage } from "@sipglass/model";
import { pickHeaders, wantedHeaders } from "./header-pick.ts";

function message(...lines: string[]): SipMessage {
  const parsed = parseSip(
    ["OPTIONS sip:a@b SIP/2.0", "Via: SIP/2.0/UDP h;branch=z9hG4bK1", "Call-ID: 1", ...lines, "", "body: no header"].join("\r\n"),
  );
  assert.ok(parsed.ok);
  return parsed.value;
}

const pick = (names: string[], ...lines: string[]) => Object.fromEntries(pickHeaders(message(...lines), wantedHeaders(names)));

test("wanted headers are found in any case, with blanks around the colon, and others are not", () => {
  assert.deepEqual(pick(["x-cid", "server"], "X-CID :  abc ", "Server:x", "X-Cidd: no"), { "x-cid": "abc", server: "x" });
});

test("a long header name finds its compact form", () => {
  assert.deepEqual(pick(["session-expires"], "x: 1800;refresher=uac"), { "session-expires": "1800;refresher=uac" });
});

test("folded values are one line", () => {
  assert.deepEqual(pick(["user-agent", "server"], "User-Agent: one", "  two", "\tthree", "Server: s"), {
    "user-agent": "one two three",
    server: "s",
  });
});

test("of several lines the first counts, but lists are joined", () => {
  assert.deepEqual(pick(["server", "reason"], "Server: a", "Server: b", "Reason: SIP;cause=200", "Reason: Q.850;cause=16"), {
    server: "a",
    reason: "SIP;cause=200, Q.850;cause=16",
  });
});

test("nothing is read from the body, and a message without headers gives nothing", () => {
  assert.deepEqual(pick(["body"]), {});
});

test("lines that end in LF alone and a last line without an end are read", () => {
  const parsed = parseSip("OPTIONS sip:a@b SIP/2.0\nServer: one\nX-Cid: two");
  assert.ok(parsed.ok);
  assert.deepEqual(Object.fromEntries(pickHeaders(parsed.value, wantedHeaders(["server", "x-cid"]))), { server: "one", "x-cid": "two" });
});
