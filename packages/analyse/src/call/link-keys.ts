// What a message says that may join its leg to others: ids in headers, other dialogs that it names, numbers beside From and To, and where
// media go. Kept on the call as `kind:value`; what they mean is decided in correlate/.
import { bodyParts } from "@sipglass/decode";
import type { Call, LinkKeyKind, SipMessage } from "@sipglass/model";
import { userAndHost } from "./address.ts";
import type { Picked } from "./header-pick.ts";
import { bounded, detached, withItem } from "./keep.ts";

const MOST_KEYS = 32;
/** Descriptions change with every re-INVITE; they must not push out what names other dialogs. */
const MOST_MEDIA_KEYS = 16;
const LONGEST_VALUE = 256;
const MOST_HISTORY = 6;

/** What `noteHeaderKeys` reads with `picked`. */
export const LINK_HEADERS = [
  "session-id", "p-charging-vector", "replaces", "refer-to", "join", "target-dialog", "remote-party-id", "diversion", "history-info",
] as const;

export function addLinkKey(call: Call, kind: LinkKeyKind, value: string): void {
  if (value === "" || call.linkKeys.length >= MOST_KEYS) return;
  const key = `${kind}:${bounded(value, LONGEST_VALUE)}`;
  if (!call.linkKeys.includes(key)) call.linkKeys = withItem(call.linkKeys, detached(key));
}

export function noteHeaderKeys(call: Call, picked: Picked, eventUs: number): void {
  for (const [name, value] of picked) READERS.get(name)?.(call, value, eventUs);
}

type Reader = (call: Call, value: string, eventUs: number) => void;

const NO_SESSION_ID = /^0+$/;

const READERS_BY_NAME: Record<(typeof LINK_HEADERS)[number], Reader> = {
  /** RFC 7989 §5: the sender's half and the other side's, which changes with who is there; a nil half says nothing. */
  "session-id"(call, value) {
    const [local = "", ...parameters] = value.split(";");
    const remote = parameters.map((each) => /^\s*remote\s*=\s*([\da-f]+)/i.exec(each)?.[1] ?? "").find((each) => each !== "") ?? "";
    for (const half of [local.trim(), remote]) if (!NO_SESSION_ID.test(half)) addLinkKey(call, "sid", half.toLowerCase());
  },
  /** RFC 7315 §5.6. */
  "p-charging-vector"(call, value) {
    const match = /(?:^|[;,\s])icid-value\s*=\s*(?:"([^"]*)"|([^;,\s]*))/i.exec(value);
    addLinkKey(call, "icid", match?.[1] ?? match?.[2] ?? "");
  },
  replaces: (call, value) => addLinkKey(call, "replaces", dialogIn(value)),
  join: (call, value) => addLinkKey(call, "join", dialogIn(value)),
  "target-dialog": (call, value) => addLinkKey(call, "target", dialogIn(value)),
  /** RFC 3515; with a Replaces inside it names the dialog that shall be taken over (RFC 3891 §6). */
  "refer-to"(call, value, eventUs) {
    const replaced = /[?&]replaces=([^&>\s]*)/i.exec(value)?.[1];
    if (replaced !== undefined) addLinkKey(call, "referred", dialogIn(unescaped(replaced)));
    const user = userIn(value);
    if (user !== "") addLinkKey(call, "refer", `${Math.round(eventUs / 1000)}:${user}`);
  },
  "remote-party-id": (call, value) => addLinkKey(call, "rpid", userIn(value)),
  /** RFC 5806: who was called before the call was diverted. */
  diversion: (call, value) => addLinkKey(call, "div", userIn(value)),
  /** RFC 7044: everybody who was called on the way; the last one is who is called now. */
  "history-info"(call, value) {
    const users = Array.from(value.matchAll(/<([^>]*)>/g), ([, uri]) => userAndHost(uri!.split("?", 1)[0]!).user).slice(0, MOST_HISTORY);
    for (const user of new Set(users)) if (user !== users.at(-1)) addLinkKey(call, "div", user);
  },
};

const READERS: ReadonlyMap<string, Reader> = new Map(Object.entries(READERS_BY_NAME));

/** The Call-ID stands before the first parameter (RFC 3891 §6.1, RFC 3911, RFC 4538). */
const dialogIn = (value: string): string => value.split(";", 1)[0]!.trim();

const URI = /<([^>]*)>/;
const userIn = (value: string): string => userAndHost(URI.exec(value)?.[1] ?? value.trim()).user;

function unescaped(text: string): string {
  return text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Where media of the description shall go, and whose description it is. */
export function noteMediaKeys(call: Call, message: SipMessage): void {
  const { text, bodyAt, endAt, contentType } = message;
  if (bodyAt >= endAt || call.linkKeys.length >= MOST_MEDIA_KEYS) return;
  if (contentType === "application/sdp") return noteDescription(call, text, bodyAt, endAt);
  if (!contentType.startsWith("multipart/")) return;
  for (const part of bodyParts(message)) if (/^\s*application\/sdp\b/i.test(part.contentType)) noteDescription(call, part.text, 0, part.text.length);
}

/** Addresses that stand for none: hold (RFC 2543 §B.5), and the discard address of trickle ICE (RFC 8840 §4.1.1). */
const NO_ADDRESS = new Set(["", "0.0.0.0", "::", "::0"]);
const DISCARD = "9";

/** Only o=, c= and m= lines are looked for: a description has thirty others. */
function noteDescription(call: Call, text: string, at: number, end: number): void {
  const origin = lineAfter(text, "\no=", at, end);
  if (origin) noteOrigin(call, origin.line.trim());
  const connection = lineAfter(text, "\nc=", at, end);
  for (let media = lineAfter(text, "\nm=", at, end); media; ) {
    const next = lineAfter(text, "\nm=", media.at, end);
    // A c= line of the media's own stands behind its m=, that of the session before the first (RFC 8866 §5.7).
    const own = connection && connection.at > media.at ? connection : lineAfter(text, "\nc=", media.at, next?.at ?? end);
    const host = addressIn((own && own.at < (next?.at ?? end) ? own : connection)?.line ?? "");
    const port = /^\S+ (\d{1,5})/.exec(media.line)?.[1] ?? "0";
    if (port !== "0" && port !== DISCARD && !NO_ADDRESS.has(host)) addLinkKey(call, "media", `${host}:${port}`);
    media = next;
  }
}

interface Line {
  line: string;
  at: number;
}

/** The rest of the first line that begins so, and where that is. */
function lineAfter(text: string, begin: string, from: number, end: number): Line | undefined {
  const found = text.indexOf(begin, from);
  if (found < 0 || found >= end) return undefined;
  const at = found + begin.length;
  const lf = text.indexOf("\n", at);
  return { line: text.slice(at, lf < 0 || lf > end ? end : lf), at };
}

/** RFC 8866 §5.7: `IN IP4 address`, with a TTL behind a slash when it is multicast. */
const addressIn = (line: string): string => (line.trim().split(" ", 3)[2] ?? "").split("/", 1)[0]!.toLowerCase();

/** User name, session id and address (RFC 8866 §5.2); the version in between rises while the session stays the same. */
function noteOrigin(call: Call, line: string): void {
  const [user = "", sessionId = "", , , , address = ""] = line.split(" ", 6);
  if (sessionId !== "" && address !== "") addLinkKey(call, "origin", `${user} ${sessionId} ${address.toLowerCase()}`);
}
