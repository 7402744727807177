// A small SIP and SDP tokenizer for colouring: splits a message into lines of typed tokens and never changes a character.

export type TokenType =
  | "method"
  | "uri"
  | "version"
  | "code-ok"
  | "code-provisional"
  | "code-bad"
  | "reason"
  | "name"
  | "punct"
  | "text"
  | "string"
  | "param"
  | "number"
  | "sdp-type"
  | "sdp-attribute";

export interface Token {
  type: TokenType;
  text: string;
}

export type LineType = "start" | "header" | "continuation" | "blank" | "sdp" | "body";

export interface Line {
  type: LineType;
  /** Header name (as written) or SDP type letter; "" elsewhere. */
  name: string;
  tokens: Token[];
}

const token = (type: TokenType, text: string): Token => ({ type, text });

function startLine(text: string): Token[] {
  const response = /^(SIP\/2\.0)( +)(\d{3})( *)(.*)$/.exec(text);
  if (response) {
    const code = response[3] ?? "";
    const type = code < "200" ? "code-provisional" : code < "300" ? "code-ok" : "code-bad";
    return compact([
      token("version", response[1] ?? ""),
      token("text", response[2] ?? ""),
      token(type, code),
      token("text", response[4] ?? ""),
      token("reason", response[5] ?? ""),
    ]);
  }
  const request = /^([A-Z]+)( +)(\S+)( +)(SIP\/2\.0)$/.exec(text);
  if (!request) return [token("text", text)];
  return [
    token("method", request[1] ?? ""),
    token("text", request[2] ?? ""),
    token("uri", request[3] ?? ""),
    token("text", request[4] ?? ""),
    token("version", request[5] ?? ""),
  ];
}

const compact = (tokens: Token[]): Token[] => tokens.filter((each) => each.text !== "");

/** One alternative a token type, in this order; what none takes is plain text. */
const VALUE = /("(?:[^"\\]|\\.)*")|((?:sips?|tel|urn):[^\s<>;,"]+)|(;[\w-]+)(?==|;|,|$|\s|>)|([<>;,=])|(?<![\w.])(\d+)(?![\w.])/gi;

function valueTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(VALUE)) {
    if (match.index > at) tokens.push(token("text", text.slice(at, match.index)));
    const [whole, quoted, uri, param, punct] = match;
    if (param) tokens.push(token("punct", ";"), token("param", param.slice(1)));
    else tokens.push(token(quoted ? "string" : uri ? "uri" : punct ? "punct" : "number", whole));
    at = match.index + whole.length;
  }
  if (at < text.length) tokens.push(token("text", text.slice(at)));
  return tokens;
}

function headerLine(text: string): Line {
  if (/^[ \t]/.test(text)) return { type: "continuation", name: "", tokens: valueTokens(text) };
  const match = /^([^:\s]+)(\s*:)(.*)$/s.exec(text);
  if (!match) return { type: "header", name: "", tokens: [token("text", text)] };
  return {
    type: "header",
    name: match[1] ?? "",
    tokens: [token("name", match[1] ?? ""), token("punct", match[2] ?? ""), ...valueTokens(match[3] ?? "")],
  };
}

function sdpLine(text: string): Line {
  const match = /^([a-z])(=)(.*)$/s.exec(text);
  if (!match) return { type: "body", name: "", tokens: text === "" ? [] : [token("text", text)] };
  const [type, value] = [match[1] ?? "", match[3] ?? ""];
  const head = [token("sdp-type", type), token("punct", "=")];
  const attribute = type === "a" ? /^([\w-]+)(:?)(.*)$/s.exec(value) : null;
  if (!attribute) return { type: "sdp", name: type, tokens: [...head, ...sdpValue(value)] };
  const rest = [token("sdp-attribute", attribute[1] ?? ""), token("punct", attribute[2] ?? ""), ...sdpValue(attribute[3] ?? "")];
  return { type: "sdp", name: type, tokens: compact([...head, ...rest]) };
}

function sdpValue(text: string): Token[] {
  return compact(text.split(/(?<![\w.])(\d+)(?![\w.:])/).map((part, index) => token(index % 2 === 1 ? "number" : "text", part)));
}

/** Joining every token of every line with "\n" gives the message back, with CRLF read as LF. */
export function tokenizeSip(raw: string): Line[] {
  const lines = raw.split(/\r?\n/);
  const blank = lines.indexOf("");
  const isSdp = /^(content-type|c)\s*:\s*application\/sdp/im.test(raw);
  return lines.map((text, index): Line => {
    if (index === 0) return { type: "start", name: "", tokens: startLine(text) };
    if (blank === -1 || index < blank) return headerLine(text);
    if (index === blank || text === "") return { type: "blank", name: "", tokens: [] };
    return isSdp ? sdpLine(text) : { type: "body", name: "", tokens: [token("text", text)] };
  });
}
