// A HEP3 frame made ready once: constant bytes, and the slots into which the fields of a call are copied before it is sent.
import { fieldOf } from "./call-fields.ts";

/** Fields stand in texts as `{{name:length}}`; the length may be less than the field's own. */
const SLOT = /\{\{(\w+):(\d+)\}\}/g;

/** Text length once the fields are in. */
export function filledLength(text: string): number {
  return text.replace(SLOT, (_, __, length: string) => "-".repeat(Number(length))).length;
}

export interface Template {
  bytes: Buffer;
  /** Triples: offset in the frame, offset in the fields, length. */
  slots: Int32Array;
  /** Offset of the body of chunk 9 (seconds) and 10 (microseconds). */
  secondsAt: number;
  microsAt: number;
}

/** Text or bytes that may hold fields, compiled: placeholder bytes and their slots. */
export interface Compiled {
  bytes: Buffer;
  slots: number[];
}

export function compileText(text: string): Compiled {
  const slots: number[] = [];
  let plain = "";
  let last = 0;
  for (const match of text.matchAll(SLOT)) {
    const field = fieldOf(match[1] ?? "");
    const length = Number(match[2]);
    if (length > field.length) throw new RangeError(`field "${match[1]}" has ${field.length} characters, not ${length}`);
    plain += text.slice(last, match.index);
    slots.push(plain.length, field.at, length);
    plain += "-".repeat(length);
    last = match.index + match[0].length;
  }
  return { bytes: Buffer.from(plain + text.slice(last), "latin1"), slots };
}

/** Copies the fields of one call into the frame. The one hot loop of the generator. */
export function patch(template: Template, values: Uint8Array, at: number, timeUs: number): void {
  const { bytes, slots } = template;
  for (let i = 0; i < slots.length; i += 3) {
    const to = slots[i] as number;
    const from = at + (slots[i + 1] as number);
    const length = slots[i + 2] as number;
    for (let k = 0; k < length; k++) bytes[to + k] = values[from + k] as number;
  }
  const seconds = Math.floor(timeUs / 1_000_000);
  bytes.writeUInt32BE(seconds, template.secondsAt);
  bytes.writeUInt32BE(timeUs - seconds * 1_000_000, template.microsAt);
}

/** What `patch` would write for a text alone. */
export function fillText(text: string, values: Uint8Array, at: number): string {
  return text.replace(SLOT, (_, name: string, length: string) => {
    const from = at + fieldOf(name).at;
    return Buffer.from(values.buffer, values.byteOffset + from, Number(length)).toString("latin1");
  });
}
