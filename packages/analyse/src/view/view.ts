// From archived packets to the messages of one call as people see them: decode, keep what belongs to the call, order and mark.
import { decodeHep, messagesIn, messageText } from "@sipglass/decode";
import { PAYLOAD_TYPE, type MessageView, type SipMessage } from "@sipglass/model";
import { arrangeMessages } from "../call/arrange.ts";
import { callIdOf } from "../call/shelf.ts";

export interface ViewedPacket {
  ref: string;
  receivedUs: number;
  /** Time under which it was filed. */
  eventUs: number;
  frame: Uint8Array;
}

export interface ViewPorts {
  inflate(bytes: Uint8Array): Uint8Array | undefined;
  latin1(bytes: Uint8Array): string;
}

type Entry = Parameters<typeof arrangeMessages>[0][number];

/** `callId` keeps, of payloads with several messages, those of this call; undefined keeps all. */
export function viewMessages(packets: Iterable<ViewedPacket>, ports: ViewPorts, callId?: string): MessageView[] {
  const entries: Entry[] = [];
  for (const { ref, receivedUs, eventUs, frame } of packets) {
    const decoded = decodeHep(frame, { inflate: ports.inflate });
    if (!decoded.ok) continue;
    const packet = decoded.value;
    const all = packet.payloadType === PAYLOAD_TYPE.SIP ? messagesIn(ports.latin1(packet.payload)) : [];
    const messages = callId === undefined ? all : all.filter((message) => isOf(callId, message, all.length === 1));
    // Several messages, and none of them of this call: they are other people's.
    if (messages.length === 0 && all.length < 2) entries.push({ ref, receivedUs, eventUs, packet, message: null });
    for (const message of messages) entries.push({ ref, receivedUs, eventUs, packet, message });
  }
  return arrangeMessages(entries);
}

/** A phone's report comes in a dialog of its own (RFC 6035), and is shown with the call that it is about. */
const isReportOn = ({ contentType }: SipMessage): boolean => contentType.toLowerCase().startsWith("application/vq-rtcpxr");

const isOf = (callId: string, message: SipMessage, isAlone: boolean): boolean =>
  callIdOf(message) === callId || (isReportOn(message) && (isAlone || messageText(message).includes(callId)));
