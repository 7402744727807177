import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSdp } from "./parse-sdp.ts";
import type { Sdp, SdpMedia } from "./sdp.ts";

function sdp(...lines: string[]): Sdp {
  const result = parseSdp(lines.map((line) => `${line}\r\n`).join(""));
  assert.ok(result.ok);
  return result.value;
}

const SESSION = ["v=0", "o=lena 5501 5502 IN IP4 198.51.100.7", "s=rehearsal", "c=IN IP4 198.51.100.7", "t=0 0"];
const media = (...lines: string[]): SdpMedia => sdp(...SESSION, ...lines).media[0]!;

test("an offer of audio is read whole", () => {
  const offer = sdp(
    ...SESSION,
    "b=AS:64",
    "m=audio 30120 RTP/AVP 8 96 101",
    "b=TIAS:50000",
    "a=rtpmap:96 opus/48000/2",
    "a=fmtp:96 useinbandfec=1; stereo=0",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ptime:20",
    "a=sendonly",
    "a=mid:0",
  );
  assert.deepEqual(offer, {
    origin: { username: "lena", sessionId: "5501", sessionVersion: "5502", address: "198.51.100.7" },
    sessionName: "rehearsal",
    connection: "198.51.100.7",
    time: "0 0",
    direction: "sendrecv",
    bandwidth: { AS: 64 },
    media: [
      {
        kind: "audio",
        port: 30120,
        portCount: 1,
        transport: "RTP/AVP",
        formats: ["8", "96", "101"],
        address: "198.51.100.7",
        direction: "sendonly",
        codecs: [
          { payloadType: 8, name: "PCMA", clockRate: 8000, channels: 1, fmtp: "" },
          { payloadType: 96, name: "opus", clockRate: 48000, channels: 2, fmtp: "useinbandfec=1; stereo=0" },
          { payloadType: 101, name: "telephone-event", clockRate: 8000, channels: 1, fmtp: "0-16" },
        ],
        ptimeMs: 20,
        rtcpPort: 30121,
        rtcpAddress: "198.51.100.7",
        rtcpMux: false,
        ice: { ufrag: false, candidates: 0 },
        fingerprint: null,
        setup: "",
        crypto: [],
        ssrcs: [],
        bandwidth: { TIAS: 50000 },
        mid: "0",
      },
    ],
  });
});

test("the static payload types of RFC 3551 need no rtpmap, and an rtpmap wins over them", () => {
  const names = media("m=audio 4000 RTP/AVP 0 3 4 8 9 13 15 18 34 77").codecs.map(({ name, clockRate }) => `${name}/${clockRate}`);
  assert.deepEqual(names, [
    "PCMU/8000",
    "GSM/8000",
    "G723/8000",
    "PCMA/8000",
    "G722/8000",
    "CN/8000",
    "G728/8000",
    "G729/8000",
    "H263/90000",
    "/0",
  ]);
  assert.equal(media("m=audio 4000 RTP/AVP 0", "a=rtpmap:0 speex/16000").codecs[0]!.name, "speex");
});

test("address and direction fall back from the media to the session", () => {
  const both = sdp(...SESSION, "a=sendonly", "m=audio 1000 RTP/AVP 0", "m=video 2000 RTP/AVP 31", "c=IN IP4 203.0.113.9", "a=recvonly");
  assert.deepEqual(
    both.media.map(({ address, direction }) => [address, direction]),
    [
      ["198.51.100.7", "sendonly"],
      ["203.0.113.9", "recvonly"],
    ],
  );
  assert.deepEqual([both.connection, both.direction], ["198.51.100.7", "sendonly"]);
});

test("a session without a connection line leaves the address to the media", () => {
  const both = sdp(
    "v=0",
    "o=- 1 1 IN IP4 host.example",
    "s=",
    "m=audio 22 RTP/AVP 0",
    "c=IN IP4 192.0.2.1",
    "m=video 24 RTP/AVP 31",
    "c=IN IP6 2001:db8::1",
  );
  assert.deepEqual([both.connection, both.media.map(({ address }) => address)], ["", ["192.0.2.1", "2001:db8::1"]]);
});

test("multicast addresses come without time to live and count", () => {
  assert.equal(media("m=video 4000/2 RTP/AVP 31", "c=IN IP4 233.252.0.1/127/3").address, "233.252.0.1");
  assert.equal(media("m=video 4000/2 RTP/AVP 31").portCount, 2);
});

test("port 0 is kept: the media was rejected", () => {
  const rejected = media("m=audio 0 RTP/AVP 0");
  assert.deepEqual([rejected.port, rejected.rtcpPort], [0, 0]);
});

test("RTCP goes to the next port, to where a=rtcp says, or to the media's own port with rtcp-mux", () => {
  const ends = ({ rtcpAddress, rtcpPort }: SdpMedia): string => `${rtcpAddress}:${rtcpPort}`;
  assert.equal(ends(media("m=audio 4000 RTP/AVP 0")), "198.51.100.7:4001");
  assert.equal(ends(media("m=audio 4000 RTP/AVP 0", "a=rtcp:53020")), "198.51.100.7:53020");
  assert.equal(ends(media("m=audio 4000 RTP/AVP 0", "a=rtcp:53020 IN IP6 2001:db8::2")), "2001:db8::2:53020");
  assert.equal(ends(media("m=audio 4000 RTP/AVP 0", "a=rtcp:4001", "a=rtcp-mux")), "198.51.100.7:4000");
  assert.equal(media("m=audio 4000 RTP/AVP 0", "a=rtcp-mux").rtcpMux, true);
});

