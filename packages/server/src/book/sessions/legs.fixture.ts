// Legs on the wire for tests of sessions: INVITE, 180, 200, ACK, BYE, 200 between two hosts, with numbers and headers of the test's choosing.
import { frameOf, packetOf } from "../../pipeline/frames.fixture.ts";
import { START_US, type Heard } from "../site.fixture.ts";

export interface LegScript {
  callId: string;
  /** Seconds after START_US. */
  at?: number;
  lasts?: number;
  src: string;
  dst: string;
  from?: string;
  to?: string;
  /** Whole header lines of the INVITE. */
  headers?: string[];
  agent?: string;
}

export function heardLeg({ callId, at = 0, lasts = 5, src, dst, from = "+493012345678", to = "+498999887766", headers = [], agent = "7" }: LegScript): Heard[] {
  const say = (seconds: number, start: string, cseq: string, { back = false, toTag = "t", extra = [] as string[] } = {}): Heard => {
    const us = START_US + Math.round((at + seconds) * 1e6);
    const lines = [
      start, `Via: SIP/2.0/UDP ${src}:5060;branch=z9hG4bK${callId.length}${cseq.replace(" ", "")}`, `From: <sip:${from}@${src}>;tag=f`,
      `To: <sip:${to}@${dst}>${toTag ? `;tag=${toTag}` : ""}`, `Call-ID: ${callId}`, `CSeq: ${cseq}`, ...extra, "Content-Length: 0",
    ];
    const ends = back ? { src: dst, dst: src } : { src, dst };
    return { frame: frameOf(packetOf(`${lines.join("\r\n")}\r\n\r\n`, us, { ...ends, agentName: agent })), receivedUs: us };
  };
  return [
    say(0, `INVITE sip:${to}@${dst} SIP/2.0`, "1 INVITE", { toTag: "", extra: headers }), say(0.1, "SIP/2.0 180 Ringing", "1 INVITE", { back: true }),
    say(1, "SIP/2.0 200 OK", "1 INVITE", { back: true }), say(1.01, `ACK sip:${to}@${dst} SIP/2.0`, "1 ACK"),
    say(lasts, `BYE sip:${to}@${dst} SIP/2.0`, "2 BYE"), say(lasts + 0.01, "SIP/2.0 200 OK", "2 BYE", { back: true }),
  ];
}

export const inOrder = (...legs: readonly Heard[][]): Heard[] => legs.flat().sort((a, b) => a.receivedUs - b.receivedUs);
