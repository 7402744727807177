import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "./parse-sip.ts";
import { parsed, parsedWith, sipText } from "./sip-text.fixture.ts";

test("a request gives its method, its identifiers and no defect", () => {
  const body = "v=0\r\n";
  const text = sipText({ "Content-Type": "application/sdp" }, { body });
  const message = parsed(text);
  assert.deepEqual(
    { ...message, text: "" },
    {
      isRequest: true,
      method: "INVITE",
      requestUri: "sip:lena@example.org",
      statusCode: 0,
      reasonPhrase: "",
      callId: "test.1@desk",
      cseq: 7,
      cseqMethod: "INVITE",
      from: '"Otto" <sip:otto@example.net>;tag=f1',
      to: "<sip:lena@example.org>",
      fromTag: "f1",
      toTag: "",
      branch: "z9hG4bKtest1",
      viaSentBy: "198.51.100.9:5060",
      viaCount: 1,
      contentType: "application/sdp",
      text: "",
      headersAt: text.indexOf("Via"),
      bodyAt: text.indexOf("v=0"),
      endAt: text.length,
      defects: [],
    },
  );
});

test("a response gives its code and reason phrase", () => {
  const message = parsedWith({ CSeq: "7 INVITE", To: "<sip:lena@example.org>;tag=t9" }, { start: "SIP/2.0 486 Busy Here" });
  assert.deepEqual(
    [message.isRequest, message.method, message.statusCode, message.reasonPhrase, message.toTag],
    [false, "", 486, "Busy Here", "t9"],
  );
  assert.deepEqual(message.defects, []);
});

test("a response without reason phrase, even without the blank before it", () => {
  for (const start of ["SIP/2.0 180 ", "SIP/2.0 180"])
    assert.deepEqual([parsedWith({}, { start }).statusCode, parsedWith({}, { start }).reasonPhrase], [180, ""]);
});

test("empty lines before the start line are skipped, at any offset", () => {
  const text = `ABC\r\n\r\n${sipText()}`;
  assert.equal(parsed(text, 3).method, "INVITE");
});

test("what has no start line of SIP is refused", () => {
  const refusals = [
    "",
    "\r\n\r\n",
    "hello",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\n",
    "INVITE\r\n\r\n",
    " INVITE sip:a SIP/2.0\r\n\r\n",
    '{"a": 1}\r\n',
    "\0\x01binary SIP/2.0\r\n",
  ];
  for (const text of refusals) assert.equal(parseSip(text).ok, false, JSON.stringify(text));
});

test("a request cut before its version is kept when its URI is SIP's", () => {
  const message = parsedWith({}, { start: "INVITE sip:lena@example.org" });
  assert.deepEqual([message.method, message.requestUri, message.defects], ["INVITE", "sip:lena@example.org", ["bad_start_line"]]);
});

test("versions and methods are judged as RFC 3261 does: version in any case, method in the case sent", () => {
  assert.deepEqual(parsedWith({}, { start: "INVITE sip:lena@example.org sip/2.0" }).defects, []);
  const lower = parsedWith({ CSeq: "7 invite" }, { start: "invite sip:lena@example.org SIP/2.0" });
  assert.deepEqual([lower.method, lower.defects], ["invite", []]);
});

test("a method that is no token is kept and named", () => {
  const message = parsedWith({ CSeq: "7 IN(V)ITE" }, { start: "IN(V)ITE sip:lena@example.org SIP/2.0" });
  assert.deepEqual([message.method, message.defects], ["IN(V)ITE", ["bad_method"]]);
});

test("codes outside 100 to 699 are named; what is no number is 0", () => {
  const codes = ["099", "700", "999", "20", "2000", "abc", "-10", "1.5"].map((code) => parsedWith({}, { start: `SIP/2.0 ${code} Hm` }));
  assert.deepEqual(
    codes.map((message) => message.statusCode),
    [99, 700, 999, 0, 0, 0, 0, 0],
  );
  assert.ok(codes.every((message) => message.defects.includes("bad_status_code")));
});

