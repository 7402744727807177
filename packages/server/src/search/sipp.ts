// A call as a SIPp scenario (SIPp 3.6): what one end of its first hop sent and received, so that the call can be made again against a system under
// test. Identifiers of the call become SIPp's own (Call-ID, branches, tags, addresses); everything else stays as it was sent.
import { allHeaders, bodyOf, headerOf, parseNameAddr, parseSip } from "@sipglass/decode";
import { PAYLOAD_TYPE, type MessageView, type SipMessage } from "@sipglass/model";

export type SippRole = "uac" | "uas";

interface Step {
  view: MessageView;
  message: SipMessage;
  /** Sent by the end that the scenario plays. */
  own: boolean;
  /** Of a request: it has a To tag; of a response: its request has. */
  inDialog: boolean;
}

/** Nobody waits longer for a phone that rang a minute in the capture. */
const LONGEST_PAUSE_MS = 120_000;
const SHORTEST_PAUSE_MS = 20;

/** "" when the call has no request on its first hop that could begin a scenario. */
export function sippScenario(messages: readonly MessageView[], role: SippRole): string {
  const steps = stepsOf(messages, role);
  const first = steps[0];
  if (!first) return "";
  const parts: string[] = [];
  let lastUs = first.view.timeUs;
  for (const step of steps) {
    const pauseMs = Math.min(Math.round((step.view.timeUs - lastUs) / 1000), LONGEST_PAUSE_MS);
    if (step.own && pauseMs >= SHORTEST_PAUSE_MS) parts.push(`  <pause milliseconds="${pauseMs}"/>`);
    parts.push(step.own ? sendOf(step, role) : receiveOf(step, step === first));
    lastUs = step.view.timeUs;
  }
  const remembered = role === "uas" ? '  <Reference variables="caller,called"/>\n' : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n<scenario name="${escapeXml(`${first.view.callId} as ${role}`)}">\n${parts.join("\n")}\n${remembered}</scenario>\n`;
}

/** The messages of the first hop, each transmission once: between the two ends of the first request. */
function stepsOf(messages: readonly MessageView[], role: SippRole): Step[] {
  const sip = messages.filter(({ payloadType, retransmission }) => payloadType === PAYLOAD_TYPE.SIP && !retransmission);
  const first = sip.find(({ method, toTag }) => method !== "" && method !== "ACK" && method !== "CANCEL" && toTag === "");
  if (!first) return [];
  // Ports tell the ends apart where all run on one host; elsewhere TCP makes them anew for every connection.
  const isOneHost = first.src === first.dst;
  const isCaller = (ip: string, port: number): boolean => ip === first.src && (!isOneHost || port === first.srcPort);
  const isCallee = (ip: string, port: number): boolean => ip === first.dst && (!isOneHost || port === first.dstPort);
  const dialogs = new Map<string, boolean>();
  const steps = sip.slice(sip.indexOf(first)).flatMap((view) => {
    const outward = isCaller(view.src, view.srcPort) && isCallee(view.dst, view.dstPort);
    const inward = isCallee(view.src, view.srcPort) && isCaller(view.dst, view.dstPort);
    const parsed = outward || inward ? parseSip(Buffer.from(view.raw, "utf8").toString("latin1")) : undefined;
    if (!parsed?.ok) return [];
    const message = parsed.value;
    const transaction = `${message.isRequest === outward ? "out" : "in"} ${message.cseq} ${message.cseqMethod}`;
    if (message.isRequest) dialogs.set(transaction, message.toTag !== "");
    return [{ view, message, own: outward === (role === "uac"), inDialog: dialogs.get(transaction) ?? false }];
  });
  return steps.flatMap((step) => (lacksAck(step, steps) ? [step, ackOf(step)] : [step]));
}

/** Some agents do not capture the ACK of a 2xx, without which SIPp would send its answer again and again. */
const lacksAck = ({ message }: Step, steps: readonly Step[]): boolean =>
  message.statusCode >= 200 && message.statusCode < 300 && message.cseqMethod === "INVITE" && !steps.some((other) => other.message.method === "ACK" && other.message.cseq === message.cseq);

function ackOf({ view, message, own }: Step): Step {
  const text = `ACK sip:ack@host SIP/2.0\r\nFrom: ${message.from}\r\nTo: ${message.to}\r\nCall-ID: ${message.callId}\r\nCSeq: ${message.cseq} ACK\r\nMax-Forwards: 70\r\n\r\n`;
  const parsed = parseSip(text);
  if (!parsed.ok) throw new Error("BUG: the ACK that was made is no SIP");
  return { view, message: parsed.value, own: !own, inDialog: true };
}

const REMEMBER = `
    <action>
      <ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>
      <ereg regexp=".*" search_in="hdr" header="To:" assign_to="called"/>
    </action>
  </recv>`;

function receiveOf({ message }: Step, isFirst: boolean): string {
  if (message.isRequest) return `  <recv request="${escapeXml(message.method)}"${isFirst ? `>${REMEMBER}` : "/>"}`;
  // A hop sends its own 100 or does not; other answers come as they did.
  return `  <recv response="${message.statusCode}"${message.statusCode === 100 ? ' optional="true"' : ""}/>`;
}

function sendOf(step: Step, role: SippRole): string {
  const { message } = step;
  const text = message.isRequest ? requestText(step, role) : responseText(step, role);
  const retransmits = message.isRequest ? message.method !== "ACK" : message.statusCode >= 200 && message.cseqMethod === "INVITE";
  return `  <send${retransmits ? ' retrans="500"' : ""}>\n    <![CDATA[\n${text.replaceAll("]]>", "]]]]><![CDATA[>")}\n    ]]>\n  </send>`;
}

const CONTACT = "Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>";
/** Made anew by SIPp, or of the capture's hops alone. */
const REPLACED = new Set(["via", "v", "from", "f", "to", "t", "call-id", "i", "contact", "m", "content-length", "l", "route", "record-route", "cseq"]);
const WITHOUT_CONTACT = new Set(["ACK", "BYE", "CANCEL"]);
const tagOf = (role: SippRole): string => `;tag=${role}[pid]x[call_number]`;

function requestText({ message, inDialog }: Step, role: SippRole): string {
  const uri = `sip:${userOf(message.requestUri) || "[service]"}@[remote_ip]:[remote_port]`;
  // The callee's own requests go to the caller as he named himself; the caller's to whoever answered last.
  const parties =
    role === "uas"
      ? [`From:[$called]${tagOf(role)}`, "To:[$caller]"]
      : [`From: ${partyOf(message.from, "[local_ip]:[local_port]")}${tagOf(role)}`, `To: ${partyOf(message.to, "[remote_ip]:[remote_port]")}${inDialog || message.method === "ACK" ? "[peer_tag_param]" : ""}`];
  return withBody([
    `${message.method} ${uri} SIP/2.0`, "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]", ...parties, "Call-ID: [call_id]", `CSeq: ${message.cseq} ${message.cseqMethod}`,
    ...(WITHOUT_CONTACT.has(message.method) ? [] : [CONTACT]), ...otherHeaders(message),
  ], message);
}

function responseText({ message, inDialog }: Step, role: SippRole): string {
  const { statusCode, reasonPhrase } = message;
  return withBody([
    `SIP/2.0 ${statusCode} ${reasonPhrase}`, "[last_Via:]", "[last_From:]", statusCode > 100 && !inDialog ? `[last_To:]${tagOf(role)}` : "[last_To:]", "[last_Call-ID:]", "[last_CSeq:]",
    ...(statusCode > 100 && statusCode < 300 ? [CONTACT] : []), ...otherHeaders(message),
  ], message);
}

const otherHeaders = (message: SipMessage): string[] => allHeaders(message).filter(({ name }) => !REPLACED.has(name.toLowerCase())).map(({ name, value }) => `${name}: ${plain(value)}`);

function withBody(lines: readonly string[], message: SipMessage): string {
  const body = bodyOf(message);
  const head = [...lines, "Content-Length: [len]"];
  const isSdp = /sdp/i.test(headerOf(message, "content-type") ?? "");
  const content = body === "" ? [] : (isSdp ? ownMedia(body) : body.split(/\r?\n/)).filter((line) => line !== "").map(plainBody);
  return [...head, "", ...content].map((line) => (line === "" ? "" : `      ${line}`)).join("\n");
}

const KEYWORDS = new Set(["[media_ip_type]", "[media_ip]", "[local_ip_type]", "[local_ip]", "[media_port]"]);

/** Media goes where SIPp is: its own address and ports. */
function ownMedia(sdp: string): string[] {
  return sdp.split(/\r?\n/).map((line) => {
    if (line.startsWith("c=")) return "c=IN IP[media_ip_type] [media_ip]";
    if (line.startsWith("o=")) return line.replace(/ IN IP[46] \S+\s*$/, " IN IP[local_ip_type] [local_ip]");
    return line.replace(/^(m=\w+) [1-9]\d*/, "$1 [media_port]");
  });
}

function userOf(uri: string): string {
  const [, sip, tel] = /^(?:sips?:([^@;>]+)@|tel:([^;>]+))/i.exec(uri) ?? [];
  return plain(sip ?? tel ?? "");
}

function partyOf(value: string, host: string): string {
  const { display, uri } = parseNameAddr(value);
  const user = userOf(uri);
  return `${display === "" ? "" : `"${plain(display).replaceAll('"', "")}" `}<sip:${user === "" ? "" : `${user}@`}${host}>`;
}

/** Square brackets are SIPp's keywords; in outside text they are written in hexadecimal. */
const plain = (text: string): string => text.replaceAll(/[\r\n]+/g, " ").replaceAll("[", "\\x5B").replaceAll("]", "\\x5D");
const plainBody = (line: string): string => line.replaceAll(/\[[a-z_]*\]|[[\]]/g, (found) => (KEYWORDS.has(found) ? found : plain(found)));

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll(/[\x00-\x1f]/g, " ");
