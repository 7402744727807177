// Messages of a case script as agents and proxies would write them: Via stacks, branches, tags, CSeq, relayed headers and bodies.
import { sdpText, settings, type ScriptLine } from "./script-words.fixture.ts";

export interface ScriptHost {
  name: string;
  ip: string;
  port: number;
}

interface Sent {
  from: ScriptHost;
  to: ScriptHost;
  method: string;
  /** 0 for requests. */
  code: number;
  cseq: number;
  vias: string[];
  fromTag: string;
  toTag: string;
  fromUri: string;
  toUri: string;
  hopsLeft: number;
  /** Lower-case name → line as sent, of what a proxy relays unchanged. */
  carried: [name: string, value: string][];
  body: { type: string; text: string } | null;
  text: string;
}

const PHRASES: Readonly<Record<number, string>> = {
  100: "Trying",
  180: "Ringing",
  181: "Call Is Being Forwarded",
  183: "Session Progress",
  199: "Early Dialog Terminated",
  200: "OK",
  202: "Accepted",
  302: "Moved Temporarily",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  415: "Unsupported Media Type",
  420: "Bad Extension",
  422: "Session Interval Too Small",
  423: "Interval Too Brief",
  480: "Temporarily Unavailable",
  481: "Call/Transaction Does Not Exist",
  482: "Loop Detected",
  483: "Too Many Hops",
  484: "Address Incomplete",
  486: "Busy Here",
  487: "Request Terminated",
  488: "Not Acceptable Here",
  491: "Request Pending",
  500: "Server Internal Error",
  503: "Service Unavailable",
  504: "Server Time-out",
  580: "Precondition Failure",
  600: "Busy Everywhere",
  603: "Decline",
  606: "Not Acceptable",
};

/** Requests that make something of their own: without a To tag even while a dialog stands. */
const OUTSIDE_DIALOG = new Set(["REGISTER", "OPTIONS", "MESSAGE", "PUBLISH", "SUBSCRIBE"]);
const WITH_CONTACT = new Set(["INVITE", "REGISTER", "SUBSCRIBE", "NOTIFY", "REFER", "UPDATE"]);

/** One Call-ID's conversation so far. */
export class ScriptLeg {
  readonly callId: string;
  readonly #sent: Sent[] = [];
  /** Hosts in the order in which the first request visited them. */
  readonly #path: ScriptHost[] = [];
  readonly #cseqs = { caller: 0, callee: 0 };
  #calleeTag = "";
  #isAnswered = false;
  #challenges = 0;

  constructor(callId: string) {
    this.callId = callId;
  }

