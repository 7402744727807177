// The shapes of traffic: what can happen in a call, a registration or a keep-alive, how often, and what must be known of it afterwards.
import type { CallKind, CallState } from "@sipglass/model";
import { rtcpReport } from "./rtcp-report.ts";
import { Script, type MessageOptions, type Transaction } from "./script.ts";

export interface Shape {
  name: string;
  /** Of 100 in the mixed traffic. */
  weight: number;
  kind: CallKind;
  state: CallState;
  statusCode: number;
  hops: 1 | 2;
  write(script: Script): void;
}

const OFFER = { sdp: { side: "offer", version: 0, direction: "sendrecv" } } as const satisfies MessageOptions;
const ANSWER = { sdp: { side: "answer", version: 0, direction: "sendrecv" } } as const satisfies MessageOptions;
const IN_DIALOG = { toTag: "toTag" } as const satisfies MessageOptions;

/** INVITE until it rings. */
function ring(script: Script, cseq = 1, invite = script.transaction("INVITE", cseq), options: MessageOptions = OFFER): Transaction {
  script.requestHop(invite, 0, options).proxyResponse(invite, "100 Trying");
  if (script.look.hops === 2) script.requestHop(invite, 1, options).responseHop(invite, 1, "100 Trying", {}, script.look.callee);
  const early = script.look.random.chance(0.2);
  script.after(script.look.random.between(40, 400)).response(invite, early ? "183 Session Progress" : "180 Ringing", early ? ANSWER : {});
  return invite;
}

function answer(script: Script, invite: Transaction, options: MessageOptions = {}): void {
  script.rung().response(invite, "200 OK", { ...ANSWER, ...options }).after(3).request(script.transaction("ACK", invite.cseq), { toTag: options.toTag ?? "toTag" });
}

function hangUp(script: Script, by: "caller" | "callee", cseq: number, options: MessageOptions = IN_DIALOG): Transaction {
  const bye = script.transaction("BYE", cseq, by);
  const headers = script.look.random.chance(0.5) ? [["Reason", 'Q.850;cause=16;text="Normal call clearing"'] as const] : [];
  script.talked(1).request(bye, { ...options, headers }).after(2).response(bye, "200 OK", options);
  return bye;
}

/** A final answer that is not 2xx: acknowledged hop by hop on the branch of the INVITE (RFC 3261 §17.1.1.3). */
function refuse(script: Script, invite: Transaction, status: string, by: "callee" | "proxy"): void {
  const ack = { ...invite, method: "ACK" };
  if (by === "callee" && script.look.hops === 2) script.responseHop(invite, 1, status, {}, invite.target).requestHop(ack, 1, IN_DIALOG);
  script.responseHop(invite, 0, status, {}, by === "callee" ? invite.target : script.look.proxy).after(2).requestHop(ack, 0, IN_DIALOG);
}

const good = (by: "caller" | "callee") => (script: Script): void => {
  answer(script, ring(script));
  hangUp(script, by, by === "caller" ? 2 : 1);
};

const refusedAfterRinging = (status: string) => (script: Script): void => {
  const invite = ring(script);
  refuse(script.rung(), invite, status, "callee");
};

const refusedByProxy = (status: string) => (script: Script): void => {
  const invite = script.transaction("INVITE", 1);
  script.requestHop(invite, 0, OFFER).proxyResponse(invite, "100 Trying").after(25);
  refuse(script, invite, status, "proxy");
};

const CHALLENGE = (scheme: "WWW" | "Proxy", domain: string) => [[`${scheme}-Authenticate`, `Digest realm="${domain}", nonce="{{nonce:32}}", algorithm=MD5, qop="auth"`]] as const;
const CREDENTIALS = (name: string, { look }: Script, uri: string) => [[name,
  `Digest username="u{{caller:6}}", realm="${look.domain}", nonce="{{nonce:32}}", uri="${uri}", response="{{response:32}}", algorithm=MD5, qop=auth, nc=00000001, cnonce="{{icid:8}}"`]] as const;

function challenged(script: Script): void {
  const first = script.transaction("INVITE", 1);
  script.requestHop(first, 0, OFFER).proxyResponse(first, "407 Proxy Authentication Required", { headers: CHALLENGE("Proxy", script.look.domain) });
  script.after(2).requestHop({ ...first, method: "ACK" }, 0, IN_DIALOG).after(1);
  const headers = CREDENTIALS("Proxy-Authorization", script, first.uri);
  answer(script, ring(script, 2, script.transaction("INVITE", 2), { ...OFFER, headers }));
  hangUp(script, "caller", 3);
}

function cancelled(script: Script): void {
  const invite = ring(script);
  const cancel = { ...invite, method: "CANCEL" };
  script.rung().requestHop(cancel, 0).proxyResponse(cancel, "200 OK");
  if (script.look.hops === 2) script.requestHop(cancel, 1).responseHop(cancel, 1, "200 OK", {}, invite.target);
  refuse(script.after(4), invite, "487 Request Terminated", "callee");
}

/** Hold and back again: two re-INVITEs in the dialog. */
function held(script: Script): void {
  answer(script, ring(script));
  for (const [cseq, share, direction, back] of [[3, 0.3, "sendonly", "recvonly"], [4, 0.7, "sendrecv", "sendrecv"]] as const) {
    const again = script.talked(share).transaction("INVITE", cseq);
    script.request(again, { ...IN_DIALOG, sdp: { side: "offer", version: cseq, direction } }).proxyResponse(again, "100 Trying").after(8);
    script.response(again, "200 OK", { sdp: { side: "answer", version: cseq, direction: back } }).after(2).request(script.transaction("ACK", cseq), IN_DIALOG);
  }
  hangUp(script, "caller", 5);
}

