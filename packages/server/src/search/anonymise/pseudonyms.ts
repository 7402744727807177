// Other names for everything that names somebody or something: the same one for the same original wherever it stands in one export, and of
// the same length and shape, so that what is said of a call stays true. The key is thrown away with the export.
import { formatIpv6, parseIp } from "@sipglass/decode";
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { IPV4, IPV6, isTimeOfDay, NUMBER } from "../identities.ts";

export interface Pseudonyms {
  /** Of a telephone number, punctuation and zeros in front as they were. Numbers that end alike still end alike: +49 30 123 and 030 123. */
  digits(number: string): string;
  /** User of a URI, plain or percent-encoded. */
  user(text: string): string;
  /** Every word of a display name. */
  name(text: string): string;
  address(ip: string): string;
  /** Name or address of a host. */
  host(text: string): string;
  /** Call-IDs, tags, values of which nobody knows what they mean. Punctuation stays, so that one made of another still shows it. */
  opaque(text: string): string;
  /** Sentences and log lines: words stay that are nobody's name. */
  freeText(text: string): string;
}

const LETTERS = 26;
const HEX_LETTERS = 6;
const HEX = /^(?=.{8})[0-9a-f]+$/i;
/** Letters and digits; bytes above ASCII are letters of some alphabet. */
const RUN = /[A-Za-z0-9\x80-\xff]+/g;
/** Parts that are shorter are punctuation in all but name. */
const SHORTEST_WORD = 4;
const SHORTEST_NUMBER = 3;
/** They say that there is no name. */
const NOBODY = /^(?:anonymous|unavailable|unknown|restricted|invalid|localhost|anonymous\.invalid)$/i;
/** Not of a name, though part of many a URN, URI or host. */
const PROTOCOL_WORDS = new Set([
  "uuid",
  "sips",
  "mailto",
  "http",
  "https",
  "udp",
  "tcp",
  "tls",
  "sip",
  "tel",
  "invite",
  "register",
  "options",
]);
const DATE = /\d{4}-\d\d-\d\d/;
const MAIL = /[\w.+-]+@[\w.-]+/;
/** Of a network card, with punctuation or without. */
const MAC = /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b|\b(?=\d*[a-f])[0-9a-f]{12}\b/;
const IN_SENTENCES = new RegExp(
  `(?<date>${DATE.source})|(?<mail>${MAIL.source})|(?<mac>${MAC.source})|(?<number>${NUMBER.source})|(?<run>${RUN.source})`,
  "gi",
);
const ADDRESS = new RegExp(`(?:${IPV6.source})|(?:${IPV4.source})`, "gi");

/** Makes pseudonyms that nobody else has and that stand nowhere; `make` gets another number each time it made one that is taken. */
function createFresh(originals: readonly string[]) {
  const taken = new Set(originals);
  return (known: Map<string, string>, original: string, make: (attempt: number) => string): string => {
    const found = known.get(original);
    if (found !== undefined) return found;
    let made = make(0);
    for (let attempt = 1; taken.has(made) && attempt < 100; attempt++) made = make(attempt);
    taken.add(made);
    known.set(original, made);
    return made;
  };
}