test("keys of SDES are noted by suite and never kept", () => {
  const secure = media(
    "m=audio 4000 RTP/SAVP 0",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20",
    "a=crypto:2 AEAD_AES_256_GCM inline:x",
  );
  assert.deepEqual(secure.crypto, [
    { tag: 1, suite: "AES_CM_128_HMAC_SHA1_80" },
    { tag: 2, suite: "AEAD_AES_256_GCM" },
  ]);
  assert.ok(!JSON.stringify(secure).includes("WVNf"));
});

test("WebRTC: fingerprint, setup, ICE and sources, at the media or the session", () => {
  const lines = ["a=ice-ufrag:F7gI", "a=fingerprint:SHA-256 AB:CD", "a=setup:ACTPASS"];
  const tail = [
    "a=candidate:1 1 UDP 2130706431 192.0.2.3 4000 typ host",
    "a=candidate:2 1 TCP 1 192.0.2.3 9 typ host",
    "a=ssrc:314159 cname:x",
    "a=ssrc:314159 msid:y",
    "a=ssrc:4294967295 cname:z",
    "a=ssrc:4294967296 cname:no",
  ];
  for (const value of [
    media("m=audio 9 UDP/TLS/RTP/SAVPF 111", ...lines, ...tail),
    sdp(...SESSION, ...lines, "m=audio 9 UDP/TLS/RTP/SAVPF 111", ...tail).media[0]!,
  ]) {
    assert.deepEqual(
      [value.ice, value.fingerprint, value.setup, value.ssrcs],
      [{ ufrag: true, candidates: 2 }, { hash: "sha-256", value: "AB:CD" }, "actpass", [314159, 4294967295]],
    );
    assert.equal(value.codecs[0]!.payloadType, 111);
  }
});

test("media that are not RTP have formats and no codecs", () => {
  const fax = media("m=image 4000 udptl t38", "a=T38FaxVersion:0");
  assert.deepEqual([fax.kind, fax.transport, fax.formats, fax.codecs], ["image", "udptl", ["t38"], []]);
  assert.deepEqual(media("m=application 9 UDP/DTLS/SCTP webrtc-datachannel").codecs, []);
});

test("bare line feeds, blank lines, unknown lines and lines in odd places are tolerated", () => {
  const result = parseSdp(
    "v=0\no=- 1 2 IN IP6 2001:db8::20\n\nz=what\nnonsense\nc=IN IP6 2001:db8::20\nt=0 0\nm=audio 6100 RTP/AVP 3\nm=broken\nm =video 1 RTP/AVP 2\na=rtpmap:bad\na=\na=:\ns=late",
  );
  assert.ok(result.ok);
  assert.deepEqual([result.value.media.length, result.value.media[0]!.address, result.value.sessionName], [1, "2001:db8::20", "late"]);
});

test("what is no session description is refused", () => {
  for (const text of ["", "\r\n", "hello", "<xml/>", "a=b\r\nc=d"])
    assert.deepEqual(parseSdp(text), { ok: false, reason: "sdp_malformed", at: 0 }, text);
});

test("any lines are parsed or refused, and ports stay ports", () => {
  const piece = fc.constantFrom(
    "m=audio",
    "m=",
    "v=0",
    "c=IN IP4",
    "a=",
    "rtpmap:",
    "fmtp:",
    "rtcp:",
    "ssrc:",
    "crypto:",
    "candidate:",
    "b=AS:",
    "o=",
    "RTP/AVP",
    "/",
    " ",
    "\n",
    "\r\n",
    "0",
    "7",
    "65535",
    "99999999999999",
    "-1",
    "127",
    "x",
    "\0",
    "\xff",
    ":",
    "ptime:",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const result = parseSdp(pieces.join(""));
      if (!result.ok) return;
      for (const value of result.value.media) {
        assert.ok(value.port >= 0 && value.port <= 65535 && value.rtcpPort >= 0 && value.rtcpPort <= 65535);
        assert.ok(value.codecs.every(({ payloadType, clockRate }) => payloadType <= 127 && Number.isSafeInteger(clockRate)));
        assert.ok(Number.isFinite(value.ptimeMs) && Object.values(value.bandwidth).every(Number.isSafeInteger));
      }
    }),
    { numRuns: 3000 },
  );
});

test("hostile lengths do not make it slow", () => {
  for (const unit of ["m=audio 1 RTP/AVP 0\n", "a=", "a=rtpmap:1 ", "m=audio 1 RTP/AVP ", "0 ", "/", " ", "\n", "a=ssrc:1\n", "c="]) {
    for (const head of ["v=0\n", "v=0\nm=audio 1 RTP/AVP 0\na=rtpmap:0 x", "v=0\nm=audio 1 RTP/AVP "]) {
      const before = process.cpuUsage();
      parseSdp(head + unit.repeat(180_000 / unit.length));
      assert.ok(process.cpuUsage(before).user / 1000 < 1000, JSON.stringify(unit));
    }
  }
});
