// Messages for the ladder's tests: only what a ladder looks at, the rest in rest position.
import type { MessageView } from "@sipglass/model";

const START_US = 1_795_196_999_000_000;

export function message(start: string, ends: string, change: Partial<MessageView> = {}): MessageView {
  const [from = "", to = ""] = ends.split(" > ");
  const [src, srcPort] = end(from);
  const [dst, dstPort] = end(to);
  const status = /^(\d{3}) (.*)$/.exec(start);
  return {
    ref: "c1-1-0.call:1", timeUs: START_US, receivedUs: START_US, payloadType: 1,
    method: status ? "" : start, statusCode: Number(status?.[1] ?? 0), statusText: status?.[2] ?? "", cseq: 1,
    cseqMethod: status ? "INVITE" : start.replace("ACK", "INVITE"), callId: "ladder@test", branch: "", fromTag: "a", toTag: "",
    requestUri: "", src, srcPort, dst, dstPort, transport: "udp", agent: "sbc1", retransmission: false, alsoSeenBy: [], bodyKind: "", raw: "",
    ...change,
  };
}

function end(text: string): [string, number] {
  const at = text.lastIndexOf(":");
  return [text.slice(0, at), Number(text.slice(at + 1))];
}

/** The same messages, each `stepUs` later than the one before. */
export function spaced(stepUs: number, messages: MessageView[]): MessageView[] {
  return messages.map((one, i) => ({ ...one, timeUs: START_US + i * stepUs, ref: `c1-1-0.call:${i + 1}` }));
}
