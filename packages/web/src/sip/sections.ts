// What a message says beneath its letters, as tables: session description, ISUP, signed identity, parts of a multipart body, RTCP, JSON records.
import { bodyParts, decodeIsup, decodeRtcpJson, headersOf, parseIdentity, parseSdp, parseSip } from "@sipglass/decode";
import type { BodyPart, PassportToken, RtcpReport, Sdp, SdpMedia } from "@sipglass/decode";
import type { SipMessage } from "@sipglass/model";
import type { MessageJson } from "../api/shapes.ts";
import { ATTEST_WORDS, SECTION_WORDS as WORDS } from "../words/message.ts";
import { spokenDuration } from "../words/duration.ts";
import { bytesOf } from "./bytes.ts";

export interface Section {
  title: string;
  rows: [name: string, value: string][];
  /** Shown as it is, below the rows. */
  text?: string;
  /** What is wrong with it; "" = nothing. */
  fault?: string;
}

const [SIP, RTCP] = [1, 5] as const;

export function sectionsOf(message: Pick<MessageJson, "type" | "raw" | "time">): Section[] {
  if (message.type !== SIP) return recordSections(message);
  const parsed = parseSip(message.raw);
  if (!parsed.ok) return [];
  const identities = headersOf(parsed.value, "identity").map((value) =>
    identitySection(parseIdentity(value), Date.parse(message.time) / 1000),
  );
  return [...identities, ...bodySections(parsed.value, message.raw)];
}

function bodySections(sip: SipMessage, raw: string): Section[] {
  const parts = sip.bodyAt < sip.endAt ? bodyParts(sip) : [];
  const many = parts.length > 1;
  return parts.flatMap((part, index) => {
    const made = partSections(part, raw);
    if (made.length > 0) return made;
    return many ? [{ title: WORDS.part(index + 1, part.contentType), rows: [], text: part.text.trim() }] : [];
  });
}

function partSections({ contentType, text }: BodyPart, raw: string): Section[] {
  const type = contentType.toLowerCase();
  if (type.startsWith("application/sdp")) {
    const sdp = parseSdp(text);
    return sdp.ok ? sdpSections(sdp.value) : [{ title: WORDS.sdp, rows: [], fault: WORDS.unreadable }];
  }
  if (type.startsWith("application/isup")) return [isupSection(text, raw)];
  if (/^[\w.+/-]*json/.test(type)) return jsonSection(contentType, text);
  return [];
}

function sdpSections({ origin, connection, media }: Sdp): Section[] {
  const session: Section = {
    title: WORDS.sdp,
    rows: rowsOf([
      [WORDS.origin, [origin.username, origin.address].filter((each) => each !== "-" && each !== "").join(" at ")],
      [WORDS.version, `${origin.sessionId}, ${WORDS.versionOf(origin.sessionVersion)}`],
      [WORDS.connection, connection],
    ]),
  };
  return [session, ...media.map(mediaSection)];
}

function mediaSection(media: SdpMedia): Section {
  const { kind, port, address, transport, direction, codecs, formats, ptimeMs, rtcpMux, rtcpPort, ice, fingerprint, setup, crypto, bandwidth, mid } = media;
  const codec = ({ payloadType, name, clockRate, channels, fmtp }: SdpMedia["codecs"][number]): [string, string] => [
    String(payloadType),
    `${name || WORDS.unknown}${clockRate > 0 ? ` ${clockRate / 1000} kHz` : ""}${channels > 1 ? `, ${channels} ${WORDS.channels}` : ""}${fmtp === "" ? "" : `  ${fmtp}`}`,
  ];
  return {
    title: port === 0 ? WORDS.refused(kind) : kind,
    rows: rowsOf([
      [WORDS.wanted, port === 0 ? "" : `${address}:${port}`],
      [WORDS.profile, transport],
      [WORDS.direction, `${direction}${direction === "sendrecv" ? "" : ` (${WORDS.directions[direction]})`}`],
      ...(codecs.length > 0 ? codecs.map(codec) : [[WORDS.formats, formats.join(" ")] as [string, string]]),
      [WORDS.ptime, ptimeMs > 0 ? `${ptimeMs} ms` : ""],
      ["RTCP", rtcpMux ? WORDS.mux : port > 0 ? String(rtcpPort) : ""],
      ["ICE", ice.ufrag || ice.candidates > 0 ? WORDS.candidates(ice.candidates) : ""],
      ["DTLS", fingerprint ? `${fingerprint.hash}${setup === "" ? "" : `, ${setup}`}` : ""],
      ["SDES", crypto.map(({ suite }) => suite).join(", ")],
      [WORDS.bandwidth, Object.entries(bandwidth).map(([type, value]) => `${type} ${value}`).join(", ")],
      ["mid", mid],
    ]),
  };
}

function isupSection(text: string, raw: string): Section {
  const isup = decodeIsup(latin1Bytes(text, raw));
  if (!isup) return { title: "ISUP", rows: [], fault: WORDS.unreadable };
  return { title: `ISUP ${isup.type}: ${isup.title}`, rows: isup.parameters.map(({ name, value }) => [name, value]) };
}

/** Text that came through as Latin-1 has a character a byte; text that was valid UTF-8 is made bytes again. */
const latin1Bytes = (text: string, raw: string): Uint8Array => {
  const bytes = bytesOf(raw);
  const isLatin1 = bytes.length === raw.length;
  return isLatin1 ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : new TextEncoder().encode(text);
};

