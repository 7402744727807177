// The everyday shapes of addresses and Vias, each as one sticky expression: a value that matches to its end has no defect and is not walked
// by the careful code, which costs ten times as much. Parts are disjoint or bounded, so matching is linear whatever arrives.

const NAME = /(?:"[^"\\<>\x00-\x1f\x7f]{0,100}" ?|[\w .!*+~-]{0,64})/.source;
const HOST = /[\w.-]{1,100}(?::\d{1,5})?/.source;
const PARAMETERS = /(?:;[\w.-]+(?:=[\w.~+*!%'`-]+)?)*/.source;
/** `sip:user@host:port;parameters`: no escapes, no IPv6, no headers. */
const URI_SOURCE = /sips?:(?:[\w.!~*'()&=+$,#-]{1,100}@)?/.source + HOST + /(?:;[\w.=~+-]+)*/.source;

const URI = new RegExp(URI_SOURCE, "y");
/** `"Name" <sip:user@host>;parameters`: nothing quoted behind the name. */
const ADDRESS = new RegExp(`${NAME}<${URI_SOURCE}>${PARAMETERS}`, "y");
/** `SIP/2.0/UDP host:port;parameters`: one value, nothing quoted. */
const VIA = new RegExp(`SIP/2\\.0/[A-Z]{2,4} ${HOST}${PARAMETERS}`, "y");

function matchesTo(expression: RegExp, text: string, start: number, end: number): boolean {
  expression.lastIndex = start;
  return expression.test(text) && expression.lastIndex === end;
}

export const isPlainAddress = (text: string, start: number, end: number): boolean => matchesTo(ADDRESS, text, start, end);
export const isPlainUri = (text: string, start: number, end: number): boolean => matchesTo(URI, text, start, end);
export const isPlainVia = (text: string, start: number, end: number): boolean => matchesTo(VIA, text, start, end);

/** The value behind `;name=` in a plain value; undefined when it is not there in this spelling. */
export function plainParameter(text: string, prefix: string, start: number, end: number): string | undefined {
  const found = text.indexOf(prefix, start);
  if (found < 0 || found >= end) return undefined;
  const at = found + prefix.length;
  const semicolon = text.indexOf(";", at);
  return text.slice(at, semicolon < 0 || semicolon > end ? end : semicolon);
}
