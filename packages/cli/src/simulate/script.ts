// Writes what happens in a call, message by message, as a capture agent on its proxy sees it: hop by hop, with Via, tags and CSeq right.
import { PAYLOAD_TYPE } from "@sipglass/model";
import type { FrameEnd } from "./hep-frame.ts";
import type { Look, Party } from "./look.ts";
import { filled } from "./filler.ts";
import { messageText, type HeaderLine } from "./message-text.ts";
import { answeredCodecs, sdpBody, type SdpSpec } from "./sdp-body.ts";
import { filledLength } from "./template.ts";

export interface Step {
  /** Time after the start of the call = baseMs + rings × (how long it rings) + talks × (how long it talks). */
  baseMs: number;
  rings: number;
  talks: number;
  src: FrameEnd;
  dst: FrameEnd;
  payloadType: number;
  text: string;
  /** "INVITE", "200 BYE", "RTCP": what the manifest counts by. */
  kind: string;
  retransmission: boolean;
}

export interface Transaction {
  method: string;
  cseq: number;
  from: "caller" | "callee";
  /** Via branch of the requester and of the proxy. */
  branches: readonly [string, string];
  uri: string;
  /** Who answers; `fork` is the second phone that rings. */
  target: Party;
}

export interface MessageOptions {
  toTag?: "toTag" | "forkTag";
  sdp?: Pick<SdpSpec, "side" | "version" | "direction">;
  headers?: readonly HeaderLine[];
}

const TRANSPORT_PARAMETER = { UDP: "", TCP: ";transport=tcp", TLS: ";transport=tls" } as const;

export class Script {
  readonly steps: Step[] = [];
  readonly look: Look;
  #baseMs = 0;
  #rings = 0;
  #talks = 0;
  #branches = 0;

  constructor(look: Look) {
    this.look = look;
  }

  after(ms: number): this {
    this.#baseMs += ms;
    return this;
  }

  /** The phone rings until here. */
  rung(): this {
    this.#rings = 1;
    return this;
  }

  /** This part of the talking is over. */
  talked(share: number): this {
    this.#talks = share;
    return this;
  }

  transaction(method: string, cseq: number, from: "caller" | "callee" = "caller", target = from === "caller" ? this.look.callee : this.look.caller): Transaction {
    const length = target.agent.branchLength;
    const branch = (): string => `z9hG4bK${target.agent.compact ? "-" : ""}{{branch${this.#branches++}:${length}}}`;
    const far = target === this.look.caller ? this.look.callerUri : `${this.look.calleeUri.split("@")[0]}@${target.host}:${target.end.port}`;
    const uri = method === "REGISTER" ? `sip:${this.look.domain}` : method === "INVITE" && cseq < 3 ? this.look.calleeUri : far;
    return { method, cseq, from, branches: [branch(), branch()], uri, target };
  }

  /** The same request on another branch of the proxy: a fork. */
  forked(transaction: Transaction, target: Party): Transaction {
    return { ...transaction, target, branches: [transaction.branches[0], `z9hG4bK{{branch${this.#branches++}:14}}`] };
  }

