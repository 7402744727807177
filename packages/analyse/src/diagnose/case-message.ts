// One message as rules read it: the archived view plus its headers, Vias and bodies, each parsed when first asked for.
import {
  bodyOf,
  bodyParts,
  headerOf,
  headersOf,
  parseAuth,
  parseReason,
  parseSdp,
  parseSip,
  parseVia,
  toLatin1,
  type AuthHeader,
  type Sdp,
  type Via,
} from "@sipglass/decode";
import { hostPort, type CallReason, type MessageView, type SipMessage } from "@sipglass/model";

export class CaseMessage {
  readonly view: MessageView;
  readonly sip: SipMessage;
  /** `Call.id` of its leg. */
  readonly callId: string;
  readonly atUs: number;
  /** `ip:port` of who sent this copy and who received it. */
  readonly from: string;
  readonly to: string;
  #vias: Via[] | undefined;
  #sdp: Sdp | null | undefined;

  constructor(view: MessageView, sip: SipMessage, callId: string) {
    this.view = view;
    this.sip = sip;
    this.callId = callId;
    this.atUs = view.timeUs;
    this.from = hostPort(view.src, view.srcPort);
    this.to = hostPort(view.dst, view.dstPort);
  }

  get isRequest(): boolean {
    return this.sip.isRequest;
  }

  /** Method of the transaction, of requests and responses alike. */
  get method(): string {
    return this.sip.isRequest ? this.sip.method : this.sip.cseqMethod;
  }

  /** 0 for requests. */
  get status(): number {
    return this.sip.statusCode;
  }

  header(name: string): string | undefined {
    return headerOf(this.sip, name);
  }

  headers(name: string): string[] {
    return headersOf(this.sip, name);
  }

  /** The number that a header begins with; undefined when there is none. */
  numberIn(name: string): number | undefined {
    const match = /^\s*(\d{1,10})/.exec(this.header(name) ?? "");
    return match === null ? undefined : Number(match[1]);
  }

  /** Is `token` in the list of that header (Supported, Require, Allow, …)? */
  lists(name: string, token: string): boolean {
    return this.headers(name).some((value) => value.split(",").some((one) => one.trim().toLowerCase() === token.toLowerCase()));
  }

  get vias(): Via[] {
    return (this.#vias ??= this.headers("via").map(parseVia));
  }

  get reasons(): CallReason[] {
    return this.headers("reason").flatMap(parseReason);
  }

  /** Challenges of a 401 or 407. */
  get challenges(): AuthHeader[] {
    return [...this.headers("www-authenticate"), ...this.headers("proxy-authenticate")].map(parseAuth);
  }

  get credentials(): AuthHeader[] {
    return [...this.headers("authorization"), ...this.headers("proxy-authorization")].map(parseAuth);
  }

  get body(): string {
    return bodyOf(this.sip);
  }

  /** The session description, also as part of a multipart body; null when there is none that can be read. */
  get sdp(): Sdp | null {
    if (this.#sdp === undefined) this.#sdp = this.sip.bodyAt >= this.sip.endAt ? null : sdpOf(this.sip);
    return this.#sdp;
  }

  /** Its end was not captured, or got lost: what is missing may have stood there. */
  get isCut(): boolean {
    return this.sip.defects.includes("no_header_end") || this.sip.defects.includes("content_length_too_large");
  }

  /** "INVITE", "503 Service Unavailable". */
  get title(): string {
    return this.isRequest ? this.sip.method : `${this.status} ${this.view.statusText}`.trimEnd();
  }
}

function sdpOf(sip: SipMessage): Sdp | null {
  for (const { contentType, text } of bodyParts(sip)) {
    if (!/^\s*application\/sdp\b/i.test(contentType)) continue;
    const parsed = parseSdp(text);
    if (parsed.ok) return parsed.value;
  }
  return null;
}

/** null for what is no SIP (RTCP, logs, reports). */
export function caseMessage(view: MessageView, callId: string): CaseMessage | null {
  if (view.payloadType !== SIP) return null;
  const sip = parsedAgain(view.raw);
  return sip === null ? null : new CaseMessage(view, sip, callId);
}

const SIP = 1;

/** Views hold text, parsers want one character a byte: what was UTF-8 is made bytes again, unless that contradicts its Content-Length. */
function parsedAgain(raw: string): SipMessage | null {
  // oxlint-disable-next-line no-control-regex
  const isPlain = /^[\x00-\x7f]*$/.test(raw);
  const plain = parseSip(raw);
  if (isPlain) return plain.ok ? plain.value : null;
  const bytes = parseSip(toLatin1(new TextEncoder().encode(raw)));
  if (!bytes.ok) return plain.ok ? plain.value : null;
  return plain.ok && framing(plain.value) === 0 && framing(bytes.value) > 0 ? plain.value : bytes.value;
}

const framing = ({ defects }: SipMessage): number => defects.filter((defect) => defect.startsWith("content_length")).length;
