// The Identity header (RFC 8224): a PASSporT token (RFC 8225; SHAKEN: RFC 8588) and its parameters, taken apart and not verified.

export type Claims = Readonly<Record<string, unknown>>;

export interface PassportToken {
  /** JOSE header and claims; undefined where the token leaves them out (compact form) or they are no JSON. */
  header: Claims | undefined;
  claims: Claims | undefined;
  /** Base64url, "" when missing. */
  signature: string;
  /** Header and claims are left out: they are to be made from the message itself (RFC 8224 §4). */
  compact: boolean;
  /** Of the Identity header: info, alg, ppt; names in lower case, quotes and brackets taken off. */
  parameters: Readonly<Record<string, string>>;
  /** What makes it unreadable; "" = readable. */
  broken: string;
}

export function parseIdentity(value: string): PassportToken {
  const [token = "", ...rest] = value.split(";").map((part) => part.trim());
  const [head = "", body = "", signature] = token.split(".");
  const compact = head === "" && body === "" && signature !== undefined;
  const [header, claims] = [objectIn(head), objectIn(body)];
  return { header, claims, signature: signature ?? "", compact, parameters: parametersOf(rest), broken: brokenBy(signature, compact, header, claims) };
}

function brokenBy(signature: string | undefined, compact: boolean, header: Claims | undefined, claims: Claims | undefined): string {
  if (signature === undefined) return "it has not three parts";
  if (compact) return "";
  return header === undefined ? "its header is no JSON" : claims === undefined ? "its claims are no JSON" : "";
}

function parametersOf(parts: readonly string[]): Record<string, string> {
  const pairs = parts.flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    return at <= 0 ? [] : [[part.slice(0, at).toLowerCase(), part.slice(at + 1).replace(/^["<]+|[">]+$/g, "")]];
  });
  // The first of a name counts.
  return Object.fromEntries(pairs.toReversed());
}

const isObject = (value: unknown): value is Claims => typeof value === "object" && value !== null && !Array.isArray(value);

function objectIn(part: string): Claims | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