test("every missing header has its defect, and the message is kept", () => {
  const defects = { Via: "missing_via", From: "missing_from", To: "missing_to", "Call-ID": "missing_call_id", CSeq: "missing_cseq" };
  for (const [header, defect] of Object.entries(defects)) assert.deepEqual(parsedWith({ [header]: null }).defects, [defect]);
  assert.equal(parsedWith({ "Call-ID": null }).callId, "");
  assert.deepEqual(parsedWith({ "Call-ID": "" }).defects, ["missing_call_id"]);
});

test("compact names, any case, and blanks before the colon are the header itself", () => {
  const text =
    "BYE sip:a@example.org SIP/2.0\r\nV : SIP/2.0/TCP h;branch=b1\r\nF: <sip:x@y>;tag=1\r\nT\t: <sip:z@y>;tag=2\r\nI: id1\r\ncSEQ: 3 BYE\r\nC: text/plain\r\nL: 2\r\n\r\nhi";
  const message = parsed(text);
  assert.deepEqual(
    [message.branch, message.fromTag, message.toTag, message.callId, message.cseq, message.contentType, message.defects],
    ["b1", "1", "2", "id1", 3, "text/plain", []],
  );
});

test("names that only begin like a known header are other headers", () => {
  const message = parsedWith({
    "Call-ID-Old": "wrong",
    "To-Do": "wrong",
    Viable: "wrong",
    Fromage: "wrong",
    "CSeq-Max": "wrong",
    T2: "wrong",
  });
  assert.deepEqual(message.defects, []);
});

test("repeated headers: the first counts, and the repetition is named", () => {
  for (const line of [
    "From: <sip:b@b>;tag=2",
    "To: <sip:b@b>",
    "Call-ID: other",
    "CSeq: 8 INVITE",
    "Content-Type: a/b\r\nContent-Type: c/d",
    "Max-Forwards: 5",
  ]) {
    const message = parsed(sipText().replace("\r\n\r\n", `\r\n${line}\r\n\r\n`));
    assert.deepEqual([message.callId, message.cseq, message.fromTag], ["test.1@desk", 7, "f1"]);
    assert.deepEqual(message.defects, ["duplicate_header"], line);
  }
});

test("two equal Content-Lengths are believed", () => {
  const message = parsed(sipText({}, { body: "abc" }).replace("Content-Length: 3", "Content-Length: 3\r\nl: 3"));
  assert.deepEqual([message.endAt - message.bodyAt, message.defects], [3, []]);
});

test("tags are found behind other parameters, in quotes, in any case, and not inside the URI or the name", () => {
  const tags: [from: string, tag: string][] = [
    ["<sip:a@b>;x=1;TAG=q", "q"],
    ["<sip:a@b;tag=uri>;tag=hdr", "hdr"],
    ["<sip:a@b;tag=uri>", ""],
    ['";tag=no" <sip:a@b>;tag=yes', "yes"],
    ['"<x>;tag=no" <sip:a@b>', ""],
    ["sip:a@b;tag=bare", "bare"],
    ['<sip:a@b>;tag="quoted"', "quoted"],
    ["<sip:a@b> ; tag = wide", "wide"],
    ['<sip:a@b>;x=";tag=no";tag=z', "z"],
    ["<sip:a@b>;tagged=1", ""],
    ["<sip:a@b>;tag", ""],
    ['"a>b" <sip:a@b>;tag=gt', "gt"],
  ];
  for (const [from, tag] of tags) assert.equal(parsedWith({ From: from }).fromTag, tag, from);
});

test("the topmost Via gives branch and sent-by; all of them are counted", () => {
  const text = sipText({ Via: "SIP/2.0/TLS top.example.org;branch=b1, SIP/2.0/UDP 198.51.100.2;branch=b2" }).replace(
    "From:",
    "v: SIP/2.0/UDP last;branch=b3\r\nFrom:",
  );
  const message = parsed(text);
  assert.deepEqual([message.branch, message.viaSentBy, message.viaCount], ["b1", "top.example.org", 3]);
});

