// Every message as a row, beside the selected one in full.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { rowPx, useSettings } from "../ui/settings.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { MessageSide } from "./message-side.tsx";
import { MessageRow } from "./message-row.tsx";
import { Split } from "./split.tsx";
import type { CallParts } from "./ladder-tab.tsx";
import { CALL_WORDS } from "../words/call.ts";

const HEADS = ["time", "delta", "message", "from", "to", "cseq", "agent", "bytes"];

export function MessagesTab({ story, selected, step }: CallParts) {
  const { search } = usePageSearch();
  return (
    <Split
      wide={search.cmp !== undefined}
      left={<MessageTable messages={story.messages ?? []} selected={selected} />}
      right={<MessageSide story={story} selected={selected} step={step} />}
    />
  );
}

function MessageTable({ messages, selected }: { messages: MessageJson[]; selected: string }) {
  const { patch } = usePageSearch();
  const height = rowPx(useSettings());
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    scrollPaddingStart: 30,
  });
  const at = messages.findIndex((message) => message.ref === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [virtual, at]);
  return (
    <div
      className="table-scroll messages-table"
      ref={scroller}
      tabIndex={0}
      role="grid"
      aria-label={CALL_WORDS.messages}
      aria-rowcount={messages.length + 1}
      aria-activedescendant={at >= 0 ? `message-${at}` : undefined}
    >
      <div className="row head" role="row">
        {HEADS.map((head) => (
          <span key={head} role="columnheader" className={`mcol-${head}`}>
            {head}
          </span>
        ))}
      </div>
      <div className="rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const message = messages[index];
          return (
            message && (
              <MessageRow
                key={message.ref}
                message={message}
                before={messages[index - 1]}
                index={index}
                top={start}
                selected={index === at}
                pick={(event) => patch(event.shiftKey && message.ref !== selected ? { msg: selected, cmp: message.ref } : { msg: message.ref }, { replace: true })}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
