// Exports under other names: not one name, number, address or identifier of the call is in any byte of any format, and what is said of the
// call stays.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openCapture, qualityOf } from "@sipglass/analyse";
import { encodeHep3, encodeRtcp, parseSip, readCapture } from "@sipglass/decode";
import { callToJson, emptyCall, PAYLOAD_TYPE, qualityToJson, type Packet } from "@sipglass/model";
import fc from "fast-check";
import { EXPORT_FORMATS, EXPORT_PARTS, exportCalls, type ExportFormat, type ExportSource } from "../export.ts";
import type { ArchivedPacket } from "../export-capture.ts";
import { anonymousMessage } from "./message.ts";
import { anonymousPackets } from "./packets.ts";
import { createPseudonyms } from "./pseudonyms.ts";

const TIME_US = Date.UTC(2026, 10, 20, 10) * 1000;

interface Secrets {
  number: string;
  callee: string;
  user: string;
  display: string;
  host: string;
  privateIp: string;
  publicIp: string;
  v6: string;
  callId: string;
  tag: string;
  branch: string;
  secret: string;
}

const SECRETS: Secrets = {
  number: "493012345678",
  callee: "4989765432",
  user: "lovelace",
  display: "Augusta King",
  host: "analytical.example",
  privateIp: "10.11.12.13",
  publicIp: "203.0.113.77",
  v6: "2001:db8:77::5",
  callId: "a84b4c76e66710",
  tag: "k1928301774",
  branch: "776asdhds",
  secret: "dcd98b7102dd2f0e8b11",
};

const jwt = (s: Secrets): string =>
  [
    { alg: "ES256", x5u: `https://${s.host}/c.pem` },
    { attest: "A", orig: { tn: s.number }, dest: { tn: [s.callee] }, iat: 1_443_208_345, origid: s.secret },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".") + `.${s.secret}`;

