// Headers of a parsed message, read on demand from its text: most are never asked for, so none is cut out in advance.
import type { SipMessage } from "@sipglass/model";
import { foldedEnd, isBlank, lineFeed, valueText } from "./header-line.ts";
import { canonicalName, COMPACT_OF, LIST_HEADERS, longName } from "./header-names.ts";
import { splitAtCommas } from "./parameters.ts";

export interface Header {
  /** Long name as its RFC spells it. */
  name: string;
  /** Unfolded, trimmed. */
  value: string;
}

const COLON = 58;

/** Calls `visit` for each header whose name it accepts, until `visit` returns true. */
function scan(
  message: SipMessage,
  wanted: (nameAt: number, nameEnd: number) => boolean,
  visit: (colon: number, end: number, nameAt: number, nameEnd: number) => boolean,
): void {
  const { text, bodyAt } = message;
  for (let at = message.headersAt; at < bodyAt;) {
    const lf = foldedEnd(text, lineFeed(text, at, bodyAt), bodyAt);
    let colon = at;
    while (colon < lf && text.charCodeAt(colon) !== COLON) colon++;
    let nameEnd = colon;
    while (nameEnd > at && isBlank(text.charCodeAt(nameEnd - 1))) nameEnd--;
    if (colon < lf && nameEnd > at && wanted(at, nameEnd) && visit(colon, lf, at, nameEnd)) return;
    at = lf + 1;
  }
}

/** Matches names without making strings of them: both spellings, any case. */
function matcher(text: string, name: string): (at: number, end: number) => boolean {
  const long = longName(name);
  const compact = COMPACT_OF[long];
  const compactCode = compact === undefined ? -1 : compact.charCodeAt(0);
  return (at, end) => {
    if (end - at === 1 && compactCode >= 0) return (text.charCodeAt(at) | 32) === compactCode;
    if (end - at !== long.length) return false;
    for (let i = 0; i < long.length; i++) {
      const code = text.charCodeAt(at + i);
      if ((code >= 65 && code <= 90 ? code | 32 : code) !== long.charCodeAt(i)) return false;
    }
    return true;
  };
}

/** The first value of the header, unfolded; a list as it stands in the line. Any case, long or compact name. */
export function headerOf(message: SipMessage, name: string): string | undefined {
  let found: string | undefined;
  scan(message, matcher(message.text, name), (colon, end) => {
    found = valueText(message.text, colon + 1, end);
    return true;
  });
  return found;
}

/** All values of the header in order; lists between commas are split outside quotes and <>. */
export function headersOf(message: SipMessage, name: string): string[] {
  const values: string[] = [];
  const isList = LIST_HEADERS.has(longName(name));
  scan(message, matcher(message.text, name), (colon, end) => {
    const value = valueText(message.text, colon + 1, end);
    if (isList) values.push(...splitAtCommas(value));
    else values.push(value);
    return false;
  });
  return values;
}

/** Every header line in order, under its canonical long name. */
export function allHeaders(message: SipMessage): Header[] {
  const headers: Header[] = [];
  const { text } = message;
  scan(
    message,
    () => true,
    (colon, end, nameAt, nameEnd) => {
      headers.push({ name: canonicalName(text.slice(nameAt, nameEnd)), value: valueText(text, colon + 1, end) });
      return false;
    },
  );
  return headers;
}
