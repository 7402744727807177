// Where names and numbers stand in a message is known once, for masks and pseudonyms alike.
import assert from "node:assert/strict";
import { test } from "node:test";
import { anonymousHeader } from "./anonymise/headers.ts";
import { createPseudonyms } from "./anonymise/pseudonyms.ts";
import { anonymousSdp } from "./anonymise/sdp.ts";
import { headerKind, sdpLineKind } from "./identities.ts";
import { maskText } from "./mask.ts";

const NUMBER = "493012345678";

test("a header is of one kind in any spelling", () => {
  assert.deepEqual(["From", "f", "FROM", "i", "Call-ID", "v", "y", "x", "u", "X-Number"].map(headerKind), [
    "addresses", "addresses", "addresses", "identifier", "identifier", "via", "token", "count", "word", undefined,
  ]);
});

test("what carries addresses hides a number in both, in full spelling and compact", () => {
  for (const name of ["From", "f", "Contact", "m", "P-Asserted-Identity", "Diversion", "Refer-To", "r", "Referred-By", "b"]) {
    const line = `${name}: "${NUMBER}" <sip:${NUMBER}@pbx.example>`;
    assert.equal(headerKind(name), "addresses", name);
    for (const shown of [maskText(line), anonymousHeader(line, createPseudonyms([line]))]) assert.ok(!shown.includes(NUMBER), shown);
  }
});

test("numbers of the protocol stay in both, however long they are", () => {
  for (const line of ["CSeq: 1234567 INVITE", "RAck: 7765764 1234567 INVITE", "l: 1234567", "Timestamp: 1234567"]) {
    assert.equal(maskText(line), line);
    assert.equal(anonymousHeader(line, createPseudonyms([line])), line);
  }
});

test("a number as the user of an origin, as a name or as a telephone of a session is hidden in both, the session's identifiers only from strangers", () => {
  const sdp = ["v=0", `o=${NUMBER} 2890844526 2890844527 IN IP4 192.0.2.1`, `s=${NUMBER}`, `p=${NUMBER}`, "c=IN IP4 192.0.2.1", "t=2873397496 2873404696", "m=audio 49170 RTP/AVP 8"].join("\r\n");
  const masked = maskText(sdp);
  assert.ok(!masked.includes(NUMBER), masked);
  assert.match(masked, /^o=493\*+78 2890844526 2890844527 IN IP4 192\.0\.2\.1\r$/m);
  assert.equal(masked.length, sdp.length);
  const anonymous = anonymousSdp(sdp, createPseudonyms([sdp]));
  for (const secret of [NUMBER, "2890844526", "192.0.2.1"]) assert.ok(!anonymous.includes(secret), anonymous);
  assert.match(anonymous, /^m=audio 49170 RTP\/AVP 8$/m);
  assert.deepEqual(["o=", "c=", "p=", "m=", "k=", "Date: x"].map(sdpLineKind), ["origin", "connection", "name", "plain", undefined, undefined]);
});

test("a number in a signed identity is hidden in both, and for a mask the claims stay readable", () => {
  const claims = { attest: "A", dest: { tn: ["4989765432"] }, iat: 1443208345, orig: { tn: NUMBER } };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const line = `Identity: ${part({ alg: "ES256", typ: "passport" })}.${part(claims)}.c2ln;info=<https://a.example/c.pem>;alg=ES256`;
  const toldOf = (shown: string): unknown => JSON.parse(Buffer.from(shown.split(".")[1] ?? "", "base64url").toString());
  for (const name of ["Identity", "y"]) {
    const masked = maskText(line.replace("Identity", name));
    assert.equal(masked.length, line.replace("Identity", name).length);
    assert.deepEqual(toldOf(masked), { attest: "A", dest: { tn: ["498*****32"] }, iat: 1443208345, orig: { tn: "493*******78" } });
    assert.doesNotMatch(JSON.stringify(toldOf(anonymousHeader(line, createPseudonyms([line])))), /493012345678|4989765432/);
  }
});
