// A steady stream of small calls for the tests that kill the server: every message is unique and remembered with the time it was sent, and
// one call stays open from the first second to the last.
import { createSocket } from "node:dgram";
import { encodeHep3 } from "@sipglass/decode";

export interface Said {
  callId: string;
  /** The start line: with the Call-ID it names one message. */
  line: string;
  sentUs: number;
}

const CALL_MS = 1200;
const STEPS: [atMs: number, line: (number: number) => string, cseq: string, back: boolean][] = [
  [0, (n) => `INVITE sip:bob${n}@example.org SIP/2.0`, "1 INVITE", false],
  [100, () => "SIP/2.0 180 Ringing", "1 INVITE", true],
  [400, () => "SIP/2.0 200 OK", "1 INVITE", true],
  [420, (n) => `ACK sip:bob${n}@192.0.2.2 SIP/2.0`, "1 ACK", false],
  [1100, (n) => `BYE sip:bob${n}@192.0.2.2 SIP/2.0`, "2 BYE", false],
  [CALL_MS, () => "SIP/2.0 200 Fine", "2 BYE", true],
];

export interface Talker {
  readonly said: readonly Said[];
  /** Call-ID of the one that never ends, and how many messages it has so far. */
  readonly longCallId: string;
  stop(): Promise<void>;
}

export const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);

export function startTalking(port: number, callsPerSecond: number): Talker {
  const socket = createSocket("udp4");
  const said: Said[] = [];
  const longCallId = "long@talker";
  const due: { atMs: number; say: () => void }[] = [];
  let number = 0;

  const say = (callId: string, line: string, cseq: string, back: boolean, tagged: boolean): void => {
    const branch = `z9hG4bK${callId.replace(/\W/g, "")}${cseq.replace(" ", "")}`;
    const headers = [
      line, `Via: SIP/2.0/UDP 192.0.2.1;branch=${branch}`, `From: <sip:ada@example.org>;tag=f${callId}`, `To: <sip:bob@example.org>${tagged ? ";tag=t" : ""}`,
      `Call-ID: ${callId}`, `CSeq: ${cseq}`, `Subject: ${"x".repeat(300)}`, "Content-Length: 0",
    ];
    const sentUs = nowUs();
    const [src, dst] = back ? ["192.0.2.2", "192.0.2.1"] : ["192.0.2.1", "192.0.2.2"];
    const frame = encodeHep3({
      version: 3, ipVersion: 4, ipProtocol: 17, src, srcPort: 5060, dst, dstPort: 5060, timeUs: sentUs, payloadType: 1, agentId: 5, agentName: "5", correlationId: "",
      authKey: "", vlan: 0, payload: Buffer.from(`${headers.join("\r\n")}\r\n\r\n`),
    });
    if (!(frame instanceof Uint8Array)) throw new Error("BUG: does not fit");
    socket.send(frame, port, "127.0.0.1");
    said.push({ callId, line, sentUs });
  };
  const begin = (): void => {
    const mine = (number += 1);
    const callId = `call-${mine}@talker`;
    const started = performance.now();
    for (const [atMs, line, cseq, back] of STEPS) due.push({ atMs: started + atMs, say: () => say(callId, line(mine), cseq, back, atMs > 0) });
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
    setInterval(() => say(longCallId, `INFO sip:for-ever@192.0.2.2 SIP/2.0`, `${(info += 1)} INFO`, false, true), 250),
  ];
  return {
    said, longCallId,
    stop: () => new Promise((resolve) => {
      for (const timer of timers) clearInterval(timer);
      socket.close(() => resolve());
    }),
  };
}
