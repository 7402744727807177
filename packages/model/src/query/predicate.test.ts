// Which calls a query finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCall, type Call } from "../call.ts";
import { arbitraryCall, arbitraryQuery } from "../testing.ts";
import { parseQuery } from "./parse.ts";
import { toPredicate } from "./predicate.ts";
import { usesRaw, withoutRaw } from "./raw.ts";

const NOW_US = 1_795_197_000_000_000;
const CALL: Call = {
  ...emptyCall("0123456789abcdefghijklmnop", "a84b4c76e66710@pc33.example"), kind: "call", state: "failed", startedAtUs: NOW_US - 5_000_000,
  fromUser: "+493012345", fromDomain: "Example.com", toUser: "1001", caller: "Größe GmbH", statusCode: 503, statusText: "Service Unavailable",
  pddMs: 3200, src: "10.0.3.4", srcPort: 5060, dst: "2001:db8::5", dstPort: 5061, hops: ["10.0.3.4:5060", "192.0.2.9:5080", "[2001:db8::5]:5061"],
  userAgents: ["Asterisk PBX 20", "friendly-scanner"], codecs: ["PCMA"], findings: [{ id: "no_route", severity: "error" }], tenants: ["acme"],
  headers: { "x-trunk": "GW2" }, reason: { protocol: "Q.850", cause: 34, text: "No circuit" }, sessionId: "0123456789abcdefghijklmnop",
};

const finds = (text: string, call: Call = CALL): boolean => {
  const parsed = parseQuery(text, { nowUs: NOW_US });
  assert.ok(parsed.ok, parsed.ok ? "" : `${text}: ${parsed.message}`);
  return toPredicate(parsed.query)(call);
};

for (const text of [
  "", "callid:A84B4C76E66710@PC33.example", "from:+4930*", "from:*@example.COM", "from:+493012345@example.com", "user:1001", "number:~3012", "caller:grö*", "caller:~GRÖ",
  "code:5xx", "code:404,503", "code>=500", "NOT code:4xx", "state:failed", "kind!=options", "pdd>3s", "pdd:3s..4s", "ua:friendly-scanner", "ua:~pbx", "ua:/^aster.*[0-9]$/",
  "src:10.0.0.0/8", "src:10.0.3.4:5060", "src:*:5060", "src:10.0.3.*", "ip:192.0.2.9", "hop:192.0.2.9:5080", "hop:192.0.2.0/28", "ip:2001:db8::/32", "dst:[2001:db8::5]:5061",
  "ip:~db8", "codec:pcma", "finding:no_route", "finding:no_*", "tenant:acme", "cause:34", "reason:~circuit", "reason:~unavail", "header:X-Trunk=gw2", "header:x-trunk", "last:1h",
  "mos:\"\"", "NOT mos<3.5", "partial:no", "external_id:\"\"", "NOT answered:*", "time>=-1m",
  "10.0.3.4", "192.0.2.9:5080", "10.0.0.0/8", "2001:DB8::5", "004930", "+4930", "12345", "a84b4c76e66710@pc33.example", "a84b4c76e66710", "asterisk", "0123456789abcdefghijklmnop",
  "ASTER*20", "größe", "raw:anything", "NOT raw:anything",
]) test(`${text === "" ? "the empty query" : text} finds the call`, () => assert.ok(finds(text)));

for (const text of [
  "callid:a84b4c76e66710", "from:4930*", "from:+493012345@other.com", "code:4xx", "code<500", "state:busy,cancelled", "pdd<3s", "ua:asterisk", "ua:~x*y", "src:10.1.0.0/16", "src:10.0.3.4:5061",
  "hop:10.0.3", "hop:/:5080/", "dst:2001:db8:1::/48", "finding:no_rout", "finding:error", "header:x-trunk=gw", "header:x-other", "mos<3.5", "mos>=0", "mos:*", "tenant:\"\"", "from:\"\"",
  "answered<2030-01-01", "partial:yes", "192.0.2.8", "alice", "NOT *", "kind:options", "from:+4930*5*5", "from:*+493012345*5",
]) test(`${text} does not find the call`, () => assert.ok(!finds(text)));

test("a call without a final status is in no comparison of codes, and in their negation", () => {
  const early = { ...CALL, statusCode: 0 };
  assert.ok(!finds("code<300", early));
  assert.ok(finds("NOT code<300", early));
  assert.ok(finds('code:""', early));
});

test("every call is found by a query or by its negation, never by both", () => {
  fc.assert(
    fc.property(arbitraryCall("a"), arbitraryQuery(), (call, query) => {
      assert.notEqual(toPredicate(query)(call), toPredicate({ type: "not", item: query })(call));
    }),
    { numRuns: 500 },
  );
});

test("leaving raw out never loses a call, whatever the messages say", () => {
  fc.assert(
    fc.property(arbitraryCall("a"), arbitraryQuery({ raw: true }), fc.boolean(), (call, query, answer) => {
      assert.ok(!usesRaw(withoutRaw(query)));
      if (toPredicate(query, { raw: () => answer })(call)) assert.ok(toPredicate(withoutRaw(query))(call) && toPredicate(query)(call));
    }),
    { numRuns: 500 },
  );
});

test("a header that is not configured needs the messages", () => {
  const parsed = parseQuery("header:x-trunk=a OR header:x-other=b", { nowUs: NOW_US });
  assert.ok(parsed.ok);
  assert.ok(usesRaw(parsed.query, new Set(["x-trunk"])));
  assert.ok(!usesRaw(parsed.query, new Set(["x-trunk", "x-other"])));
});
