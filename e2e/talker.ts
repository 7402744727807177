// A steady stream of calls for the tests that kill the server: short ones, some of several seconds, some long enough to be in a checkpoint, with
// RTCP; every packet is unique and remembered with the time it was sent, and one call stays open from the first second to the last.
import { createSocket } from "node:dgram";
import { encodeHep3 } from "@sipglass/decode";

export interface Said {
  callId: string;
  /** The first line: with the Call-ID it names one packet. */
  line: string;
  sentUs: number;
}

export interface Talker {
  readonly said: readonly Said[];
  /** Call-ID of the one that never ends. */
  readonly longCallId: string;
  stop(): Promise<void>;
}

export const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);

/** Of ten calls so many last so long (seconds from answer to BYE). */
const LENGTHS_S = [0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 5, 5, 22];
const RTCP_EVERY_MS = 2000;
const INFO_EVERY_MS = 250;

interface Line {
  atMs: number;
  say(): void;
}

export function startTalking(port: number, callsPerSecond: number): Talker {
  const socket = createSocket("udp4");
  const said: Said[] = [];
  const longCallId = "long@talker";
  const due: Line[] = [];
  let number = 0;

  const send = (callId: string, payload: string, back: boolean, isRtcp: boolean): void => {
    const sentUs = nowUs();
    const [src, dst] = back ? ["192.0.2.2", "192.0.2.1"] : ["192.0.2.1", "192.0.2.2"];
    const frame = encodeHep3({
      version: 3, ipVersion: 4, ipProtocol: 17, src, srcPort: 5060, dst, dstPort: 5060, timeUs: sentUs, payloadType: isRtcp ? 5 : 1, agentId: 5, agentName: "5",
      correlationId: isRtcp ? callId : "", authKey: "", vlan: 0, payload: Buffer.from(payload),
    });
    if (!(frame instanceof Uint8Array)) throw new Error("BUG: does not fit");
    socket.send(frame, port, "127.0.0.1");
    said.push({ callId, line: payload.split("\r\n", 1)[0] ?? "", sentUs });
  };
  const say = (callId: string, line: string, cseq: string, back: boolean, tagged: boolean): void => {
    const branch = `z9hG4bK${callId.replace(/\W/g, "")}${cseq.replace(" ", "")}`;
    const headers = [
      line, `Via: SIP/2.0/UDP 192.0.2.1;branch=${branch}`, `From: <sip:ada@example.org>;tag=f${callId}`, `To: <sip:bob@example.org>${tagged ? ";tag=t" : ""}`,
      `Call-ID: ${callId}`, `CSeq: ${cseq}`, `Subject: ${"x".repeat(300)}`, "Content-Length: 0",
    ];
    send(callId, `${headers.join("\r\n")}\r\n\r\n`, back, false);
  };
  const begin = (): void => {
    const mine = (number += 1);
    const callId = `call-${mine}@talker`;
    const talkMs = (LENGTHS_S[mine % LENGTHS_S.length] ?? 1) * 1000;
    const startedMs = performance.now();
    const at = (ms: number, act: () => void): void => void due.push({ atMs: startedMs + ms, say: act });
    at(0, () => say(callId, `INVITE sip:bob${mine}@example.org SIP/2.0`, "1 INVITE", false, false));
    at(100, () => say(callId, "SIP/2.0 180 Ringing", "1 INVITE", true, true));
    at(400, () => say(callId, "SIP/2.0 200 OK", "1 INVITE", true, true));
    at(420, () => say(callId, `ACK sip:bob${mine}@192.0.2.2 SIP/2.0`, "1 ACK", false, true));
    for (let ms = RTCP_EVERY_MS; ms < talkMs; ms += RTCP_EVERY_MS) at(400 + ms, () => send(callId, `{"type":200,"ssrc":${mine},"ms":${ms}}`, false, true));
    at(400 + talkMs, () => say(callId, `BYE sip:bob${mine}@192.0.2.2 SIP/2.0`, "2 BYE", false, true));
    at(500 + talkMs, () => say(callId, "SIP/2.0 200 Fine", "2 BYE", true, true));
  };

  say(longCallId, "INVITE sip:for-ever@example.org SIP/2.0", "1 INVITE", false, false);
  say(longCallId, "SIP/2.0 200 OK", "1 INVITE", true, true);
  let info = 1;
  const started = performance.now();
  const timers = [
    setInterval(() => {
      while (number < ((performance.now() - started) / 1000) * callsPerSecond) begin();
      const now = performance.now();
      due.sort((a, b) => a.atMs - b.atMs);
      while (due[0] && due[0].atMs <= now) due.shift()?.say();
    }, 5),
    setInterval(() => say(longCallId, `INFO sip:for-ever-${(info += 1)}@192.0.2.2 SIP/2.0`, `${info} INFO`, false, true), INFO_EVERY_MS),
  ];
  return {
    said, longCallId,
    stop: () => new Promise((resolve) => {
      for (const timer of timers) clearInterval(timer);
      socket.close(() => resolve());
    }),
  };
}
