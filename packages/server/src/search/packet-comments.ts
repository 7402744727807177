// What stands beside each packet in Wireshark: its leg, the findings that it shows, and what the capture agents made of it.
import { legLetter, legsByRef, marksOf } from "@sipglass/analyse";
import { PAYLOAD_TYPE, type Diagnosis, type MessageView, type Packet } from "@sipglass/model";
import type { DiagnosedLeg } from "./diagnosis.ts";
import type { ShownPacket } from "./export-capture.ts";

export type PacketComment = (shown: ShownPacket) => string;

export function packetComments(legs: readonly DiagnosedLeg[], { findings }: Diagnosis): PacketComment {
  const legOf = legsByRef(legs.map(({ messages }) => messages));
  const marks = marksOf(findings);
  const messages = new Map<string, MessageView>();
  for (const leg of legs) for (const message of leg.messages) if (!messages.has(message.ref)) messages.set(message.ref, message);
  return ({ ref, packet }) => {
    const leg = legOf.get(ref);
    const message = messages.get(ref);
    const mark = marks.get(ref);
    return [
      leg === undefined ? "" : `leg ${legLetter(leg)}${legs.length > 1 ? ` of ${legs.length}` : ""}`,
      ...(mark?.titles.map((title) => `finding: ${title}`) ?? []),
      message?.retransmission === true ? "retransmission" : "",
      message !== undefined && message.alsoSeenBy.length > 0 ? `also seen by ${message.alsoSeenBy.join(", ")}` : "",
      isMadeRtcp(packet) ? "the agent sent this RTCP as JSON: these bytes were made of it" : "",
    ]
      .filter((part) => part !== "")
      .join("; ");
  };
}

/** RTCP in bytes begins with version 2 (RFC 3550 §6.4.1); JSON with a brace. */
const isMadeRtcp = ({ payloadType, payload }: Packet): boolean => payloadType === PAYLOAD_TYPE.RTCP_JSON && (payload[0] ?? 0) >> 6 !== 2;
