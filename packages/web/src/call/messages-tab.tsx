// Every message as a row, beside the selected one in full.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { fromRfc3339 } from "@sipglass/model";
import type { MessageJson } from "../api/shapes.ts";
import { useSettings } from "../ui/settings.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts } from "../words/clock.ts";
import { exactDuration } from "../words/duration.ts";
import { MessagePanel } from "./message-panel.tsx";
import { messageTitle, messageTone } from "./message-words.ts";
import { Split } from "./split.tsx";
import type { CallParts } from "./ladder-tab.tsx";

const HEADS = ["time", "delta", "message", "from", "to", "cseq", "agent", "bytes"];

export function MessagesTab({ messages, step }: CallParts) {
  const { search } = usePageSearch();
  const selected = search.msg ?? messages?.[0]?.ref ?? "";
  return <Split left={<MessageTable messages={messages ?? []} selected={selected} />} right={<MessagePanel messages={messages} selected={selected} step={step} />} />;
}

function MessageTable({ messages, selected }: { messages: MessageJson[]; selected: string }) {
  const { patch } = usePageSearch();
  const { density } = useSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const height = density === "dense" ? 28 : 36;
  const virtual = useVirtualizer({ count: messages.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 10, scrollPaddingStart: 30 });
  const at = messages.findIndex((message) => message.ref === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [virtual, at]);
  return (
    <div className="table-scroll messages-table" ref={scroller} tabIndex={0} role="grid" aria-label="Messages" aria-rowcount={messages.length + 1} aria-activedescendant={at >= 0 ? `message-${at}` : undefined}>
      <div className="row head" role="row">{HEADS.map((head) => <span key={head} role="columnheader" className={`mcol-${head}`}>{head}</span>)}</div>
      <div className="rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const message = messages[index];
          return message && <MessageRow key={message.ref} message={message} before={messages[index - 1]} index={index} top={start} selected={index === at} pick={() => patch({ msg: message.ref }, { replace: true })} />;
        })}
      </div>
    </div>
  );
}

interface MessageRowProps {
  message: MessageJson;
  before: MessageJson | undefined;
  index: number;
  top: number;
  selected: boolean;
  pick: () => void;
}

function MessageRow({ message, before, index, top, selected, pick }: MessageRowProps) {
  const { zone } = useSettings();
  const us = fromRfc3339(message.time);
  const parts = clockParts(us, zone);
  return (
    <div id={`message-${index}`} role="row" aria-rowindex={index + 2} aria-selected={selected} className={`row ${selected ? "row-selected" : ""} ${message.retransmission ? "row-repeat" : ""}`} style={{ transform: `translateY(${top}px)` }} onClick={pick}>
      <span role="gridcell" className="mcol-time">{parts.clock}.{parts.ms}<small>{parts.us}</small></span>
      <span role="gridcell" className="mcol-delta">{before ? exactDuration(us - fromRfc3339(before.time)) : ""}</span>
      <span role="gridcell" className={`mcol-message tone-${messageTone(message)}`}><span className="clip">{message.retransmission && "⟲ "}{messageTitle(message)}{message.body_kind === "sdp" && <em className="sdp-mark">SDP</em>}</span></span>
      <span role="gridcell" className="mcol-from"><span className="clip">{message.src}</span></span>
      <span role="gridcell" className="mcol-to"><span className="clip">{message.dst}</span></span>
      <span role="gridcell" className="mcol-cseq"><span className="clip">{message.cseq} {message.cseq_method}</span></span>
      <span role="gridcell" className="mcol-agent"><span className="clip">{[message.agent, ...message.also_seen_by].join(", ")}</span></span>
      <span role="gridcell" className="mcol-bytes">{message.raw.length}</span>
    </div>
  );
}