/** Two phones ring, the second is picked up, the first is called off. */
function forked(script: Script): void {
  const first = script.transaction("INVITE", 1);
  const second = script.forked(first, script.look.fork);
  script.requestHop(first, 0, OFFER).proxyResponse(first, "100 Trying").requestHop(first, 1, OFFER).requestHop(second, 1, OFFER).after(60);
  script.response(first, "180 Ringing").after(35).response(second, "180 Ringing", { toTag: "forkTag" });
  script.rung().response(second, "200 OK", { ...ANSWER, toTag: "forkTag" });
  const cancel = { ...first, method: "CANCEL" };
  script.requestHop(cancel, 1).responseHop(cancel, 1, "200 OK", {}, script.look.callee);
  script.responseHop(first, 1, "487 Request Terminated", {}, script.look.callee).requestHop({ ...first, method: "ACK" }, 1, IN_DIALOG);
  script.request(script.transaction("ACK", 1, "caller", script.look.fork), { toTag: "forkTag" });
  const bye = script.talked(1).transaction("BYE", 2, "caller", script.look.fork);
  script.request(bye, { toTag: "forkTag" }).after(2).response(bye, "200 OK", { toTag: "forkTag" });
}

/** Three messages lost on the way and sent again: INVITE, 200 and BYE. */
function retransmitted(script: Script): void {
  const invite = script.transaction("INVITE", 1);
  script.requestHop(invite, 0, OFFER).again(500).proxyResponse(invite, "100 Trying").after(80).response(invite, "180 Ringing");
  script.rung().response(invite, "200 OK", ANSWER).again(500).after(2).request(script.transaction("ACK", 1), IN_DIALOG);
  const bye = script.talked(1).transaction("BYE", 2);
  script.request(bye, IN_DIALOG).again(500).after(2).response(bye, "200 OK", IN_DIALOG);
}

function reported(script: Script): void {
  answer(script, ring(script));
  for (const share of [0.3, 0.6, 0.9]) {
    script.talked(share).rtcp(rtcpReport(script.look.random, "caller", share), "caller").rtcp(rtcpReport(script.look.random, "callee", share), "callee");
  }
  hangUp(script, "callee", 1);
}

function registered(script: Script): void {
  const first = script.transaction("REGISTER", 1);
  const expires = ["Expires", "600"] as const;
  script.requestHop(first, 0, { headers: [expires] }).proxyResponse(first, "401 Unauthorized", { headers: CHALLENGE("WWW", script.look.domain) }).after(5);
  const second = script.transaction("REGISTER", 2);
  script.requestHop(second, 0, { headers: [expires, ...CREDENTIALS("Authorization", script, second.uri)] });
  const user = script.look.callerUri.slice("sip:".length).split("@")[0] ?? "";
  const contact = ["Contact", `<sip:${user}@${script.look.caller.host}:${script.look.caller.end.port}>;expires=600`] as const;
  script.proxyResponse(second, "200 OK", { headers: [contact] });
}

function pinged(script: Script): void {
  const options = script.transaction("OPTIONS", 1);
  script.requestHop(options, 0).proxyResponse(options, "200 OK", { headers: [["Accept", "application/sdp"], ["Allow", script.look.proxy.agent.allow]] });
}

const call = (name: string, weight: number, state: CallState, statusCode: number, hops: 1 | 2, write: (script: Script) => void): Shape =>
  ({ name, weight, kind: "call", state, statusCode, hops, write });

export const SHAPES: readonly Shape[] = [
  call("good", 16, "completed", 200, 1, good("caller")), call("good-callee", 12, "completed", 200, 1, good("callee")), call("good-proxied", 10, "completed", 200, 2, good("caller")),
  call("challenged", 8, "completed", 200, 1, challenged), call("busy", 4, "busy", 486, 1, refusedAfterRinging("486 Busy Here")),
  call("busy-proxied", 2, "busy", 486, 2, refusedAfterRinging("486 Busy Here")), call("no-answer", 4, "no_answer", 480, 1, refusedAfterRinging("480 Temporarily Unavailable")),
  call("ring-timeout", 2, "no_answer", 408, 2, refusedAfterRinging("408 Request Timeout")), call("cancelled", 4, "cancelled", 487, 1, cancelled),
  call("cancelled-proxied", 2, "cancelled", 487, 2, cancelled), call("unknown-number", 4, "failed", 404, 1, refusedByProxy("404 Not Found")),
  call("no-route", 2, "failed", 503, 1, refusedByProxy("503 Service Unavailable")), call("forbidden", 2, "rejected", 403, 1, refusedByProxy("403 Forbidden")),
  call("declined", 1, "rejected", 603, 1, refusedAfterRinging("603 Decline")), call("redirected", 1, "redirected", 302, 1, refusedByProxy("302 Moved Temporarily")),
  call("held", 3, "completed", 200, 1, held), call("forked", 2, "completed", 200, 2, forked), call("retransmitted", 3, "completed", 200, 1, retransmitted),
  call("reported", 6, "completed", 200, 1, reported),
  { name: "registered", weight: 7, kind: "registration", state: "completed", statusCode: 200, hops: 1, write: registered },
  { name: "pinged", weight: 5, kind: "options", state: "completed", statusCode: 200, hops: 1, write: pinged },
];
