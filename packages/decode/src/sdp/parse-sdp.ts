// SDP from text, line by line (RFC 8866). Tolerant: LF or CRLF, unknown lines, wrong order, missing lines. Refused only when there is
// neither a version line nor a media line.
import { decoded, refused, type Decoded } from "@sipglass/model";
import {
  fingerprintOf,
  finishMedia,
  isDirection,
  mediaAttribute,
  startMedia,
  type MediaDraft,
  type SessionDefaults,
} from "./media-lines.ts";
import type { Sdp } from "./sdp.ts";

/** An m= line is followed by at most a few dozen others; more than this is junk. */
const MOST_MEDIA = 256;

export function parseSdp(text: string): Decoded<Sdp> {
  const sdp: Sdp = {
    origin: { username: "", sessionId: "", sessionVersion: "", address: "" },
    sessionName: "",
    connection: "",
    time: "",
    direction: "sendrecv",
    bandwidth: {},
    media: [],
  };
  const defaults: SessionDefaults = { connection: "", direction: "sendrecv", fingerprint: null, setup: "", iceUfrag: false };
  const drafts: MediaDraft[] = [];
  let isSdp = false;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line.charCodeAt(1) !== 61) continue;
    const value = line.slice(2).trim();
    const media = drafts.at(-1);
    const kind = line[0]!;
    if (kind === "v") isSdp = true;
    else if (kind === "m") {
      const draft = drafts.length < MOST_MEDIA ? startMedia(value) : undefined;
      if (draft) drafts.push(draft);
      isSdp ||= draft !== undefined;
    } else if (kind === "o") sdp.origin = originOf(value);
    else if (kind === "s") sdp.sessionName = value;
    else if (kind === "t") sdp.time ||= value;
    else if (kind === "c") setConnection(media, defaults, connectionAddress(value));
    else if (kind === "b") addBandwidth(media?.media.bandwidth ?? sdp.bandwidth, value);
    else if (kind === "a" && media) mediaAttribute(media, value);
    else if (kind === "a") sessionAttribute(defaults, value);
  }
  if (!isSdp) return refused("sdp_malformed");
  sdp.connection = defaults.connection;
  sdp.direction = defaults.direction;
  sdp.media = drafts.map((draft) => finishMedia(draft, defaults));
  return decoded(sdp);
}

function originOf(value: string): Sdp["origin"] {
  const words = value.split(/\s+/);
  return { username: words[0] ?? "", sessionId: words[1] ?? "", sessionVersion: words[2] ?? "", address: words[5] ?? "" };
}

function setConnection(media: MediaDraft | undefined, defaults: SessionDefaults, address: string): void {
  if (!media) defaults.connection ||= address;
  else if (media.media.address === "") media.media.address = address;
}

/** `IN IP4 224.2.1.1/127/3` → the address; TTL and count belong to multicast. */
function connectionAddress(value: string): string {
  return (value.split(/\s+/)[2] ?? "").split("/")[0]!;
}

function addBandwidth(bandwidth: Record<string, number>, value: string): void {
  const match = /^([A-Za-z][\w-]{0,15}):(\d{1,12})/.exec(value);
  if (match) bandwidth[match[1]!] = Number(match[2]);
}

function sessionAttribute(defaults: SessionDefaults, value: string): void {
  const colon = value.indexOf(":");
  const name = (colon < 0 ? value : value.slice(0, colon)).toLowerCase();
  const rest = colon < 0 ? "" : value.slice(colon + 1).trim();
  if (isDirection(name)) defaults.direction = name;
  else if (name === "fingerprint") defaults.fingerprint ??= fingerprintOf(rest);
  else if (name === "setup") defaults.setup = rest.toLowerCase();
  else if (name === "ice-ufrag") defaults.iceUfrag = true;
}