/** `originals`: all texts of the export. No pseudonym is an address or a word that stands there. */
export function createPseudonyms(originals: readonly string[], key: Uint8Array = randomBytes(32)): Pseudonyms {
  const fresh = createFresh(originals.flatMap((text) => [...(text.match(ADDRESS) ?? []), ...(text.match(RUN) ?? [])]));
  const words = new Map<string, string>();
  const numbers = new Map<string, string>();
  const addresses = new Map<string, string>();
  const keyed = (text: string): Buffer => createHmac("sha256", key).update(text).digest();

  const word = (run: string): string =>
    NOBODY.test(run)
      ? run
      : fresh(words, run, (attempt) =>
          shifted(
            run,
            Buffer.from(hkdfSync("sha256", key, String(attempt), Buffer.from(run, "latin1").subarray(0, 1024), Math.min(run.length, 8000))),
          ),
        );

  /** Each digit moves by what the digits behind it say: no two numbers of one length become the same. */
  function digits(text: string): string {
    const all = text.replace(/\D/g, "");
    const made = numbers.get(all) ?? movedDigits(all, keyed);
    numbers.set(all, made);
    let at = 0;
    return text.replace(/\d/g, () => made[at++] ?? "");
  }

  const piece = (run: string, shortest: number): string => {
    if (/^\d+$/.test(run)) return run.length >= Math.min(shortest, SHORTEST_NUMBER) ? digits(run) : run;
    return run.length >= shortest && !PROTOCOL_WORDS.has(run.toLowerCase()) ? word(run) : (words.get(run) ?? run);
  };

  function address(ip: string): string {
    const bytes = parseIp(ip);
    if (bytes === undefined || isEverybodys(bytes)) return ip;
    const canonical = bytes.length === 4 ? ip : formatIpv6(bytes);
    return fresh(addresses, canonical, (attempt) => strangerOf(bytes, keyed(`${attempt}:${canonical}`)));
  }

  const between = (text: string, change: (rest: string) => string): string =>
    mapAround(text, ADDRESS, (found) => (isTimeOfDay(found) ? change(found) : address(found)), change);

  function host(text: string): string {
    const bare = text.replace(/^\[(.*)\]$/, "$1");
    if (parseIp(bare) !== undefined) return text.replace(bare, address(bare));
    if (NOBODY.test(text)) return text;
    const labels = text.toLowerCase().split(".");
    const named = labels.map((label) => label.replace(RUN, (run) => piece(run, SHORTEST_WORD)));
    return labels.length === 1 ? text.replace(RUN, (run) => piece(run, 2)) : [...named.slice(0, -1), "invalid"].join(".");
  }

  const user = (text: string): string => {
    const plain = unescaped(text);
    if (NOBODY.test(plain)) return plain;
    return /^[+*#\d().\s-]+$/.test(plain) ? digits(plain) : plain.replace(RUN, (run) => piece(run, 1));
  };

  const sentence = (text: string): string =>
    text.replace(IN_SENTENCES, (found: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      if (groups["date"] !== undefined) return found;
      if (groups["mail"] !== undefined) return mailbox(found);
      if (groups["mac"] !== undefined) return found.replace(RUN, word);
      if (groups["number"] !== undefined) return digits(found);
      if (/^\d+$/.test(found)) return numbers.has(found) ? digits(found) : found;
      return words.get(found) ?? words.get(found.toLowerCase()) ?? found;
    });

  const mailbox = (text: string): string => {
    const at = text.lastIndexOf("@");
    return `${user(text.slice(0, at))}@${host(text.slice(at + 1))}`;
  };

  return {
    digits,
    user,
    address,
    host,
    name: (text) => (NOBODY.test(text) ? text : text.replace(RUN, (run) => piece(run, 1))),
    opaque: (text) =>
      between(text, (rest) =>
        mapAround(
          rest,
          NAME_BEFORE_EQUALS,
          (name) => name,
          (other) => other.replace(RUN, (run) => piece(run, SHORTEST_WORD)),
        ),
      ),
    freeText: (text) => between(text, sentence),
  };
}

/** Names of parameters stay; a "name" of three digits and more is none. */
const NAME_BEFORE_EQUALS = /(?<=^|[;,&?\s])(?!\w*\d{3})[A-Za-z][\w-]{0,30}(?==)/g;

function mapAround(text: string, pattern: RegExp, onFound: (found: string) => string, onRest: (rest: string) => string): string {
  let at = 0;
  let made = "";
  for (const { 0: found, index } of text.matchAll(pattern)) {
    made += onRest(text.slice(at, index)) + onFound(found);
    at = index + found.length;
  }
  return made + onRest(text.slice(at));
}

/** Every character becomes another of its kind; hexadecimal stays hexadecimal. */
function shifted(run: string, stream: Buffer): string {
  const letters = HEX.test(run) ? HEX_LETTERS : LETTERS;
  return Array.from(run, (character, i) => {
    const by = stream[i % stream.length] ?? 0;
    const code = character.charCodeAt(0);
    if (code >= 48 && code <= 57) return moved(code, 48, 10, by);
    if (code >= 65 && code <= 90) return moved(code, 65, letters, by);
    return code >= 97 && code <= 122 ? moved(code, 97, letters, by) : moved(97, 97, LETTERS, by);
  }).join("");
}

const moved = (code: number, first: number, base: number, by: number): string =>
  String.fromCharCode(first + ((code - first + 1 + (by % (base - 1))) % base));

function movedDigits(all: string, keyed: (text: string) => Buffer): string {
  const zeros = /^0*/.exec(all)?.[0].length ?? 0;
  const significant = all.slice(zeros);
  const made = Array.from(significant, (digit, i) => (Number(digit) + 1 + ((keyed(`#${significant.slice(i + 1)}`)[0] ?? 0) % 9)) % 10);
  return all.slice(0, zeros) + made.join("");
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).replace(/[^\x00-\x7f]/g, "\xff");
  } catch {
    return text;
  }
}

/** Loopback, unspecified, broadcast and multicast are nobody's. */
function isEverybodys(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  if (bytes.length === 4) return first === 0 || first === 127 || (first >= 224 && first < 240) || bytes.every((byte) => byte === 255);
  return first === 255 || bytes.subarray(0, 15).every((byte) => byte === 0);
}

/** A private address stays private to whoever looks for NAT; others become nobody's: 240.0.0.0/4 and 100::/64 (RFC 1112, RFC 6666). */
function strangerOf(bytes: Uint8Array, hash: Buffer): string {
  const [a = 0, b = 0] = bytes;
  const [x = 0, y = 0, z = 0] = hash;
  if (bytes.length === 4) {
    if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return `10.${x}.${y}.${z}`;
    if (a === 100 && b >= 64 && b < 128) return `100.${64 + (x % 64)}.${y}.${z}`;
    return a === 169 && b === 254 ? `169.254.${y}.${z}` : `240.${x}.${y}.${z}`;
  }
  const prefix = a === 0xfe && (b & 0xc0) === 0x80 ? "fe80" : (a & 0xfe) === 0xfc ? "fd00" : "100";
  return formatIpv6(parseIp(`${prefix}::${hash.toString("hex", 0, 2)}:${hash.toString("hex", 2, 4)}`) ?? new Uint8Array(16));
}
