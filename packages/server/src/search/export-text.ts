// Exports made of words: each message with a line of time, ends and transport before it; or all of the call as JSON.
import { hostPort, isLogPayload, messageToJson, PAYLOAD_TYPE, toRfc3339, type CallJson, type MessageView } from "@sipglass/model";

function titleOf(message: MessageView): string {
  if (message.payloadType === PAYLOAD_TYPE.SIP) return message.transport.toUpperCase();
  return isLogPayload(message.payloadType) ? "log" : `type ${message.payloadType}`;
}

function textOf(message: MessageView): string {
  const ends = `${hostPort(message.src, message.srcPort)} -> ${hostPort(message.dst, message.dstPort)}`;
  const marks = [
    message.retransmission ? " (retransmission)" : "",
    message.alsoSeenBy.length > 0 ? ` (also seen by ${message.alsoSeenBy.join(", ")})` : "",
  ].join("");
  const title = `${toRfc3339(message.timeUs)} ${ends} ${titleOf(message)} ${message.agent}${marks}`;
  return `${title}\n${message.raw.replace(/\r\n/g, "\n").trimEnd()}\n`;
}

export const exportText = (messages: readonly MessageView[]): string => messages.map(textOf).join("\n");

export function exportJson(calls: readonly CallJson[], messages: readonly MessageView[]): string {
  return `${JSON.stringify({ calls, messages: messages.map(messageToJson) }, null, 2)}\n`;
}