function sdp(s: Secrets): string {
  return [
    "v=0",
    `o=${s.user} 2890844526 2890844527 IN IP4 ${s.privateIp}`,
    `s=${s.display}`,
    `c=IN IP4 ${s.publicIp}`,
    "t=0 0",
    "m=audio 49172 RTP/AVP 8 101",
    "a=rtpmap:8 PCMA/8000",
    `a=candidate:1 1 UDP 2130706431 ${s.privateIp} 8998 typ srflx raddr ${s.publicIp} rport 9`,
    `a=rtcp:49173 IN IP6 ${s.v6}`,
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${s.secret}|2^20|1:4`,
    `a=ssrc:77 cname:${s.user}@${s.host}`,
    `a=ice-pwd:${s.secret}`,
    "a=sendrecv",
    "",
  ].join("\r\n");
}

function message(s: Secrets, start: string, cseq: string, body = "", type = "application/sdp"): string {
  return [
    start,
    `Via: SIP/2.0/UDP ${s.privateIp}:5060;branch=z9hG4bK${s.branch};received=${s.publicIp};rport=5060`,
    `From: "${s.display}" <sip:${s.user}@${s.host}>;tag=${s.tag}`,
    `To: <sip:+${s.callee}@${s.host};user=phone>`,
    `Call-ID: ${s.callId}@${s.publicIp}`,
    `CSeq: ${cseq}`,
    `Contact: <sip:${s.user}@${s.privateIp}:5060;transport=udp>`,
    `Record-Route: <sip:${s.publicIp};lr;ftag=${s.tag}>, <sip:proxy.${s.host};lr>`,
    `P-Asserted-Identity: "${s.display}" <sip:+${s.number}@${s.host}>, <tel:+${s.number}>`,
    `Diversion: <sip:0${s.number.slice(2)}@${s.host}>;reason=user-busy`,
    `Remote-Party-ID: ${s.display} <sip:${s.number}@${s.publicIp}>;party=calling`,
    `Authorization: Digest username="${s.user}", realm="${s.host}", nonce="${s.secret}", uri="sip:${s.host}", response="${s.secret}", algorithm=MD5`,
    `Identity: ${jwt(s)};info=<https://${s.host}/c.pem>;alg=ES256;ppt=shaken`,
    `Refer-To: <sip:${s.user}@${s.host}?Replaces=${s.callId}%40${s.publicIp}%3Bfrom-tag%3D${s.tag}>`,
    `X-Account: ${s.user}`,
    `X-Number: +${s.number}`,
    `Subject: ${s.display}`,
    `Warning: 399 ${s.host} "no route to ${s.callee} from ${s.user}"`,
    ...(body === "" ? [] : [`Content-Type: ${type}`]),
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

const packetsOf = (s: Secrets): Packet[] => {
  const packet = (payload: string | Uint8Array, index: number, change: Partial<Packet> = {}): Packet => ({
    version: 3,
    ipVersion: 4,
    ipProtocol: 17,
    src: s.privateIp,
    srcPort: 5060,
    dst: s.publicIp,
    dstPort: 5060,
    timeUs: TIME_US + index * 1000,
    payloadType: PAYLOAD_TYPE.SIP,
    agentId: 7,
    agentName: s.host,
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload: typeof payload === "string" ? Buffer.from(payload, "utf8") : payload,
    ...change,
  });
  const back = { src: s.publicIp, dst: s.privateIp };
  const of = { payloadType: PAYLOAD_TYPE.RTCP_JSON, correlationId: `${s.callId}@${s.publicIp}`, srcPort: 49173, dstPort: 49173 };
  const cname = encodeRtcp({
    kind: "RR",
    ssrc: 5,
    blocks: [{ sourceSsrc: 77, fractionLost: 3, cumulativeLost: 9, highestSequence: 100, jitterTicks: 80, lsr: 0, dlsr: 0 }],
    cname: `${s.user}@${s.privateIp}`,
  });
  return [
    packet(message(s, `INVITE sip:+${s.callee}@${s.publicIp};user=phone SIP/2.0`, "1 INVITE", sdp(s)), 0),
    packet(message(s, "SIP/2.0 183 Session Progress", "1 INVITE"), 1, back),
    packet(message(s, `SIP/2.0 503 No route for ${s.callee}`, "1 INVITE"), 2, {
      ...back,
      extra: { srcMac: "02:aa:bb:cc:dd:ee", groupId: s.user },
    }),
    packet(message(s, `ACK sip:+${s.callee}@${s.publicIp} SIP/2.0`, "1 ACK"), 3),
    packet(message(s, `MESSAGE sip:+${s.callee}@${s.publicIp} SIP/2.0`, "2 MESSAGE", `I am ${s.display} of ${s.host}`, "text/plain"), 4),
    packet(message(s, `INVITE sip:[${s.v6}]:5060 SIP/2.0`, "3 INVITE", sdp(s)), 5, { ipVersion: 6, src: s.v6, dst: "2001:db8:77::6" }),
    packet(
      JSON.stringify({
        sender_information: { packets: 1, octets: 1, ntp_timestamp_sec: 1, ntp_timestamp_usec: 1, rtp_timestamp: 1 },
        ssrc: 5,
        type: 200,
        report_count: 0,
        report_blocks: [],
        sdes_information: [{ type: 1, text: `${s.user}@${s.host}` }],
      }),
      6,
      of,
    ),
    packet(cname, 7, of),
    packet(`CORRELATION_ID=${s.callId}@${s.publicIp}, RTP_SIP_CALL_ID=${s.callId}, SRC=${s.privateIp}, LOST=3`, 8, {
      ...of,
      payloadType: PAYLOAD_TYPE.RTP_REPORT,
    }),
    packet(`2026-11-20 10:00:00 <${s.callId}> ${s.user}@${s.host} calls +${s.callee} via ${s.publicIp} (${s.display})`, 9, {
      ...of,
      payloadType: PAYLOAD_TYPE.LOG,
    }),
  ];
};

function archived(packet: Packet, sequence: number): ArchivedPacket {
  const frame = encodeHep3(packet);
  assert.ok(frame instanceof Uint8Array);
  return {
    writer: "c1-1-0.call",
    sequence,
    receivedUs: packet.timeUs,
    eventUs: packet.timeUs,
    peer: "198.51.100.9:9060/udp",
    quarantined: false,
    frame,
  };
}

const sourceOf = (s: Secrets): ExportSource => ({
  legs: [
    { call: { ...emptyCall("c1", `${s.callId}@${s.publicIp}`), caller: s.display, tenants: [s.host], externalId: s.number }, messages: [] },
  ],
  links: [],
  packets: packetsOf(s).map(archived),
  parts: new Set(EXPORT_PARTS),
  name: s.callId,
  hideDigits: false,
  hideNumbers: false,
  isAnonymous: true,
  madeAtUs: TIME_US,
  alias: () => s.host,
  present: callToJson,
  qualityOf: (leg) => ({ mos: null, loss_pct: null, jitter_ms: null, rtt_ms: null, ...qualityToJson(qualityOf(leg)) }),
});

/** What must not be read: as text in any letters, and addresses as the bytes of a packet. */
function assertSilent(s: Secrets, body: Buffer, what: string): void {
  const text = body.toString("latin1").toLowerCase();
  const tokens = [...body.toString("latin1").matchAll(/[\w-]{20,}/g)]
    .map(([token]) => Buffer.from(token, "base64url").toString("latin1").toLowerCase())
    .join("\n");
  for (const [name, secret] of Object.entries(s).flatMap(([name, value]: [string, string]) =>
    [name === "display" ? value.split(" ") : [value]].flat().map((part) => [name, part] as const),
  )) {
    assert.ok(!text.includes(secret.toLowerCase()), `${what}: ${name} ${secret}\n${text}`);
    assert.ok(!tokens.includes(secret.toLowerCase()), `${what}: ${name} ${secret} in a token`);
  }
  for (const ip of [s.privateIp, s.publicIp]) assert.ok(!body.includes(Buffer.from(ip.split(".").map(Number))), `${what}: bytes of ${ip}`);
  assert.ok(!body.includes(Buffer.from([0x20, 0x01, 0x0d, 0xb8])), `${what}: bytes of the IPv6 address`);
}

const bodyOf = (format: ExportFormat, s: Secrets): Buffer => {
  const { body, name } = exportCalls(format, sourceOf(s));
  assertSilent(s, Buffer.from(name), `${format}, its name`);
  return Buffer.from(body);
};

describe("an anonymous export", () => {
  for (const format of EXPORT_FORMATS)
    test(`as ${format} has no name, number, address or identifier of the call`, () =>
      assertSilent(SECRETS, bodyOf(format, SECRETS), format));

  test("has none of any call in any format", () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
    const word = (least: number) =>
      fc
        .stringMatching(new RegExp(`^[g-z][a-z0-9]{${least},11}$`))
        .filter((text) => !/^(?:session|progress|invite|message|anonymous|sipglass|sendrecv)$/.test(text));
    const octet = fc.integer({ min: 1, max: 254 });
    const secrets = fc
      .record({
        number: digits(11),
        callee: digits(10),
        user: word(7),
        display: fc.tuple(word(6), word(6)).map(([a, b]) => `${a} ${b}`),
        host: word(7).map((name) => `${name}.test`),
        privateIp: fc.tuple(octet, octet).map(([a, b]) => `192.168.${a}.${b}`),
        publicIp: fc.tuple(octet, octet, octet).map(([a, b, c]) => `85.${a}.${b}.${c}`),
        v6: fc.integer({ min: 0x1000, max: 0xffff }).map((part) => `2001:db8:77::${part.toString(16)}`),
        callId: word(9),
        tag: word(8),
        branch: word(8),
        secret: fc.stringMatching(/^[0-9a-f]{20}$/),
      })
      .filter((each) => new Set(Object.values(each).join(" ").split(/[ .]/)).size > 10);
    fc.assert(
      fc.property(secrets, fc.constantFrom(...EXPORT_FORMATS), (s, format) => assertSilent(s, bodyOf(format, s), format)),
      { numRuns: 120 },
    );
  });

  test("still tells the same of the call, and the same name is the same one everywhere", () => {
    const renamed = anonymousPackets(packetsOf(SECRETS));
    const opened = openCapture(
      Buffer.concat(
        renamed.flatMap((packet) => {
          const frame = encodeHep3(packet);
          return frame instanceof Uint8Array ? [frame] : [];
        }),
      ),
    );
    const original = openCapture(
      Buffer.concat(
        packetsOf(SECRETS).flatMap((packet) => {
          const frame = encodeHep3(packet);
          return frame instanceof Uint8Array ? [frame] : [];
        }),
      ),
    );
    const facts = ({ calls }: typeof opened) =>
      calls.map(({ state, statusCode, messages, codecs, callId, fromUser, toUser }) => [
        state,
        statusCode,
        messages,
        codecs,
        callId.length,
        fromUser.length,
        toUser.length,
      ]);
    // An address that is no address of an installation may be of another length.
    assert.deepEqual(
      facts(opened).map((row) => row.toSpliced(4, 1)),
      facts(original).map((row) => row.toSpliced(4, 1)),
    );
    const [invite, , , , , , , , , log] = renamed.map(({ payload }) => Buffer.from(payload).toString("latin1"));
    const [, user = "", host = ""] = /From: .*<sip:(\w+)@([\w.]+)>/.exec(invite ?? "") ?? [];
    assert.match(invite ?? "", new RegExp(`Contact: <sip:${user}@10\\.`));
    assert.match(invite ?? "", new RegExp(`username="${user}", realm="${host.replaceAll(".", "\\.")}"`));
    assert.match(log ?? "", new RegExp(`${user}@${host.replaceAll(".", "\\.")} calls`));
    assert.ok((invite ?? "").includes(`c=IN IP4 ${renamed[0]?.dst}`), "the address in SDP is that of the packet");
  });

  test("says how long its bodies are, and keeps a length that was wrong as wrong", () => {
    for (const packet of anonymousPackets(packetsOf(SECRETS)).filter(({ payloadType }) => payloadType === PAYLOAD_TYPE.SIP)) {
      const text = Buffer.from(packet.payload).toString("latin1");
      assert.equal(Number(/Content-Length: (\d+)/.exec(text)?.[1]), text.length - text.indexOf("\r\n\r\n") - 4, text);
      assert.ok(parseSip(text).ok);
    }
    const names = createPseudonyms([]);
    assert.match(
      anonymousMessage("INFO sip:a@b SIP/2.0\r\nContent-Length: 50\r\nContent-Type: text/plain\r\n\r\nshort", names),
      /^INFO sip:\w@\w SIP\/2\.0\r\nContent-Length: (?!50)\d+\r\nContent-Type: text\/plain\r\n\r\n5 bytes/,
    );
  });

  test("as pcapng and pcap is read back with its RTCP as RTCP", () => {
    for (const format of ["pcap", "pcapng"] as const) {
      const { packets } = readCapture(bodyOf(format, SECRETS));
      assert.deepEqual(packets.filter(({ payloadType }) => payloadType === PAYLOAD_TYPE.RTCP_JSON).length, 2);
      assert.ok(packets.every(({ src }) => /^(?:10\.|240\.|100::)/.test(src)));
    }
  });

  test("two exports of one call have no name in common", () => {
    const [one, other] = [0, 1].map(() => bodyOf("text", SECRETS).toString("latin1"));
    assert.notEqual(/Call-ID: (.*)/.exec(one ?? "")?.[1], /Call-ID: (.*)/.exec(other ?? "")?.[1]);
  });
});

describe("pseudonyms", () => {
  test("numbers that end alike still end alike, and no two become one", () => {
    const names = createPseudonyms([]);
    const [whole, national] = [names.digits("+493012345678"), names.digits("03012345678")];
    assert.equal(whole.slice(-10), national.slice(-10));
    assert.match(whole, /^\+\d{12}$/);
    assert.match(national, /^0[0-9]{10}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[1-9][0-9]{3}$/), { minLength: 2, maxLength: 200 }), (numbers) =>
        assert.equal(new Set(numbers.map((number) => names.digits(number))).size, numbers.length),
      ),
      { numRuns: 20 },
    );
  });

  test("every character becomes another of its kind", () => {
    const names = createPseudonyms([]);
    fc.assert(
      fc.property(
        fc
          .stringMatching(/^[A-Za-z0-9]{4,40}$/)
          .filter(
            (text) =>
              /[A-Za-z]/.test(text) &&
              !/^(?:anonymous|unavailable|unknown|restricted|invalid|localhost|invite|register|options|mailto|https?|sips|uuid)$/i.test(
                text,
              ),
          ),
        (text) => {
          const made = names.opaque(text);
          assert.equal(
            made.replace(/[A-Z]/g, "A").replace(/[a-z]/g, "a").replace(/\d/g, "0"),
            text.replace(/[A-Z]/g, "A").replace(/[a-z]/g, "a").replace(/\d/g, "0"),
          );
          assert.ok(
            [...made].every((character, i) => character !== text[i]),
            `${text} ${made}`,
          );
          assert.equal(names.opaque(text), made);
        },
      ),
    );
  });

  test("who has no name keeps having none, and nobody's addresses stay", () => {
    const names = createPseudonyms([]);
    assert.deepEqual(
      ["anonymous", "Anonymous"].map((name) => names.user(name)),
      ["anonymous", "Anonymous"],
    );
    assert.deepEqual(
      ["127.0.0.1", "0.0.0.0", "224.0.1.75", "::1", "255.255.255.255"].map((ip) => names.address(ip)),
      ["127.0.0.1", "0.0.0.0", "224.0.1.75", "::1", "255.255.255.255"],
    );
    assert.match(names.address("192.168.1.5"), /^10\./);
    assert.match(names.address("fe80::1"), /^fe80::/);
    assert.equal(names.address("2001:DB8::1"), names.address("2001:db8:0::1"));
  });

  test("a hostile text takes no longer than its length", () => {
    const began = performance.now();
    for (const unit of ["sip:", "<sip:", '"', "1-", "a=", "::", "%", "\r\n ", ";", "a:", "<", "aA1", ","]) {
      const text = unit.repeat(60_000 / unit.length);
      anonymousMessage(
        `INVITE sip:a@b SIP/2.0\r\nX: ${text}\r\nFrom: ${text}\r\nVia: ${text}\r\nAuthorization: ${text}\r\nUser-Agent: ${text}\r\n\r\n${text}`,
        createPseudonyms([]),
      );
    }
    assert.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
  });
});
