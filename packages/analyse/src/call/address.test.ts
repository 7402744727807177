// The quick way and the careful way to an address agree.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, userAndHost } from "./address.ts";

const CASES: [string, string, string, string][] = [
  ['"Alice" <sip:alice@Example.COM:5060;transport=udp>;tag=1', "Alice", "alice", "example.com"],
  ["Alice <sip:alice@example.com>", "Alice", "alice", "example.com"],
  ["Alice Smith <sip:alice@example.com>;tag=2", "Alice Smith", "alice", "example.com"],
  ["sip:+4930123@example.com;tag=3", "", "+4930123", "example.com"],
  ["<sip:+4930123@[2001:db8::1]:5060>;tag=4", "", "+4930123", "2001:db8::1"],
  ["<tel:+4930123;phone-context=x>;tag=5", "", "+4930123", ""],
  ['"J\\"x" <sip:a%40b@example.com>', 'J"x', "a@b", "example.com"],
  ["<sip:alice:secret@example.com>", "", "alice", "example.com"],
  ["<sip:example.com>", "", "", "example.com"],
  ['"M\xc3\xbcller" <sips:m\xc3\xbc@example.com>', "Müller", "mü", "example.com"],
  ["Anonymous <sip:anonymous@anonymous.invalid>;tag=6", "Anonymous", "anonymous", "anonymous.invalid"],
  ["", "", "", ""],
  ["<<<>>>", "", "", ""],
];

for (const [text, display, user, host] of CASES) test(`address: ${text}`, () => assert.deepEqual(addressOf(text), { display, user, host }));

test("request URIs of everyday and odd shapes", () => {
  assert.deepEqual(userAndHost("sip:1002@Host.example:5060;user=phone"), { user: "1002", host: "host.example" });
  assert.deepEqual(userAndHost("tel:+1-555"), { user: "+1-555", host: "" });
  assert.deepEqual(userAndHost("sip:host.example"), { user: "", host: "host.example" });
  assert.deepEqual(userAndHost("nonsense"), { user: "", host: "" });
});
