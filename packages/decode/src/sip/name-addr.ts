// The value of From, To, Contact, P-Asserted-Identity, Diversion, …: display name, URI and parameters (RFC 3261 §20.10).
import { valueText } from "./header-line.ts";
import { utf8Text } from "./latin1.ts";
import { angleAt, parametersAt, parametersOf, unquote } from "./parameters.ts";

export interface NameAddr {
  /** Display name, unquoted, UTF-8 decoded; "" when there is none. */
  display: string;
  /** The URI as written, without angle brackets; `parseUri` takes it apart. */
  uri: string;
  /** Parameters of the header (not of the URI) by lower-case name. */
  parameters: Map<string, string>;
  tag: string;
}

/** Takes any text apart; what is not there is "". */
export function parseNameAddr(text: string): NameAddr {
  const value = valueText(text, 0, text.length);
  const at = parametersAt(value);
  const parameters = parametersOf(value, at);
  const tag = parameters.get("tag") ?? "";
  const angle = angleAt(value);
  if (angle < 0) {
    const quoted = value.startsWith('"');
    return { display: quoted ? utf8Text(unquote(value)) : "", uri: quoted ? "" : value.slice(0, at).trim(), parameters, tag };
  }
  const close = value.indexOf(">", angle);
  const uri = value.slice(angle + 1, close < 0 ? value.length : close).trim();
  return { display: utf8Text(unquote(value.slice(0, angle).trim())), uri, parameters, tag };
}
