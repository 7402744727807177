// URIs, name-addrs and Vias.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SipUri } from "@sipglass/model";
import { parseNameAddr } from "./name-addr.ts";
import { parseUri } from "./uri.ts";
import { parseVia } from "./via.ts";

const uri = (scheme: string, user: string, host: string, port = 0, parameters = ""): SipUri => ({ scheme, user, host, port, parameters });

test("URIs are taken apart", () => {
  const cases: [text: string, expected: SipUri][] = [
    ["sip:lena@Example.ORG", uri("sip", "lena", "example.org")],
    ["SIPS:lena@example.org:5061", uri("sips", "lena", "example.org", 5061)],
    ["sip:example.org", uri("sip", "", "example.org")],
    ["sip:example.org:5070;transport=tcp", uri("sip", "", "example.org", 5070, ";transport=tcp")],
    ["sip:lena:secret@example.org", uri("sip", "lena", "example.org")],
    ["sip:lena@example.org;lr?Subject=x&y=z", uri("sip", "lena", "example.org", 0, ";lr?Subject=x&y=z")],
    ["sip:+4930123;phone-context=x@gw;user=phone", uri("sip", "+4930123;phone-context=x", "gw", 0, ";user=phone")],
    ["sip:lena@[2001:DB8::1]:5080;x", uri("sip", "lena", "2001:db8::1", 5080, ";x")],
    ["sip:[2001:db8::1]", uri("sip", "", "2001:db8::1")],
    ["sip:lena@[2001:db8::1", uri("sip", "lena", "2001:db8::1")],
    ["sip:2001:db8::1", uri("sip", "", "2001:db8::1")],
    ["sip:j%40mail.example@example.org", uri("sip", "j@mail.example", "example.org")],
    ["sip:j@mail.example@example.org", uri("sip", "j@mail.example", "example.org")],
    ["sip:a@b;x=c@d", uri("sip", "a", "b", 0, ";x=c@d")],
    ["sip:%C3%A4@example.org", uri("sip", "ä", "example.org")],
    ["sip:\xc3\xa4@example.org", uri("sip", "ä", "example.org")],
    ["sip:a%zz%4@b", uri("sip", "a%zz%4", "b")],
    ["sip:a%0d%0a%7f@b", uri("sip", "a%0d%0a%7f", "b")],
    ["sip:a@b:70000", uri("sip", "a", "b")],
    ["sip:a@b:x", uri("sip", "a", "b")],
    ["sip:a@", uri("sip", "a", "")],
    ["tel:+49-30-123;phone-context=+49", uri("tel", "+49-30-123", "", 0, ";phone-context=+49")],
    ["urn:service:sos", uri("urn", "service:sos", "")],
    ["  sip:a@b  ", uri("sip", "a", "b")],
  ];
  for (const [text, expected] of cases) assert.deepEqual(parseUri(text), { ok: true, value: expected }, text);
});

test("what has no scheme is no URI", () => {
  for (const text of ["", "lena@example.org", "5551234", "<sip:a@b>", ":x", "1sip:a"]) assert.equal(parseUri(text).ok, false, text);
});

test("name-addrs are taken apart", () => {
  const cases: [text: string, display: string, uri: string, tag: string][] = [
    ['"Lena Kurz" <sip:lena@a>;tag=1', "Lena Kurz", "sip:lena@a", "1"],
    ["Lena Kurz <sip:lena@a>", "Lena Kurz", "sip:lena@a", ""],
    ["<sip:lena@a;x=y>;tag=2", "", "sip:lena@a;x=y", "2"],
    ["sip:lena@a;tag=3", "", "sip:lena@a", "3"],
    ['"a \\"b\\" \\\\ <c>" <sip:lena@a>', 'a "b" \\ <c>', "sip:lena@a", ""],
    ['"Zo\xc3\xab" <sip:z@a>', "Zoë", "sip:z@a", ""],
    ['"Zo\xeb" <sip:z@a>', "Zoë", "sip:z@a", ""],
    ['"open <sip:lena@a>;tag=4', "open", "sip:lena@a", "4"],
    ["<sip:lena@a", "", "sip:lena@a", ""],
    ["Lena < sip:lena@a >", "Lena", "sip:lena@a", ""],
    ["", "", "", ""],
    ["*", "", "*", ""],
  ];
  for (const [text, display, address, tag] of cases) {
    const value = parseNameAddr(text);
    assert.deepEqual([value.display, value.uri, value.tag], [display, address, tag], text);
  }
});

test("parameters of the header have lower-case names, the first of a name wins, flags are empty", () => {
  const { parameters } = parseNameAddr('<sip:a@b;inner=1>;Q=0.5; Expires = 60 ;flag;q=0.9;note="a;b=c";=x');
  assert.deepEqual(Object.fromEntries(parameters), { q: "0.5", expires: "60", flag: "", note: "a;b=c" });
});

test("Vias are taken apart, with blanks anywhere", () => {
  const via = parseVia("SIP / 2.0 / TLS [2001:db8::9]:5061 ;branch=z9hG4bKx;received=[2001:db8::1];rport=4711;Alias");
  assert.deepEqual(
    [via.protocol, via.transport, via.host, via.port, via.branch, via.received, via.rport, via.parameters.has("alias")],
    ["SIP/2.0", "TLS", "2001:db8::9", 5061, "z9hG4bKx", "2001:db8::1", 4711, true],
  );
  assert.deepEqual(
    [parseVia("SIP/2.0/UDP host;rport").rport, parseVia("SIP/2.0/UDP host").rport, parseVia("SIP/2.0/UDP host").port],
    [0, undefined, 0],
  );
  assert.deepEqual([parseVia("nonsense").transport, parseVia("").host], ["", ""]);
});
