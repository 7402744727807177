// ISUP carried in SIP (application/isup, RFC 3204): message type and parameters (ITU-T Q.763) as a person reads them. Begins with the message type:
// routing label and circuit stay outside.
import { Q850_CAUSES } from "@sipglass/model";

export interface IsupParameter {
  name: string;
  value: string;
}

export interface IsupMessage {
  /** "IAM", or "0x2a" when it is not in the table. */
  type: string;
  /** "Initial address". */
  title: string;
  parameters: IsupParameter[];
}

type Reader = (bytes: Uint8Array) => string;

interface Form {
  type: string;
  title: string;
  /** Mandatory parameters of fixed length, then those behind a pointer, in their order (Q.763 §4). */
  fixed: readonly (readonly [name: string, length: number, read?: Reader])[];
  variable: readonly (readonly [name: string, read?: Reader])[];
  /** A pointer to optional parameters follows. */
  optional: boolean;
}

const CATEGORIES: Readonly<Record<number, string>> = { 9: "national operator", 10: "ordinary subscriber", 11: "subscriber with priority", 12: "data call", 13: "test call", 15: "payphone" };
const MEDIA: Readonly<Record<number, string>> = { 0: "speech", 2: "64 kbit/s unrestricted", 3: "3.1 kHz audio" };
const NATURES: Readonly<Record<number, string>> = { 1: "subscriber", 2: "unknown", 3: "national", 4: "international", 5: "network specific" };
const PRESENTATIONS: readonly string[] = ["", "restricted", "not available", ""];
const SCREENINGS: readonly string[] = ["not verified", "verified", "verified, failed", "by the network"];
const EVENTS: Readonly<Record<number, string>> = { 1: "alerting", 2: "progress", 3: "in-band information", 4: "forwarded, busy", 5: "forwarded, no reply", 6: "forwarded, unconditional" };

const hex: Reader = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
const byTable = (table: Readonly<Record<number, string>>): Reader => (bytes) => table[bytes[0] ?? -1] ?? hex(bytes);

/** Q.763 §3.9, §3.10: `calling` has presentation and screening in its second octet. */
const number = (calling: boolean): Reader => (bytes) => {
  if (bytes.length < 2) return hex(bytes);
  const [first = 0, second = 0] = bytes;
  const digits = digitsOf(bytes.subarray(2), first >= 0x80);
  const about = [NATURES[first & 0x7f] ?? "", calling ? (PRESENTATIONS[(second >> 2) & 3] ?? "") : "", calling ? (SCREENINGS[second & 3] ?? "") : ""];
  return [digits || "no digits", ...about.filter((text) => text !== "")].join(", ");
};

function digitsOf(bytes: Uint8Array, odd: boolean): string {
  const all = Array.from(bytes, (byte) => digit(byte & 15) + digit(byte >> 4)).join("");
  return odd ? all.slice(0, -1) : all;
}

const digit = (nibble: number): string => "0123456789abcde.".charAt(nibble);

/** Q.763 §3.12 with the causes of Q.850. */
const cause: Reader = (bytes) => {
  const value = (bytes[(bytes[0] ?? 0x80) & 0x80 ? 1 : 2] ?? 0) & 0x7f;
  return `${value}${Q850_CAUSES.get(value) === undefined ? "" : ` ${Q850_CAUSES.get(value)?.meaning}`}`;
};

/** Subsequent number, §3.51: one octet of indicators. */
const subsequent: Reader = (bytes) => digitsOf(bytes.subarray(1), (bytes[0] ?? 0) >= 0x80);
/** Generic number, §3.26: a qualifier before it. */
const generic: Reader = (bytes) => number(true)(bytes.subarray(1));

const CALLED = ["Called party number", number(false)] as const;
const BACKWARD = ["Backward call indicators", 2] as const;