test("branches are found in any case and place, and a missing one is empty", () => {
  for (const [via, branch] of [
    ["SIP/2.0/UDP h;rport;Branch=b9", "b9"],
    ["SIP/2.0/UDP h ; branch = b8", "b8"],
    ["SIP/2.0/UDP h;xbranch=no", ""],
    ["SIP/2.0/UDP h", ""],
    ['SIP/2.0/UDP h;branch="q,1"', "q,1"],
  ] as const)
    assert.equal(parsedWith({ Via: via }).branch, branch, via);
});

test("a Via that cannot be read is named", () => {
  for (const via of ["", "SIP/2.0/UDP", "nonsense", "SIP/2.0/UDP h;;x", "SIP/2.0/UDP h,,SIP/2.0/UDP i"])
    assert.deepEqual(parsedWith({ Via: via }).defects.includes("bad_via"), true, via);
});

test("CSeq beyond its range, without number or without method is named", () => {
  assert.deepEqual([parsedWith({ CSeq: "2147483647 INVITE" }).cseq, parsedWith({ CSeq: "2147483647 INVITE" }).defects], [2147483647, []]);
  assert.deepEqual(
    [parsedWith({ CSeq: "4294967295 INVITE" }).cseq, parsedWith({ CSeq: "4294967295 INVITE" }).defects],
    [4294967295, ["bad_cseq"]],
  );
  assert.deepEqual([parsedWith({ CSeq: "4294967296 INVITE" }).cseq, parsedWith({ CSeq: "4294967296 INVITE" }).defects], [0, ["bad_cseq"]]);
  for (const cseq of ["INVITE", "7", "7INVITE", "", "-1 INVITE", "7 INVITE x"])
    assert.ok(parsedWith({ CSeq: cseq }).defects.includes("bad_cseq"), cseq);
});

test("a method in CSeq that is not the request's is named; in a response there is nothing to compare", () => {
  assert.deepEqual(parsedWith({ CSeq: "7 BYE" }).defects, ["cseq_method_mismatch"]);
  assert.deepEqual(parsedWith({ CSeq: "7 BYE" }, { start: "SIP/2.0 200 OK" }).defects, []);
});

test("Content-Length ends the message; padding behind it is no defect, other bytes are", () => {
  const ends = (tail: string): [string, string[]] => {
    const message = parsed(sipText({}, { body: "abc" }) + tail);
    return [message.text.slice(message.bodyAt, message.endAt), message.defects];
  };
  for (const tail of ["", "\r\n", "\0\0\0", sipText()]) assert.deepEqual(ends(tail), ["abc", []]);
  assert.deepEqual(ends("def"), ["abc", ["content_length_too_small"]]);
});

test("Content-Length that cannot be believed leaves all of the rest to the body", () => {
  for (const [length, defect] of [
    ["x", "content_length_conflict"],
    ["", "content_length_conflict"],
    ["-5", "content_length_negative"],
    ["99999999999", "content_length_too_large"],
    ["50", "content_length_too_large"],
  ] as const) {
    const message = parsed(sipText({ "Content-Length": length }, { body: "abc" }));
    assert.deepEqual([message.text.slice(message.bodyAt, message.endAt), message.defects], ["abc", [defect]], length);
  }
});

test("in a stream, a message without Content-Length ends with its headers", () => {
  const text = sipText({ "Content-Length": null }) + "the next bytes";
  assert.equal(parsed(text, 0, { stream: true }).endAt, text.indexOf("the next"));
  assert.equal(parsed(text).endAt, text.length);
});

test("headers that end without an empty line are all read", () => {
  for (const cut of [2, 4]) {
    const message = parsed(sipText({ "X-Last": "1" }).slice(0, -cut));
    assert.deepEqual([message.callId, message.bodyAt === message.text.length, message.defects], ["test.1@desk", true, ["no_header_end"]]);
  }
});

test("a message cut inside a header keeps what was there", () => {
  const message = parsed(sipText().slice(0, sipText().indexOf("test.1@desk") + 6));
  assert.deepEqual([message.callId, message.fromTag], ["test.1", "f1"]);
  assert.ok(message.defects.includes("no_header_end") && message.defects.includes("missing_cseq"));
});

