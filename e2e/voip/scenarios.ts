// SIPp scenarios for the end-to-end tests, written as steps: one caller and one callee that together make answered, busy, cancelled,
// challenged and unanswered calls.

const SDP = `v=0
o=glass 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15`;

const message = (text: string, body = ""): string =>
  `<![CDATA[\n${text}\n${body === "" ? "Content-Length: 0\n\n" : `Content-Type: application/sdp\nContent-Length: [len]\n\n${body}\n`}]]>`;

interface RequestParts {
  cseq: number;
  branch?: string;
  toTag?: boolean;
  extra?: string;
  body?: string;
}

function request(method: string, target: string, { cseq, branch = "[branch]", toTag = false, extra = "", body = "" }: RequestParts): string {
  const lines = [
    `${method} ${target} SIP/2.0`, `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`, 'From: "Ada Test" <sip:[user]@glass.test>;tag=a[pid]x[call_number]',
    `To: <sip:[service]@glass.test>${toTag ? "[peer_tag_param]" : ""}`, "Call-ID: [call_id]", `CSeq: ${cseq} ${method}`, "Contact: <sip:[user]@[local_ip]:[local_port]>", "Max-Forwards: 70",
    "User-Agent: glass-caller/1.0",
  ];
  if (toTag) lines.push("[routes]");
  if (extra) lines.push(extra);
  const retransmits = method === "ACK" ? "" : ' retrans="500"';
  return `<send${retransmits}>${message(lines.join("\n"), body)}</send>`;
}

function response(status: string, body = ""): string {
  const lines = [
    `SIP/2.0 ${status}`, "[last_Via:]", "[last_Record-Route:]", "[last_From:]", "[last_To:];tag=b[pid]x[call_number]", "[last_Call-ID:]", "[last_CSeq:]",
    "Contact: <sip:[local_ip]:[local_port]>", "Server: glass-callee/1.0",
  ];
  return `<send>${message(lines.join("\n"), body)}</send>`;
}

const TARGET = "sip:[service]@[remote_ip]:[remote_port]";
const invite = (parts: Partial<RequestParts> = {}): string => request("INVITE", TARGET, { cseq: 1, body: SDP, ...parts });
/** `[branch-N]` of SIPp counts steps back, receives and pauses included: the ACK of a failure has its INVITE's branch (RFC 3261 §17.1.1.3). */
const ackOfFailure = (branch: number, cseq = 1): string => request("ACK", TARGET, { cseq, branch: `[branch-${branch}]`, toTag: true }).replace("[routes]\n", "");
const optional = (code: number): string => `<recv response="${code}" optional="true"/>`;
const expect = (code: number, attributes = ""): string => `<recv response="${code}" ${attributes}/>`;
const talk = (ms: number): string => `<pause milliseconds="${ms}"/>`;
const bye = (cseq: number): string => request("BYE", "[next_url]", { cseq, toTag: true }) + expect(200);
const answered = (cseq: number): string =>
  optional(100) + optional(180) + expect(200, 'rrs="true"') + request("ACK", "[next_url]", { cseq, toTag: true }) + talk(800) + bye(cseq + 1);
/** The CANCEL's 200 and the INVITE's 487 are answers of two transactions: a proxy with several workers may turn their order round. */
const endOfCancelled = expect(487, 'optional="true" next="1"') + expect(200) + expect(487, 'next="2"') + '<label id="1"/>' + expect(200) + '<label id="2"/>';

const scenario = (name: string, steps: string): string => `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="${name}">${steps}</scenario>\n`;
const failing = (code: number): string => invite() + optional(100) + optional(180) + expect(code) + ackOfFailure(4);

export const CALLERS: Record<string, string> = {
  answered: scenario("answered", invite() + answered(1)),
  busy: scenario("busy", failing(486)),
  unavailable: scenario("unavailable", failing(503)),
  unknown: scenario("unknown", failing(404)),
  cancelled: scenario("cancelled", invite() + optional(100) + expect(180) + talk(400) + request("CANCEL", TARGET, { cseq: 1, branch: "[branch-4]" }) + endOfCancelled + ackOfFailure(9)),
  challenged: scenario("challenged", invite() + optional(100) + '<recv response="407" auth="true"/>' + ackOfFailure(3) + invite({ cseq: 2, extra: "[authentication]" }) + answered(2)),
};

export const CALLEES: Record<string, string> = {
  answers: scenario("answers", '<recv request="INVITE" rrs="true"/>' + response("180 Ringing") + talk(200) + response("200 OK", SDP).replace("<send>", '<send retrans="500">') + '<recv request="ACK"/><recv request="BYE"/>' + response("200 OK")),
  busy: scenario("busy", '<recv request="INVITE"/>' + response("486 Busy Here") + '<recv request="ACK"/>'),
  rings: scenario("rings", '<recv request="INVITE"><action><ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="cseq"/></action></recv>' + response("180 Ringing") + '<recv request="CANCEL"/>' + response("200 OK") + response("487 Request Terminated").replace("[last_CSeq:]", "CSeq: [$cseq] INVITE") + '<recv request="ACK"/>'),
};