const text = (value: unknown): string => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));

function identitySection({ header, claims, compact, broken, parameters, signature }: PassportToken, atS: number): Section {
  const issued = claims?.["iat"];
  const attest = text(claims?.["attest"]);
  return {
    title: WORDS.identity,
    fault: broken === "" ? "" : WORDS.brokenToken(broken),
    rows: rowsOf([
      [WORDS.attest, attest === "" ? "" : `${attest}: ${ATTEST_WORDS[attest] ?? WORDS.unknown}`],
      [WORDS.caller, text(inside(claims?.["orig"])?.["tn"] ?? inside(claims?.["orig"])?.["uri"])],
      [WORDS.called, texts(inside(claims?.["dest"])?.["tn"] ?? inside(claims?.["dest"])?.["uri"])],
      [WORDS.issued, typeof issued === "number" ? issuedText(issued, atS) : ""],
      [WORDS.originId, text(claims?.["origid"])],
      [
        WORDS.algorithm,
        [text(header?.["alg"]) || parameters["alg"], text(header?.["ppt"]) || parameters["ppt"]].filter(Boolean).join(", "),
      ],
      [WORDS.certificate, text(header?.["x5u"]) || (parameters["info"] ?? "")],
      [WORDS.form, compact ? WORDS.compact : ""],
      [WORDS.signature, signature === "" ? "" : WORDS.notVerified(signature.length)],
    ]),
    ...(header && claims ? { text: `${JSON.stringify(header, null, 2)}\n${JSON.stringify(claims, null, 2)}` } : {}),
  };
}

/** A token older than a minute is stale to those who verify (RFC 8224 §6.2.2, ATIS-1000074). */
const FRESH_S = 60;

function issuedText(issued: number, atS: number): string {
  const age = atS - issued;
  const when = new Date(issued * 1000);
  const clock = Number.isNaN(when.getTime()) ? String(issued) : when.toISOString().replace(".000", "");
  const old = spokenDuration(Math.abs(age));
  return `${clock}, ${age < 0 ? WORDS.ahead(old) : WORDS.age(old)}${Math.abs(age) > FRESH_S ? ` (${WORDS.stale})` : ""}`;
}

const inside = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
const texts = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(", ") : text(value));

/** Payloads that are no SIP: RTCP in its units, other JSON with one value a line. */
function recordSections({ type, raw }: Pick<MessageJson, "type" | "raw">): Section[] {
  if (type === RTCP) {
    const reports = decodeRtcpJson(raw);
    if (reports.ok) return reports.value.flatMap(rtcpSections);
  }
  return raw.trimStart().startsWith("{") ? jsonSection(WORDS.record, raw) : [];
}

const ssrc = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, "0")}`;
/** LSR and DLSR count in 1/65536 s (RFC 3550 §6.4.1). */
const dlsrMs = (value: number): string => `${((value / 65_536) * 1000).toFixed(1)} ms`;

function rtcpSections({ kind, ssrc: from, sender, blocks, xr, cname, reason }: RtcpReport): Section[] {
  const head: Section = {
    title: `${kind}: ${WORDS.rtcpKinds[kind]}`,
    rows: rowsOf([
      [WORDS.sentBy, from === 0 ? "" : ssrc(from)],
      ["CNAME", cname ?? ""],
      [WORDS.byeReason, reason ?? ""],
      [WORDS.sentPackets, sender ? `${sender.packets}, ${sender.octets} ${WORDS.bytes}` : ""],
      [WORDS.ntp, sender?.ntpUs ? new Date(sender.ntpUs / 1000).toISOString() : ""],
    ]),
  };
  const about = blocks.map((block): Section => ({
    title: WORDS.reportOn(ssrc(block.sourceSsrc)),
    rows: [
      [WORDS.fraction, `${((block.fractionLost / 256) * 100).toFixed(1)} % (${block.fractionLost}/256)`],
      [WORDS.lost, String(block.cumulativeLost)],
      [WORDS.sequence, `${block.highestSequence & 0xffff}${block.highestSequence > 0xffff ? `, ${Math.floor(block.highestSequence / 0x10000)} ${WORDS.cycles}` : ""}`],
      [WORDS.jitter, `${block.jitterTicks} ${WORDS.ticks}`],
      [WORDS.lastReport, block.lsr === 0 ? WORDS.none : `${dlsrMs(block.dlsr)} ${WORDS.before}`],
    ],
  }));
  const voip = (xr?.voip ?? []).map((metrics): Section => ({
    title: WORDS.xr(ssrc(metrics.sourceSsrc)),
    rows: Object.entries(metrics).flatMap(([name, value]): [string, string][] =>
      name === "sourceSsrc" || value === null ? [] : [[name, String(value)]],
    ),
  }));
  return [head, ...about, ...voip];
}

function jsonSection(title: string, raw: string): Section[] {
  try {
    const value: unknown = JSON.parse(raw);
    return [{ title, rows: flat(value, "").slice(0, MOST_ROWS) }];
  } catch {
    return [];
  }
}

const MOST_ROWS = 300;

/** {a: {b: 1}} → [["a.b", "1"]]. */
function flat(value: unknown, name: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, each]) => flat(each, name === "" ? key : `${name}.${key}`));
}

const rowsOf = (rows: readonly [string, string][]): [string, string][] => rows.filter(([, value]) => value !== "");
