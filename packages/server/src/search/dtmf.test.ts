import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { maskDigits } from "./dtmf.ts";

const info = (type: string, body: string, header = "Content-Type"): string =>
  `INFO sip:pin@192.0.2.1 SIP/2.0\r\nCall-ID: 4711\r\nCSeq: 5 INFO\r\n${header}: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const bodyOf = (raw: string): string => raw.slice(raw.indexOf("\r\n\r\n") + 4);
const masked = (type: string, body: string, header?: string): string => bodyOf(maskDigits(info(type, body, header)));

describe("digits typed by callers", () => {
  test("are hidden in every form that signals them", () => {
    assert.equal(masked("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"), "Signal=*\r\nDuration=160\r\n");
    assert.equal(masked("application/dtmf-relay", "Signal= #\nDuration= 250"), "Signal= *\nDuration= 250");
    assert.equal(masked("Application/DTMF-Relay ; x=1", "signal=D\r\n"), "signal=*\r\n");
    assert.equal(masked("application/dtmf", "7"), "*");
    assert.equal(masked("application/dtmf", "Signal=7\r\nDuration=100"), "Signal=*\r\nDuration=100");
    assert.equal(
      masked("application/vnd.nortelnetworks.digits", "p=Digit-Collection\r\ny=Digits\r\n\r\nd=4711\r\n"),
      "p=Digit-Collection\r\ny=Digits\r\n\r\nd=****\r\n",
    );
    assert.equal(
      masked("application/kpml-response+xml", '<kpml-response digits="1234#" code="200"/>'),
      '<kpml-response digits="*****" code="200"/>',
    );
    assert.equal(masked("audio/telephone-event", "5"), "*");
    assert.equal(masked("application/dtmf-relay", "Signal=5\r\n", "c"), "Signal=*\r\n");
  });

  test("are hidden in a part of a multipart body as well", () => {
    const body =
      "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nd=5\r\n--b\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=9\r\n--b--\r\n";
    assert.equal(masked('multipart/mixed;boundary="b"', body), body.replace("Signal=9", "Signal=*"));
  });

  test("are hidden where lines end with a bare line feed", () => {
    assert.equal(
      maskDigits("INFO sip:a SIP/2.0\nContent-Type: application/dtmf-relay\n\nSignal=5\n"),
      "INFO sip:a SIP/2.0\nContent-Type: application/dtmf-relay\n\nSignal=*\n",
    );
  });

  test("other messages, other bodies and every header stay as they are", () => {
    for (const raw of [
      info("application/sdp", "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nd=5\r\n"),
      info("text/plain", "Signal=5"),
      "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n",
      "",
      "not SIP at all",
    ])
      assert.equal(maskDigits(raw), raw);
    assert.match(maskDigits(info("application/dtmf", "7")), /Call-ID: 4711\r\nCSeq: 5 INFO/);
  });

  test("the message keeps its length whatever it holds, so offsets and Content-Length stay true", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("application/dtmf-relay", "application/dtmf", "audio/telephone-event", "application/kpml-response+xml"),
        fc.string({ maxLength: 60 }),
        (type, body) => {
          assert.equal(maskDigits(info(type, body)).length, info(type, body).length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no digit after Signal= survives, however it is written", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-D*#]{1,20}$/),
        fc.constantFrom("Signal=", "signal = ", "SIGNAL:", " Signal="),
        (digits, name) => {
          assert.doesNotMatch(masked("application/dtmf-relay", `${name}${digits}\r\n`).slice(name.length), /[0-9]/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
