// Faults as they come in a week of support, each as the messages that show it, and what its page has to say about it.
import { CALLEE_PHONE, CARRIER, PBX, PCMA, PHONE, PROXY, script, type Script } from "./fault-script.ts";

export interface Fault {
  name: string;
  script: Script;
  /** The rule that must find it first. */
  finding: string;
  /** What went wrong and where, in the first line. */
  says: RegExp;
  /** What to do about it, beside it. */
  todo: RegExp;
}

const offer = PCMA(PHONE);
const WAY = [PHONE, PROXY, CARRIER];
const challenge = (nonce: string): string => `Proxy-Authenticate: Digest realm="example.com", nonce="${nonce}", algorithm=MD5, qop="auth"`;
const credentials = (nonce: string): string =>
  `Proxy-Authorization: Digest username="frontdesk", realm="example.com", nonce="${nonce}", uri="sip:+491713920042@example.com", response="6629fae49393a05397450978507c4ef1", algorithm=MD5, qop=auth, nc=00000001, cnonce="0a4f"`;

/** INVITE over both hops, answered after `ringMs`. */
function answered(name: string, ringMs: number, answer = PCMA(CALLEE_PHONE), headers: readonly string[] = []): Script {
  const way = [PHONE, PROXY, CALLEE_PHONE];
  return script(name, way)
    .request(0, 0, "INVITE", { sdp: offer, headers }).response(1, 0, "100 Trying").request(4, 1, "INVITE", { sdp: offer, headers })
    .response(90, 1, "180 Ringing").response(93, 0, "180 Ringing").response(90 + ringMs, 1, "200 OK", { sdp: answer, headers }).response(94 + ringMs, 0, "200 OK", { sdp: answer, headers });
}
const ackOf = (one: Script, atMs: number): Script => one.request(atMs, 0, "ACK", { salt: "2xx" }).request(atMs + 3, 1, "ACK", { salt: "2xx" });
const hangUp = (one: Script, atMs: number): Script =>
  one.request(atMs, 0, "BYE", { cseq: 2 }).request(atMs + 3, 1, "BYE", { cseq: 2 }).response(atMs + 20, 1, "200 OK", { cseq: 2, method: "BYE" }).response(atMs + 23, 0, "200 OK", { cseq: 2, method: "BYE" });

const refused = (name: string, status: string, atMs: number, headers: readonly string[] = []): Script =>
  script(name, WAY)
    .request(0, 0, "INVITE", { sdp: offer }).response(1, 0, "100 Trying").request(4, 1, "INVITE", { sdp: offer }).response(9, 1, "100 Trying")
    .response(atMs, 1, status, { headers }).request(atMs + 2, 1, "ACK").response(atMs + 4, 0, status, { headers }).request(atMs + 20, 0, "ACK");

const wrongPassword = script("wrong-password", [PHONE, PROXY])
  .request(0, 0, "INVITE", { sdp: offer }).response(3, 0, "407 Proxy Authentication Required", { headers: [challenge("n-5f3a")] }).request(20, 0, "ACK")
  .request(30, 0, "INVITE", { sdp: offer, cseq: 2, headers: [credentials("n-5f3a")] }).response(36, 0, "407 Proxy Authentication Required", { cseq: 2, headers: [challenge("n-77b1")] })
  .request(50, 0, "ACK", { cseq: 2 });

const noAnswer = script("no-answer", WAY)
  .request(0, 0, "INVITE", { sdp: offer }).response(1, 0, "100 Trying").request(4, 1, "INVITE", { sdp: offer }).response(300, 1, "180 Ringing").response(303, 0, "180 Ringing")
  .response(40_300, 1, "480 Temporarily Unavailable").request(40_302, 1, "ACK").response(40_305, 0, "480 Temporarily Unavailable").request(40_320, 0, "ACK");

const unreachable = [500, 1500, 3500, 7500, 15_500].reduce(
  (one, atMs) => one.request(4 + atMs, 1, "INVITE", { sdp: offer }),
  script("unreachable", WAY).request(0, 0, "INVITE", { sdp: offer }).response(1, 0, "100 Trying").request(4, 1, "INVITE", { sdp: offer }),
).response(32_010, 0, "408 Request Timeout").request(32_030, 0, "ACK");

const echoed = script("echoed", WAY)
  .request(0, 0, "INVITE", { sdp: offer }).response(1, 0, "100 Trying").request(4, 1, "INVITE", { sdp: offer }).response(9, 1, "100 Trying")
  .response(2100, 1, "503 Service Unavailable", { headers: ["Retry-After: 30", 'Reason: Q.850;cause=34;text="No circuit available"'] }).request(2102, 1, "ACK")
  .response(2104, 0, "500 Server Internal Error").request(2120, 0, "ACK");

const PRIVATE = { name: "inside", ip: "192.168.7.20" };
function oneWay(): Script {
  let one = ackOf(answered("one-way", 4000, PCMA(PRIVATE)), 4200);
  for (let i = 1; i <= 4; i += 1) {
    const packets = i * 250;
    one = one.rtcp(4200 + i * 5000, PHONE, CALLEE_PHONE, packets, { lostShare: 0, lost: 0, received: packets, jitter: 20 }).rtcp(4300 + i * 5000, CALLEE_PHONE, PHONE, packets, null);
  }
  return hangUp(one, 26_000);
}

