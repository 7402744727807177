// The body of a message and its parts (RFC 2046 multipart, nested), as Latin-1 text.
import type { SipMessage } from "@sipglass/model";
import { foldedEnd, lineFeed, valueText } from "./header-line.ts";
import { longName } from "./header-names.ts";
import { parameterOf } from "./parameters.ts";

export interface BodyPart {
  /** Content-Type as written; "" when not given. */
  contentType: string;
  text: string;
}

/** Multiparts deeper than this are not sent by anyone; the rest is left whole. */
const DEEPEST = 8;

export const bodyOf = (message: SipMessage): string => message.text.slice(message.bodyAt, message.endAt);

/** The leaves of the body in order; one part when it is no multipart, none when it is empty. */
export function bodyParts(message: SipMessage): BodyPart[] {
  const text = bodyOf(message);
  return text === "" ? [] : partsOf(message.contentType, text, 0);
}

function partsOf(contentType: string, text: string, depth: number): BodyPart[] {
  const boundary = /^\s*multipart\//i.test(contentType) ? parameterOf(contentType, "boundary") : undefined;
  if (boundary === undefined || boundary === "" || depth >= DEEPEST) return [{ contentType, text }];
  const sections = sectionsOf(text, `--${boundary}`);
  if (sections.length === 0) return [{ contentType, text }];
  return sections.flatMap((section) => {
    const { headersEnd, type } = partHeader(section);
    return partsOf(type, section.slice(headersEnd), depth + 1);
  });
}

/** What stands between the delimiter lines. The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
function sectionsOf(text: string, delimiter: string): string[] {
  const sections: string[] = [];
  let open = -1;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 10) continue;
    const after = text.slice(at + delimiter.length, at + delimiter.length + 2);
    if (after !== "--" && after !== "" && !/^[\r\n\t ]/.test(after)) continue;
    if (open >= 0) sections.push(text.slice(open, lineEndBefore(text, open, at)));
    if (after === "--") return sections;
    const lf = text.indexOf("\n", at);
    open = lf < 0 ? text.length : lf + 1;
  }
  if (open >= 0 && open < text.length) sections.push(text.slice(open));
  return sections;
}

function lineEndBefore(text: string, from: number, at: number): number {
  if (at - 1 < from) return from;
  return at - 2 >= from && text.charCodeAt(at - 2) === 13 ? at - 2 : at - 1;
}

/** Content-Type of a part and where its body begins. A part without a header begins with an empty line. */
function partHeader(section: string): { headersEnd: number; type: string } {
  let type = "";
  for (let at = 0; at < section.length;) {
    const first = lineFeed(section, at, section.length);
    // The empty line ends the header even when the body begins with a blank or a tab (an ISUP answer does).
    if (valueText(section, at, first) === "") return { headersEnd: Math.min(first + 1, section.length), type };
    const lf = foldedEnd(section, first, section.length);
    const line = valueText(section, at, lf);
    const colon = line.indexOf(":");
    if (colon > 0 && longName(line.slice(0, colon).trim()) === "content-type") type = line.slice(colon + 1).trim();
    at = lf + 1;
  }
  return { headersEnd: section.length, type };
}