test("NUL padding behind a cut value is not part of it", () => {
  assert.equal(parsed(`${sipText().slice(0, sipText().indexOf("@desk"))}\0\0\0\0`).callId, "test.1");
});

test("folded headers are unfolded with one space", () => {
  const message = parsed(sipText({ From: '"Otto"\r\n\t <sip:otto@example.net>\r\n ;tag=f2', "Call-ID": "\r\n folded.1" }));
  assert.deepEqual(
    [message.from, message.fromTag, message.callId, message.defects],
    ['"Otto" <sip:otto@example.net> ;tag=f2', "f2", "folded.1", []],
  );
});

test("a line of blanks neither ends the headers nor continues one", () => {
  const message = parsed(sipText().replace("Call-ID", "   \r\nCall-ID"));
  assert.deepEqual([message.callId, message.defects], ["test.1@desk", []]);
});

test("lines without a colon are passed over", () => {
  assert.deepEqual(parsed(sipText().replace("Call-ID", "just some words\r\nCall-ID")).defects, []);
});

test("Contact: an asterisk, lists, and expires beyond its range", () => {
  for (const contact of [
    "*",
    "<sip:a@b>, <sip:c@d>;expires=60",
    '"a, b" <sip:a@b>;q=0.5,sip:c@d',
    "<sip:a@[2001:db8::1]:5070;transport=tcp>",
  ])
    assert.deepEqual(parsedWith({ Contact: contact }).defects, [], contact);
  assert.deepEqual(parsedWith({ Contact: "<sip:a@b>;expires=4294967296" }).defects, ["bad_expires"]);
  for (const contact of ["", "<sip:a@b", "<sip:a@b>;;q=1", "<>"])
    assert.deepEqual(parsedWith({ Contact: contact }).defects, ["bad_contact"], contact);
});

test("faults in addresses have names", () => {
  const faults: [from: string, defect: string][] = [
    ["<sip:a%zz@b>", "bad_escape"],
    ["<sip:a b@c>", "whitespace_in_uri"],
    ["<mailto:a@b>", "unknown_scheme"],
    ['"open <sip:a@b>', "unbalanced_quotes"],
    ["<sip:a\x01@b>", "control_character"],
    ['"a\x02" <sip:a@b>', "control_character"],
    ["a@b", "bad_from"],
    ["<sip:>", "bad_from"],
    ["<sip:a@>", "bad_from"],
    ["<sip:[2001:db8::1>", "bad_from"],
    ["<sip:a@2001:db8::1>", "bad_from"],
    ["sip:a@b?x=y", "bad_from"],
    ["sip:a@b,sip:c@d", "bad_from"],
  ];
  for (const [from, defect] of faults) assert.deepEqual(parsedWith({ From: from }).defects, [defect], from);
});

test("addresses of everyday life have no defect", () => {
  for (const from of [
    "<tel:+4930123>",
    "<sip:+49 (30) 123@b>".replaceAll(" ", ""),
    "sip:a@b:5060",
    '"Zoë Müller" <sip:zoe@b>',
    "Zoë <sip:zoe@b>",
    "<sips:a:secret@b;user=phone>;tag=1",
    "<sip:*97@b>",
    "<sip:#31#@b>",
    "<sip:anonymous@anonymous.invalid>",
    '"" <sip:b>',
    "<sip:a%23b@c>",
    "<urn:service:sos>",
  ])
    assert.deepEqual(parsedWith({ From: from }).defects, [], from);
});

test("Date, Expires and Max-Forwards are checked", () => {
  assert.deepEqual(parsedWith({ Date: "Thu, 20 Nov 2026 19:49:59 GMT", Expires: "3600" }).defects, []);
  assert.deepEqual(parsedWith({ Date: "Thu, 20 Nov 2026 20:49:59 +0100" }).defects, ["bad_date"]);
  assert.deepEqual(parsedWith({ Expires: "4294967296" }).defects, ["bad_expires"]);
  assert.deepEqual(parsedWith({ Expires: "soon" }).defects, ["bad_expires"]);
  for (const hops of ["256", "-1", "x", ""]) assert.deepEqual(parsedWith({ "Max-Forwards": hops }).defects, ["bad_max_forwards"], hops);
});