const lostAck = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]
  .reduce((one, atMs) => one.response(3090 + atMs, 1, "200 OK", { sdp: PCMA(CALLEE_PHONE) }), answered("lost-ack", 3000))
  .reverse(35_100, "BYE", { cseq: 101 }).reverseAnswer(35_130, "200 OK", { cseq: 101 });

const registration = script("registration", [PHONE, PROXY], "+493023125100", "+493023125100")
  .request(0, 0, "REGISTER", { headers: ["Expires: 600"] }).response(3, 0, "401 Unauthorized", { method: "REGISTER", headers: ['WWW-Authenticate: Digest realm="example.com", nonce="r-1"'] })
  .request(20, 0, "REGISTER", { cseq: 2, headers: ["Expires: 600", 'Authorization: Digest username="frontdesk", realm="example.com", nonce="r-1", uri="sip:example.com", response="11"'] })
  .response(26, 0, "404 Not Found", { cseq: 2, method: "REGISTER" });

function loop(): Script {
  const hops = [PHONE, ...Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? PROXY : PBX))];
  const one = script("loop", hops);
  for (let hop = 0; hop < hops.length - 1; hop += 1) one.request(hop * 3, hop, "INVITE", { sdp: offer });
  for (let hop = hops.length - 2; hop >= 0; hop -= 1) one.response(50 + (hops.length - hop) * 3, hop, "483 Too Many Hops");
  return one.request(120, 0, "ACK");
}

const TIMER = ["Supported: timer", "Session-Expires: 90;refresher=uac"];
const timerDrop = ackOf(answered("timer-drop", 2000, PCMA(CALLEE_PHONE), TIMER), 2200)
  .reverse(92_300, "BYE", { cseq: 101, headers: ['Reason: SIP;cause=408;text="Session timer expired"'] }).reverseAnswer(92_330, "200 OK", { cseq: 101 });

function badQuality(): Script {
  let one = ackOf(answered("bad-quality", 2000), 2200);
  for (let i = 1; i <= 10; i += 1) {
    const packets = i * 250;
    one = one.rtcp(2200 + i * 5000, PHONE, CALLEE_PHONE, packets, { lostShare: 0.12, lost: Math.round(packets * 0.12), received: Math.round(packets * 0.88), jitter: 160 })
      .rtcp(2300 + i * 5000, CALLEE_PHONE, PHONE, packets, { lostShare: 0, lost: 0, received: packets, jitter: 24 });
  }
  return hangUp(one, 55_000);
}

export const FAULTS: readonly Fault[] = [
  { name: "wrong password", script: wrongPassword, finding: "wrong_password", says: /^sbc1 \S+ does not accept the password of "frontdesk"/, todo: /^Compare user name, realm and password/ },
  { name: "busy", script: refused("busy", "486 Busy Here", 700), finding: "callee_busy", says: /^The called party was busy: carrier-b /, todo: /^Nothing, unless the called party was idle/ },
  { name: "no answer", script: noAnswer, finding: "no_answer", says: /^Nobody answered at carrier-b \S+ after 40 s of ringing/, todo: /did the phone ring\?/ },
  { name: "unreachable", script: unreachable, finding: "hop_silent", says: /^carrier-b \S+ does not answer: sbc1 \S+ sent its INVITE 6 times .* never heard ringing\.$/, todo: /^Check that the host is up/ },
  { name: "503 echoed as 500", script: echoed, finding: "no_circuit", says: /^carrier-b \S+ had no line or resource free: 503 /, todo: /lines or licences/ },
  { name: "no common codec", script: refused("codecs", "488 Not Acceptable Here", 60, ['Warning: 305 carrier-b "Incompatible media format"']), finding: "media_not_acceptable", says: /^carrier-b \S+ cannot take the media that were offered: 488 /, todo: /^Compare the codecs/ },
  { name: "one-way audio", script: oneWay(), finding: "media_address_private", says: /^lobby-phone \S+ asks for its audio at 192\.168\.7\.20:\d+, an address inside its own network/, todo: /media relay/ },
  { name: "lost ACK", script: lostAck, finding: "ack_lost", says: /the caller's ACK never reached lobby-phone .* hung up after 32 s\.$/, todo: /Record-Route/ },
  { name: "registration refused", script: registration, finding: "registration_refused", says: /^sbc1 \S+ does not register \+493023125100@example\.com: 404 /, todo: /Does this account exist/ },
  { name: "loop", script: loop(), finding: "routing_loop", says: /goes in a circle between (pbx|sbc1) .* until pbx \S+ stopped it with 483 /, todo: /Mend the route/ },
  { name: "session timer", script: timerDrop, finding: "session_timer_expired", says: /^The call was ended after 1 min 30 s without a refresh/, todo: /did not refresh/ },
  { name: "bad quality", script: badQuality(), finding: "packet_loss", says: /^12 % of what \+49171392\d{4} said never reached Front Desk/, todo: /^Measure on both sides/ },
];
