// One message as one row of the table of messages.
import { fromRfc3339 } from "@sipglass/model";
import type { MouseEvent } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { exactDuration } from "../words/duration.ts";
import { messageTitle, messageTone } from "./message-words.ts";

interface MessageRowProps {
  message: MessageJson;
  before: MessageJson | undefined;
  index: number;
  top: number;
  selected: boolean;
  pick: (event: MouseEvent) => void;
}

export function MessageRow({ message, before, index, top, selected, pick }: MessageRowProps) {
  const { zone } = useSettings();
  const us = fromRfc3339(message.time);
  const parts = clockParts(us, zone);
  const agents = [message.agent, ...message.also_seen_by].join(", ");
  return (
    <div
      id={`message-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`row ${selected ? "row-selected" : ""} ${message.retransmission ? "row-repeat" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={pick}
    >
      <span role="gridcell" className="mcol-time">
        {parts.clock}.{parts.ms}
        <small>{parts.us}</small>
      </span>
      <span role="gridcell" className="mcol-delta">
        {before ? exactDuration(us - fromRfc3339(before.time)) : ""}
      </span>
      <span role="gridcell" className={`mcol-message tone-${messageTone(message)}`}>
        <span className="clip">
          {message.retransmission && "⟲ "}
          {messageTitle(message)}
          {message.body_kind === "sdp" && <em className="sdp-mark">SDP</em>}
        </span>
      </span>
      <span role="gridcell" className="mcol-from">
        <span className="clip" title={message.src}>
          {message.src}
        </span>
      </span>
      <span role="gridcell" className="mcol-to">
        <span className="clip" title={message.dst}>
          {message.dst}
        </span>
      </span>
      <span role="gridcell" className="mcol-cseq">
        <span className="clip">
          {message.cseq_method && `${message.cseq} ${message.cseq_method}`}
        </span>
      </span>
      <span role="gridcell" className="mcol-agent">
        <span className="clip" title={agents}>
          {agents}
        </span>
      </span>
      <span role="gridcell" className="mcol-bytes">
        {message.raw.length}
      </span>
    </div>
  );
}