const FORMS: Readonly<Record<number, Form>> = {
  0x01: {
    type: "IAM", title: "Initial address", variable: [CALLED], optional: true,
    fixed: [["Nature of connection", 1], ["Forward call indicators", 2], ["Calling party's category", 1, byTable(CATEGORIES)], ["Transmission medium", 1, byTable(MEDIA)]],
  },
  0x02: { type: "SAM", title: "Subsequent address", fixed: [], variable: [["Subsequent number", subsequent]], optional: true },
  0x05: { type: "COT", title: "Continuity", fixed: [["Continuity", 1]], variable: [], optional: false },
  0x06: { type: "ACM", title: "Address complete", fixed: [BACKWARD], variable: [], optional: true },
  0x07: { type: "CON", title: "Connect", fixed: [BACKWARD], variable: [], optional: true },
  0x09: { type: "ANM", title: "Answer", fixed: [], variable: [], optional: true },
  0x0c: { type: "REL", title: "Release", fixed: [], variable: [["Cause", cause]], optional: true },
  0x0d: { type: "SUS", title: "Suspend", fixed: [["Suspend indicator", 1]], variable: [], optional: true },
  0x0e: { type: "RES", title: "Resume", fixed: [["Resume indicator", 1]], variable: [], optional: true },
  0x10: { type: "RLC", title: "Release complete", fixed: [], variable: [], optional: true },
  0x1f: { type: "FAR", title: "Facility request", fixed: [["Facility indicator", 1]], variable: [], optional: true },
  0x2c: { type: "CPG", title: "Call progress", fixed: [["Event", 1, (bytes) => EVENTS[(bytes[0] ?? 0) & 0x7f] ?? hex(bytes)]], variable: [], optional: true },
  0x2f: { type: "CFN", title: "Confusion", fixed: [], variable: [["Cause", cause]], optional: true },
};

const OPTIONAL: Readonly<Record<number, readonly [name: string, read?: Reader]>> = {
  0x03: ["Access transport"], 0x04: CALLED, 0x08: ["Optional forward call indicators"], 0x0a: ["Calling party number", number(true)], 0x0b: ["Redirecting number", number(true)],
  0x12: ["Cause", cause], 0x13: ["Redirection information"], 0x1d: ["User service information"], 0x20: ["User-to-user information"], 0x21: ["Connected number", number(true)],
  0x28: ["Original called number", number(true)], 0x29: ["Optional backward call indicators"], 0x2c: ["Generic notification"], 0x31: ["Propagation delay counter"],
  0x34: ["User teleservice information"], 0x39: ["Parameter compatibility"], 0x3d: ["Hop counter", (bytes) => String((bytes[0] ?? 0) & 31)], 0x3f: ["Location number", number(true)],
  0x54: ["Transmission medium prime"], 0x76: ["Echo control information"], 0x0c: ["Redirection number", number(false)], 0xc0: ["Generic number", generic], 0xc1: ["Generic digits"],
};

/** undefined: it is cut off before its mandatory parameters end. */
export function decodeIsup(bytes: Uint8Array): IsupMessage | undefined {
  const [code] = bytes;
  if (code === undefined) return undefined;
  const form = FORMS[code];
  if (form === undefined) return { type: `0x${code.toString(16).padStart(2, "0")}`, title: "not in the table", parameters: [{ name: "Content", value: hex(bytes.subarray(1)) }] };
  const parameters: IsupParameter[] = [];
  let at = 1;
  for (const [name, length, read = hex] of form.fixed) {
    if (at + length > bytes.length) return undefined;
    parameters.push({ name, value: read(bytes.subarray(at, (at += length))) });
  }
  for (const [name, read = hex] of form.variable) {
    const own = behindPointer(bytes, at++);
    if (own === undefined) return undefined;
    parameters.push({ name, value: read(own) });
  }
  return { type: form.type, title: form.title, parameters: form.optional ? [...parameters, ...optionals(bytes, at)] : parameters };
}

/** A pointer counts from itself to the length octet (Q.763 §1.5). */
function behindPointer(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const start = at + (bytes[at] ?? 0);
  const length = bytes[start];
  return bytes[at] === undefined || length === undefined || start + 1 + length > bytes.length ? undefined : bytes.subarray(start + 1, start + 1 + length);
}

/** Name, length, content; a zero ends them (§1.6). What is cut off is left out. */
function optionals(bytes: Uint8Array, pointerAt: number): IsupParameter[] {
  const pointer = bytes[pointerAt] ?? 0;
  const found: IsupParameter[] = [];
  for (let at = pointer === 0 ? bytes.length : pointerAt + pointer; at + 1 < bytes.length && bytes[at] !== 0; ) {
    const [code, length] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    if (at + 2 + length > bytes.length) break;
    const [name, read = hex] = OPTIONAL[code] ?? [`Parameter 0x${code.toString(16).padStart(2, "0")}`];
    found.push({ name, value: read(bytes.subarray(at + 2, at + 2 + length)) });
    at += 2 + length;
  }
  return found;
}
