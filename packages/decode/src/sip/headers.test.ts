import assert from "node:assert/strict";
import { test } from "node:test";
import { COMPACT_FORMS } from "./header-names.ts";
import { allHeaders, headerOf, headersOf } from "./headers.ts";
import { parsed, parsedWith, sipText } from "./sip-text.fixture.ts";

test("a header is found by long and compact name in any case, whichever was sent", () => {
  for (const [compact, long] of Object.entries(COMPACT_FORMS)) {
    for (const sent of [compact, compact.toUpperCase(), long, long.toUpperCase()]) {
      const message = parsed(`OPTIONS sip:a SIP/2.0\r\nX-Before: no\r\n${sent} : the value \r\nX-After: no\r\n\r\n`);
      for (const asked of [compact, compact.toUpperCase(), long, long.toUpperCase()])
        assert.equal(headerOf(message, asked), "the value", `${sent} as ${asked}`);
    }
  }
});

test("a header that is not there is undefined, an empty one is empty", () => {
  const message = parsedWith({ Subject: "" });
  assert.equal(headerOf(message, "Subject"), "");
  assert.equal(headerOf(message, "Organization"), undefined);
  assert.equal(headerOf(message, "z"), undefined);
  assert.deepEqual(headersOf(message, "Organization"), []);
});

test("the first of several is the header; all of them are listed in order", () => {
  const message = parsed(sipText().replace("\r\n\r\n", "\r\nX-Step: one\r\nx-step: two\r\n\r\n"));
  assert.equal(headerOf(message, "X-Step"), "one");
  assert.deepEqual(headersOf(message, "x-STEP"), ["one", "two"]);
});

test("lists are split at commas outside quotes and <>, other headers are not", () => {
  const message = parsed(
    sipText({
      Contact: '"Kurz, Lena" <sip:lena@a;x=1,2>;q=0.5 , sip:b@c',
      Subject: "one, two",
      Date: "Thu, 20 Nov 2026 19:49:59 GMT",
      Authorization: 'Digest a="1", b=2',
    }).replace("\r\n\r\n", "\r\nm: <sip:d@e>\r\nAllow: INVITE,ACK,, BYE ,\r\nSupported:\r\n\r\n"),
  );
  assert.deepEqual(headersOf(message, "Contact"), ['"Kurz, Lena" <sip:lena@a;x=1,2>;q=0.5', "sip:b@c", "<sip:d@e>"]);
  assert.deepEqual(headersOf(message, "Allow"), ["INVITE", "ACK", "BYE"]);
  assert.deepEqual(headersOf(message, "Supported"), []);
  for (const name of ["Subject", "Date", "Authorization"]) assert.equal(headersOf(message, name).length, 1, name);
});

test("a quoted string with an escaped quote does not end early, one that never ends takes the rest", () => {
  assert.deepEqual(headersOf(parsedWith({ Warning: '301 h "a \\", b", 302 h "c"' }), "Warning"), ['301 h "a \\", b"', '302 h "c"']);
  assert.deepEqual(headersOf(parsedWith({ Warning: '301 h "a, b' }), "Warning"), ['301 h "a, b']);
});

test("all headers come in order under their canonical long names", () => {
  const message = parsed(
    "BYE sip:a SIP/2.0\r\nv: SIP/2.0/UDP h\r\nCALL-ID: 1\r\nx-Odd: y\r\ncseq: 1\r\n BYE\r\nno colon\r\nwww-authenticate: z\r\n\r\nTo: body",
  );
  assert.deepEqual(
    allHeaders(message).map(({ name, value }) => `${name}=${value}`),
    ["Via=SIP/2.0/UDP h", "Call-ID=1", "x-Odd=y", "CSeq=1 BYE", "WWW-Authenticate=z"],
  );
});
