// One media section of an SDP: its m= line, its attributes, and what it takes from the session level.
import type { SdpCodec, SdpDirection, SdpFingerprint, SdpMedia } from "./sdp.ts";
import { staticCodec } from "./static-codecs.ts";

/** What the session level says for every media that does not say it itself. */
export interface SessionDefaults {
  connection: string;
  direction: SdpDirection;
  fingerprint: SdpFingerprint | null;
  setup: string;
  iceUfrag: boolean;
}

/** A media section while its lines are read. */
export interface MediaDraft {
  media: SdpMedia;
  /** undefined until an attribute says it. */
  direction: SdpDirection | undefined;
  rtpmaps: Map<number, { name: string; clockRate: number; channels: number }>;
  fmtps: Map<number, string>;
}

/** More of these in one section are junk, not media. */
const MOST_FORMATS = 256;
const MOST_SSRCS = 256;

/** undefined when it is no `kind port transport formats`. */
export function startMedia(value: string): MediaDraft | undefined {
  const match = /^([\w-]+)\s+(\d{1,5})(?:\/(\d{1,5}))?\s+(\S+)(.*)$/.exec(value);
  if (!match || Number(match[2]) > 65535) return undefined;
  const media: SdpMedia = {
    kind: match[1]!.toLowerCase(),
    port: Number(match[2]),
    portCount: Number(match[3] ?? 1),
    transport: match[4]!,
    formats: match[5]!.trim() === "" ? [] : match[5]!.trim().split(/\s+/, MOST_FORMATS),
    address: "",
    direction: "sendrecv",
    codecs: [],
    ptimeMs: 0,
    rtcpPort: 0,
    rtcpAddress: "",
    rtcpMux: false,
    ice: { ufrag: false, candidates: 0 },
    fingerprint: null,
    setup: "",
    crypto: [],
    ssrcs: [],
    bandwidth: {},
    mid: "",
  };
  return { media, direction: undefined, rtpmaps: new Map(), fmtps: new Map() };
}

const DIRECTIONS: ReadonlySet<string> = new Set<SdpDirection>(["sendrecv", "sendonly", "recvonly", "inactive"]);
export const isDirection = (text: string): text is SdpDirection => DIRECTIONS.has(text);

/** Takes one a= line of the section; what it does not know it leaves. */
export function mediaAttribute(draft: MediaDraft, value: string): void {
  const { media } = draft;
  const colon = value.indexOf(":");
  const name = (colon < 0 ? value : value.slice(0, colon)).trim().toLowerCase();
  const rest = colon < 0 ? "" : value.slice(colon + 1).trim();
  if (isDirection(name)) draft.direction = name;
  else ATTRIBUTES.get(name)?.(media, rest, draft);
}

const ATTRIBUTES: ReadonlyMap<string, (media: SdpMedia, rest: string, draft: MediaDraft) => void> = new Map([
  ["rtpmap", (_media, rest, draft) => addRtpmap(draft, rest)],
  ["fmtp", (_media, rest, draft) => addFmtp(draft, rest)],
  ["ptime", (media, rest) => void (media.ptimeMs = Number(/^\d{1,5}(?:\.\d{1,3})?/.exec(rest)?.[0] ?? 0))],
  ["rtcp", (media, rest) => addRtcp(media, rest)],
  ["rtcp-mux", (media) => void (media.rtcpMux = true)],
  ["ice-ufrag", (media) => void (media.ice.ufrag = true)],
  ["candidate", (media) => void media.ice.candidates++],
  ["fingerprint", (media, rest) => void (media.fingerprint ??= fingerprintOf(rest))],
  ["setup", (media, rest) => void (media.setup = rest.toLowerCase())],
  ["crypto", (media, rest) => addCrypto(media, rest)],
  ["ssrc", (media, rest) => addSsrc(media, rest)],
  ["mid", (media, rest) => void (media.mid = rest)],
]);

/** `96 opus/48000/2` */
function addRtpmap(draft: MediaDraft, rest: string): void {
  const match = /^(\d{1,3})\s+([^/\s]+)(?:\s*\/\s*(\d{1,9}))?(?:\/(\d{1,3}))?/.exec(rest);
  if (match) draft.rtpmaps.set(Number(match[1]), { name: match[2]!, clockRate: Number(match[3] ?? 0), channels: Number(match[4] ?? 1) });
}

function addFmtp(draft: MediaDraft, rest: string): void {
  const match = /^(\d{1,3})\s+(.*)$/.exec(rest);
  if (match) draft.fmtps.set(Number(match[1]), match[2]!);
}

/** `53020` or `53020 IN IP4 126.16.64.4` (RFC 3605). */
function addRtcp(media: SdpMedia, rest: string): void {
  const words = rest.split(/\s+/);
  const port = Number(words[0]);
  if (Number.isInteger(port) && port > 0 && port <= 65535) media.rtcpPort = port;
  media.rtcpAddress = words[3] ?? "";
}

/** `1 AES_CM_128_HMAC_SHA1_80 inline:…`: the key is left where it is. */
function addCrypto(media: SdpMedia, rest: string): void {
  const match = /^(\d{1,9})\s+(\S+)/.exec(rest);
  if (match && media.crypto.length < MOST_FORMATS) media.crypto.push({ tag: Number(match[1]), suite: match[2]! });
}

function addSsrc(media: SdpMedia, rest: string): void {
  const ssrc = Number(/^\d{1,10}/.exec(rest)?.[0] ?? Number.NaN);
  if (ssrc <= 0xffffffff && media.ssrcs.length < MOST_SSRCS && !media.ssrcs.includes(ssrc)) media.ssrcs.push(ssrc);
}

export function fingerprintOf(value: string): SdpFingerprint | null {
  const [hash, print] = value.split(/\s+/);
  return hash && print ? { hash: hash.toLowerCase(), value: print } : null;
}

/** The section complete: codecs named, fallbacks taken. */
export function finishMedia(draft: MediaDraft, session: SessionDefaults): SdpMedia {
  const { media } = draft;
  media.address ||= session.connection;
  media.direction = draft.direction ?? session.direction;
  media.fingerprint ??= session.fingerprint;
  media.setup ||= session.setup;
  media.ice.ufrag ||= session.iceUfrag;
  media.codecs = /^RTP\/|\/RTP\//i.test(media.transport) ? media.formats.flatMap((format) => codecOf(draft, format)) : [];
  if (media.rtcpMux) media.rtcpPort = media.port;
  else if (media.rtcpPort === 0 && media.port !== 0) media.rtcpPort = Math.min(media.port + 1, 65535);
  media.rtcpAddress ||= media.address;
  return media;
}

function codecOf(draft: MediaDraft, format: string): SdpCodec[] {
  const payloadType = Number(format);
  if (!/^\d{1,3}$/.test(format) || payloadType > 127) return [];
  const known = draft.rtpmaps.get(payloadType) ?? staticCodec(payloadType) ?? { name: "", clockRate: 0, channels: 1 };
  return [{ payloadType, ...known, fmtp: draft.fmtps.get(payloadType) ?? "" }];
}
