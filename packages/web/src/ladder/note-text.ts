// A log line, or another record that is no SIP, as one line of text.
import { decodeLog } from "@sipglass/decode";
import type { MessageJson } from "../api/shapes.ts";

const LONGEST = 400;
const encoder = new TextEncoder();
const known = new WeakMap<MessageJson, string>();

/** Asked for rows in view only, and once for each. */
export function noteOf(message: MessageJson): string {
  const made = known.get(message);
  if (made !== undefined) return made;
  const { text } = decodeLog(encoder.encode(message.raw.slice(0, 10 * LONGEST)));
  const note = text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  known.set(message, note);
  return note;
}
