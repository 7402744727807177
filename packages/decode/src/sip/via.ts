// One Via value (RFC 3261 §20.42, received and rport of RFC 3581). Blanks may stand around each of its slashes and colons.
import { parametersOf } from "./parameters.ts";
import { splitHostPort } from "./uri.ts";

export interface Via {
  /** "SIP/2.0", blanks removed. */
  protocol: string;
  /** "UDP", "TCP", "TLS", …, as written. */
  transport: string;
  host: string;
  /** 0 = not given. */
  port: number;
  branch: string;
  /** Without brackets. */
  received: string;
  /** undefined: not asked for; 0: asked for; else the port seen. */
  rport: number | undefined;
  parameters: Map<string, string>;
}

const HEAD = /^\s*([^/\s]+)\s*\/\s*([^/\s]+)\s*\/\s*([^\s;,]+)\s*([^;]*)/;

/** Takes one Via value apart (split lists with headersOf); what is not there is "". */
export function parseVia(text: string): Via {
  const match = HEAD.exec(text);
  const semicolon = text.indexOf(";");
  const parameters = parametersOf(text, semicolon < 0 ? text.length : semicolon);
  const { host, port } = splitHostPort((match?.[4] ?? "").trim());
  const rport = parameters.get("rport");
  return {
    protocol: match ? `${match[1]}/${match[2]}` : "",
    transport: match?.[3] ?? "",
    host,
    port,
    branch: parameters.get("branch") ?? "",
    received: (parameters.get("received") ?? "").replace(/^\[|\]$/g, ""),
    rport: rport === undefined ? undefined : Number(rport) || 0,
    parameters,
  };
}