  say(line: ScriptLine, from: ScriptHost, to: ScriptHost): string {
    if (line.options.has("again")) {
      const before = this.#sent.findLast(
        (sent) => sent.from === from && sent.to === to && (line.what === String(sent.code) || line.what === sent.method),
      );
      if (before === undefined) throw new Error(`case script: nothing to send again: ${line.from}>${line.to} ${line.what}`);
      return before.text;
    }
    const sent = /^\d{3}$/.test(line.what) ? this.#response(line, from, to, Number(line.what)) : this.#request(line, from, to, line.what);
    this.#sent.push(sent);
    return sent.text;
  }

  #request(line: ScriptLine, from: ScriptHost, to: ScriptHost, method: string): Sent {
    const { options } = line;
    const received = options.has("new") ? undefined : this.#received(from, method);
    const invite = this.#sent.findLast((sent) => sent.code === 0 && sent.method === "INVITE" && sent.from === from && sent.to === to);
    const refusal = this.#sent.findLast(
      (sent) => sent.code >= 300 && sent.method === "INVITE" && sent.from === to && sent.to === from && sent.cseq === invite?.cseq,
    );
    const isHopByHop = method === "CANCEL" || (method === "ACK" && refusal !== undefined);
    const side =
      options.get("side") === "callee" || (!options.has("side") && this.#placeOf(from) > this.#placeOf(to)) ? "callee" : "caller";
    if (received === undefined && this.#path.length === 0) this.#path.push(from);
    if (!this.#path.includes(to) && (method === "INVITE" || this.#path.length < 2)) this.#path.push(to);
    const tags = this.#tags(method, side, received, isHopByHop ? refusal : undefined);
    const cseq = Number(options.get("cseq") ?? this.#cseq(method, side, received, invite, from));
    const branch =
      options.get("branch") ??
      (isHopByHop && invite
        ? (/branch=([^;]*)/.exec(invite.vias[0] ?? "")?.[1] ?? "")
        : `z9hG4bK-${this.callId.split("@")[0]}-${from.name}${to.name}-${this.#sent.length}`);
    const via = `SIP/2.0/${transport(options)} ${options.get("via") ?? hostText(from)};branch=${branch};rport`;
    const sent: Sent = {
      from,
      to,
      method,
      code: 0,
      cseq,
      vias: [via, ...(received && !isHopByHop ? received.vias : [])],
      fromTag: options.get("from") ?? tags[0],
      toTag: options.get("to") ?? tags[1],
      fromUri: side === "caller" ? CALLER : CALLEE,
      toUri: side === "caller" ? CALLEE : CALLER,
      hopsLeft: received ? received.hopsLeft - 1 : 70,
      carried: received && !isHopByHop ? received.carried : [],
      body: bodyFor(line, from, this.callId, received?.body ?? null),
      text: "",
    };
    if (options.has("user")) sent.fromUri = `<sip:${options.get("user")}@example.org>`;
    if (method === "REGISTER") sent.toUri = sent.fromUri;
    const isInDialog = sent.toTag !== "" && !isHopByHop;
    const uri =
      options.get("ruri") ??
      (method === "REGISTER"
        ? "sip:example.org"
        : isInDialog
          ? `sip:peer@${hostText(to)}`
          : received || isHopByHop
            ? `sip:2002@${hostText(to)}`
            : "sip:2002@example.org");
    const extra: [string, string][] = [["Max-Forwards", String(sent.hopsLeft)]];
    if (WITH_CONTACT.has(method) && !sent.carried.some(([name]) => name === "contact"))
      extra.push(["Contact", `<sip:${side === "caller" ? 1001 : 2002}@${hostText(from)}>`]);
    if (options.has("auth")) extra.push([this.#lastChallenge()[0], this.#credentials(options.get("auth") ?? "", uri)]);
    if (method === "PRACK" && !received) extra.push(["RAck", this.#rack()]);
    return this.#written(sent, `${method} ${uri} SIP/2.0`, extra, line);
  }

  /** What this host received and has not answered yet: it now sends it on. */
  #received(host: ScriptHost, method: string): Sent | undefined {
    if (method === "CANCEL") return undefined;
    const isOpen = (asked: Sent): boolean =>
      !this.#sent.some(
        (sent) =>
          sent.code >= 200 && sent.from === host && sent.to === asked.from && sent.method === asked.method && sent.cseq === asked.cseq,
      );
    return this.#sent.findLast(
      (sent) => sent.code === 0 && sent.method === method && sent.to === host && (method === "ACK" ? this.#isAnswered : isOpen(sent)),
    );
  }

  #placeOf(host: ScriptHost): number {
    const at = this.#path.indexOf(host);
    return at < 0 ? this.#path.length : at;
  }

  #tags(method: string, side: "caller" | "callee", received: Sent | undefined, refusal: Sent | undefined): [string, string] {
    const caller = `caller-${this.callId}`;
    if (received) return [received.fromTag, received.toTag];
    if (refusal) return [refusal.fromTag, method === "ACK" ? refusal.toTag : ""];
    const isOutside = OUTSIDE_DIALOG.has(method) || method === "CANCEL" || (method === "INVITE" && !this.#isAnswered);
    return isOutside ? [caller, ""] : side === "caller" ? [caller, this.#calleeTag] : [this.#calleeTag, caller];
  }

  #cseq(method: string, side: "caller" | "callee", received: Sent | undefined, invite: Sent | undefined, from: ScriptHost): number {
    if (received) return received.cseq;
    if (method === "ACK" || method === "CANCEL") return invite?.cseq ?? this.#sent.findLast((sent) => sent.method === "INVITE")?.cseq ?? 1;
    const own = this.#sent.findLast((sent) => sent.code === 0 && sent.method === "INVITE" && sent.from === from);
    const isOver =
      own === undefined ||
      this.#sent.some((sent) => sent.code >= 200 && sent.method === "INVITE" && sent.to === from && sent.cseq === own.cseq);
    // Several INVITEs side by side are forks of one.
    if (method === "INVITE" && own && !isOver) return own.cseq;
    return ++this.#cseqs[side];
  }

  #response(line: ScriptLine, from: ScriptHost, to: ScriptHost, code: number): Sent {
    const { options } = line;
    const method = options.get("for");
    const fits = (sent: Sent): boolean =>
      sent.code === 0 &&
      sent.method !== "ACK" &&
      sent.from === to &&
      sent.to === from &&
      (method === undefined || sent.method === method) &&
      (!options.has("cseq") || sent.cseq === Number(options.get("cseq")));
    const isOpen = (asked: Sent): boolean =>
      !this.#sent.some(
        (sent) => sent.code >= 200 && sent.from === from && sent.to === to && sent.method === asked.method && sent.cseq === asked.cseq,
      );
    const asked = this.#sent.findLast((sent) => fits(sent) && isOpen(sent)) ?? this.#sent.findLast(fits);
    if (asked === undefined) throw new Error(`case script: no request for ${line.from}>${line.to} ${line.what}`);
    const relayed = this.#sent.findLast(
      (sent) =>
        sent.code === code &&
        sent.method === asked.method &&
        sent.cseq === asked.cseq &&
        sent.to === from &&
        sent.vias.length > asked.vias.length,
    );
    const toTag = options.get("to") ?? (asked.toTag || relayed?.toTag || (code > 100 ? `callee-${from.name}-${this.callId}` : ""));
    const sent: Sent = {
      ...asked,
      from,
      to,
      code,
      toTag,
      carried: relayed?.carried ?? [],
      body: bodyFor(line, from, this.callId, relayed?.body ?? null),
      text: "",
    };
    if (asked.method === "INVITE" && code > 100 && code < 300 && !(this.#isAnswered && asked.toTag === "" && code < 200))
      this.#calleeTag = asked.toTag === "" ? toTag : this.#calleeTag;
    if (asked.method === "INVITE" && code >= 200 && code < 300) this.#isAnswered = true;
    const extra: [string, string][] = [];
    if ((code === 401 || code === 407) && !relayed)
      extra.push([code === 401 ? "WWW-Authenticate" : "Proxy-Authenticate", this.#challenge(options.get("challenge") ?? "")]);
    if (code > 100 && code < 300 && WITH_CONTACT.has(asked.method) && asked.method !== "REGISTER" && !relayed)
      extra.push(["Contact", `<sip:2002@${hostText(from)}>`]);
    return this.#written(sent, `SIP/2.0 ${code} ${options.get("phrase") ?? PHRASES[code] ?? "Response"}`, extra, line);
  }

  #challenge(text: string): string {
    const given = settings(text);
    const nonce = given.one("nonce") ?? `nonce${++this.#challenges}`;
    const more = ["stale", "algorithm", "qop"].flatMap((name) => (given.one(name) === undefined ? [] : [`${name}=${given.one(name)}`]));
    return [`Digest realm="${given.one("realm") ?? "example.org"}"`, `nonce="${nonce}"`, ...more].join(", ");
  }

  #lastChallenge(): [header: string, realm: string, nonce: string] {
    for (const { carried } of this.#sent.toReversed())
      for (const [name, value] of carried)
        if (name.endsWith("authenticate"))
          return [
            name === "www-authenticate" ? "Authorization" : "Proxy-Authorization",
            /realm="([^"]*)"/.exec(value)?.[1] ?? "",
            /nonce="([^"]*)"/.exec(value)?.[1] ?? "",
          ];
    return ["Authorization", "example.org", "none"];
  }

  #credentials(text: string, uri: string): string {
    const given = settings(text);
    const [, realm, nonce] = this.#lastChallenge();
    const more = ["algorithm", "qop", "nc"].flatMap((name) => (given.one(name) === undefined ? [] : [`${name}=${given.one(name)}`]));
    const parts = [
      `Digest username="${given.one("username") ?? "1001"}"`,
      `realm="${given.one("realm") ?? realm}"`,
      `nonce="${given.one("nonce") ?? nonce}"`,
      `uri="${given.one("uri") ?? uri}"`,
      `response="0123456789abcdef0123456789abcdef"`,
    ];
    return [...parts, ...more].join(", ");
  }

  #rack(): string {
    const reliable = this.#sent.findLast(({ code, carried }) => code > 100 && code < 200 && carried.some(([name]) => name === "rseq"));
    return `${reliable?.carried.find(([name]) => name === "rseq")?.[1] ?? 1} ${reliable?.cseq ?? 1} INVITE`;
  }

  #written(sent: Sent, startLine: string, extra: [string, string][], { headers, options }: ScriptLine): Sent {
    const given = new Set(headers.map(([name]) => name.replace(/^-/, "").toLowerCase()));
    const kept = sent.carried.filter(([name]) => !given.has(name) && !extra.some(([other]) => other.toLowerCase() === name));
    const own = [
      ...kept,
      ...extra.filter(([name]) => !given.has(name.toLowerCase())),
      ...headers.filter(([name]) => !name.startsWith("-")),
    ];
    sent.carried = own.filter(([name]) => name.toLowerCase() !== "max-forwards").map(([name, value]) => [name.toLowerCase(), value]);
    const tag = (name: string): string => (name === "" ? "" : `;tag=${name}`);
    const basic: [string, string][] = [
      ...sent.vias.map((value): [string, string] => ["Via", value]),
      ["From", `${sent.fromUri}${tag(sent.fromTag)}`],
      ["To", `${sent.toUri}${tag(sent.toTag)}`],
      ["Call-ID", this.callId],
      ["CSeq", `${sent.cseq} ${sent.method}`],
    ];
    const body = sent.body?.text ?? "";
    const tail: [string, string][] = [
      ...(sent.body === null ? [] : [["Content-Type", sent.body.type] as [string, string]]),
      ["Content-Length", String(body.length)],
    ];
    const lines = [
      ...basic.filter(([name]) => !given.has(name.toLowerCase())),
      ...own,
      ...tail.filter(([name]) => !given.has(name.toLowerCase())),
    ].map(([name, value]) => `${name}: ${value}`);
    return { ...sent, text: `${[options.get("start") ?? startLine, ...lines].join("\r\n")}\r\n\r\n${body}` };
  }
}

const CALLER = '"Anna" <sip:1001@example.org>';
const CALLEE = "<sip:2002@example.org>";

export const hostText = ({ ip, port }: ScriptHost): string => `${ip.includes(":") ? `[${ip}]` : ip}:${port}`;

export const transport = (options: ReadonlyMap<string, string>): string =>
  ["tcp", "tls", "ws", "wss"].find((name) => options.has(name))?.toUpperCase() ?? "UDP";

function bodyFor({ options }: ScriptLine, from: ScriptHost, callId: string, relayed: Sent["body"]): Sent["body"] {
  const sdp = options.get("sdp");
  const other = options.get("body");
  if (sdp !== undefined)
    return { type: "application/sdp", text: sdpText(sdp, { ip: from.ip, sessionId: `${from.ip.replaceAll(/\D/g, "")}${callId.length}` }) };
  if (other !== undefined) return { type: other.split(" ")[0] ?? "", text: other.slice(other.indexOf(" ") + 1).replaceAll("\\n", "\r\n") };
  return options.has("nosdp") ? null : relayed;
}