  /** From the requester to the target, over every hop that was captured. */
  request(transaction: Transaction, options: MessageOptions = {}): this {
    for (const hop of this.#hops(transaction)) this.requestHop(transaction, hop, options);
    return this;
  }

  requestHop(transaction: Transaction, hop: 0 | 1, options: MessageOptions = {}): this {
    const { method, uri, target } = transaction;
    const sender = this.#requester(transaction);
    const headers: HeaderLine[] = [...this.#vias(transaction, hop), ["Max-Forwards", String(70 - hop)], ...this.#dialog(transaction, options.toTag), ...(options.headers ?? [])];
    if (method === "INVITE" && hop === 1) headers.push(["Record-Route", this.#recordRoute()]);
    if (method !== "CANCEL" && method !== "ACK") headers.push(["User-Agent", sender.agent.name]);
    if (CONTACT_METHODS.has(method)) headers.push(["Contact", this.#contact(sender)], ["Allow", sender.agent.allow], ["Supported", sender.agent.supported]);
    if (method === "INVITE") headers.push(...this.#extras(sender));
    const ends = hop === 0 ? [sender, this.look.proxy] as const : [this.look.proxy, target] as const;
    return this.#push(ends, this.#text(`${method} ${uri} SIP/2.0`, headers, this.#body(sender, options), sender), method);
  }

  /** From the target back to the requester. */
  response(transaction: Transaction, status: string, options: MessageOptions = {}): this {
    for (const hop of this.#hops(transaction).toReversed()) this.responseHop(transaction, hop, status, options, transaction.target);
    return this;
  }

  /** The proxy's own answer (100, 407, 404 …), seen by the requester alone. */
  proxyResponse(transaction: Transaction, status: string, options: MessageOptions = {}): this {
    return this.responseHop(transaction, 0, status, options, this.look.proxy);
  }

  responseHop(transaction: Transaction, hop: 0 | 1, status: string, options: MessageOptions, by: Party): this {
    const sender = this.#requester(transaction);
    const toTag = options.toTag ?? (status.startsWith("100") ? undefined : "toTag");
    const headers: HeaderLine[] = [...this.#vias(transaction, hop, true), ...this.#dialog(transaction, toTag), ...(options.headers ?? [])];
    const code = Number(status.slice(0, 3));
    if (transaction.method === "INVITE" && code > 100 && code < 300) {
      headers.push(["Record-Route", this.#recordRoute()], ["Contact", this.#contact(by)], ["Allow", by.agent.allow], ["Supported", by.agent.supported], ...this.#extras(by));
    }
    headers.push(["Server", by.agent.name]);
    const ends = hop === 0 ? [this.look.proxy, sender] as const : [transaction.target, this.look.proxy] as const;
    return this.#push(ends, this.#text(`SIP/2.0 ${status}`, headers, this.#body(by, options), by), `${code} ${transaction.method}`);
  }

  /** The last message once more, as UDP does when no answer came (RFC 3261 §17.1.1.2). */
  again(afterMs: number): this {
    const last = this.steps.at(-1);
    if (last === undefined) throw new RangeError("nothing to send again");
    this.after(afterMs);
    this.steps.push({ ...last, baseMs: this.#baseMs, rings: this.#rings, talks: this.#talks, retransmission: true });
    return this.after(0.5);
  }

  /** A report of one side of the media, correlated by Call-ID as rtpengine sends it. */
  rtcp(text: string, from: "caller" | "callee"): this {
    const [caller, callee] = [this.#media(this.look.caller, "offer"), this.#media(this.look.callee, "answer")];
    const [src, dst] = from === "caller" ? [caller, callee] : [callee, caller];
    this.steps.push({
      baseMs: this.#baseMs, rings: this.#rings, talks: this.#talks, src, dst, payloadType: PAYLOAD_TYPE.RTCP_JSON, text, kind: "RTCP", retransmission: false,
    });
    return this.after(0.2);
  }

  #media(party: Party, side: "offer" | "answer"): FrameEnd {
    return { ...party.end, port: `${side}PortRtcp` };
  }

  /** Which hops of a request were captured: with one hop, the one on the caller's side. */
  #hops(transaction: Transaction): (0 | 1)[] {
    if (this.look.hops === 2) return [0, 1];
    return transaction.from === "caller" ? [0] : [1];
  }

  #requester(transaction: Transaction): Party {
    if (transaction.from === "caller") return this.look.caller;
    return this.look.callee;
  }

  #push([from, to]: readonly [Party, Party], text: string, kind: string): this {
    this.steps.push({
      baseMs: this.#baseMs, rings: this.#rings, talks: this.#talks, src: from.end, dst: to.end, payloadType: PAYLOAD_TYPE.SIP, text, kind, retransmission: false,
    });
    return this.after(0.4 + (this.steps.length % 5) * 0.3);
  }

  #text(startLine: string, headers: readonly HeaderLine[], body: string, by: Party): string {
    return messageText(startLine, filled(headers, startLine.length + filledLength(body), this.look.random), body, by.agent);
  }

  #vias(transaction: Transaction, hop: 0 | 1, response = false): HeaderLine[] {
    const sender = this.#requester(transaction);
    const { transport, proxy } = this.look;
    const received = response || hop === 1 ? `;received=${sender.end.ip};rport=${sender.end.port}` : ";rport";
    const own: HeaderLine = ["Via", `SIP/2.0/${transport} ${sender.host}:${sender.end.port};branch=${transaction.branches[0]}${received}`];
    return hop === 0 ? [own] : [["Via", `SIP/2.0/${transport} ${proxy.host}:${proxy.end.port};branch=${transaction.branches[1]}`], own];
  }

  /** From, To, Call-ID and CSeq: in requests of the callee, From and To change places. */
  #dialog(transaction: Transaction, toTag: "toTag" | "forkTag" | undefined): HeaderLine[] {
    const { look } = this;
    const caller = `${look.from};tag={{fromTag:${look.caller.agent.tagLength}}}`;
    const callee = toTag === undefined ? look.to : `${look.to};tag={{${toTag}:${look.callee.agent.tagLength}}}`;
    const to: HeaderLine[] = transaction.method === "REGISTER"
      ? [["From", caller], ["To", toTag === undefined ? look.from : `${look.from};tag={{${toTag}:12}}`]]
      : [["From", transaction.from === "caller" ? caller : callee], ["To", transaction.from === "caller" ? callee : caller]];
    // A challenge gets its ACK under the number of the request that was challenged.
    return [...to, ["Call-ID", look.callId], ["CSeq", `${transaction.cseq} ${transaction.method}`]];
  }

  #contact(party: Party): string {
    const user = (party === this.look.caller ? this.look.callerUri : this.look.calleeUri).slice("sip:".length).split("@")[0] ?? "";
    return `<sip:${user}@${party.host}:${party.end.port}${TRANSPORT_PARAMETER[this.look.transport]}>`;
  }

  #recordRoute(): string {
    const { proxy, transport } = this.look;
    return `<sip:${proxy.host}:${proxy.end.port}${TRANSPORT_PARAMETER[transport]};lr;ftag={{fromTag:${this.look.caller.agent.tagLength}}}>`;
  }

  #body(by: Party, { sdp }: MessageOptions): string {
    if (sdp === undefined) return "";
    const { caller, callee, transport } = this.look;
    const party = sdp.side === "offer" ? caller : callee;
    const offered = caller.agent.codecs;
    return sdpBody({
      ...sdp, agent: by.agent, codecs: sdp.side === "offer" ? offered : answeredCodecs(offered), ip: party.end.ip, v6: party.host.startsWith("["), secure: transport === "TLS",
    });
  }

  #extras(party: Party): HeaderLine[] {
    return party.agent.extras.map((name) => [name, extraValue(name, this.look)] as const);
  }
}

const CONTACT_METHODS = new Set(["INVITE", "REGISTER", "OPTIONS", "UPDATE", "SUBSCRIBE"]);

function extraValue(name: string, look: Look): string {
  const { domain } = look;
  switch (name) {
    case "P-Asserted-Identity": return `<${look.callerUri}>`;
    case "P-Charging-Vector": return `icid-value={{icid:32}};icid-generated-at=${domain};orig-ioi=home1.example`;
    case "Session-Expires": return "1800;refresher=uac";
    case "P-Early-Media": return "supported";
    case "Date": return "Fri, 20 Nov 2026 17:40:12 GMT";
    case "Privacy": return "none";
    case "X-Trunk": return `gw-{{sessionHex:6}};group=${domain.length}`;
    case "User-to-User": return "00{{response:32}};encoding=hex";
    case "P-Access-Network-Info": return "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=26201{{nonce:12}}";
    default: return "{{sessionHex:32}};remote=00000000000000000000000000000000";
  }
}
