import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseIdentity } from "./passport.ts";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const HEADER = { alg: "ES256", ppt: "shaken", typ: "passport", x5u: "https://cert.example.org/passport.cer" };
const CLAIMS = { attest: "A", dest: { tn: ["12125551213"] }, iat: 1_700_000_000, orig: { tn: "12155551212" }, origid: "123e4567-e89b-12d3-a456-426655440000" };

test("a SHAKEN token is taken apart with the parameters of its header", () => {
  const token = parseIdentity(`${part(HEADER)}.${part(CLAIMS)}.c2ln;info=<https://cert.example.org/passport.cer>;alg=ES256;ppt="shaken"`);
  assert.deepEqual(token, {
    header: HEADER, claims: CLAIMS, signature: "c2ln", compact: false, broken: "", parameters: { info: "https://cert.example.org/passport.cer", alg: "ES256", ppt: "shaken" },
  });
});

test("claims are UTF-8", () => {
  assert.equal(parseIdentity(`${part({})}.${part({ nam: "Grüße" })}.x`).claims?.["nam"], "Grüße");
});

test("the compact form has a signature alone", () => {
  const token = parseIdentity("..c2ln;info=<https://x>");
  assert.deepEqual([token.compact, token.broken, token.signature], [true, "", "c2ln"]);
});

test("what is broken says how", () => {
  assert.equal(parseIdentity("abc").broken, "it has not three parts");
  assert.equal(parseIdentity(`!!.${part(CLAIMS)}.x`).broken, "its header is no JSON");
  assert.equal(parseIdentity(`${part(HEADER)}.${part([1])}.x`).broken, "its claims are no JSON");
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => assert.ok(parseIdentity(text))));
});
