// One message in full: where and when it was seen, its text with colours, the way to its neighbours.
import { fromRfc3339 } from "@sipglass/model";
import { useEffect, useRef } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { fullTime } from "../words/clock.ts";
import { exactDuration } from "../words/duration.ts";
import { messageTitle, messageTone, readableText } from "./message-words.ts";
import { SipText } from "./sip-text.tsx";

interface MessagePanelProps {
  messages: MessageJson[] | undefined;
  selected: string;
  step: (by: 1 | -1) => void;
}

export function MessagePanel({ messages, selected, step }: MessagePanelProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => void scroller.current?.scrollTo({ top: 0 }), [selected]);
  const at = messages?.findIndex((message) => message.ref === selected) ?? -1;
  const message = messages?.[at];
  if (!message)
    return (
      <div className="message-panel message-wait" aria-busy={messages === undefined}>
        {messages && selected !== "" && <p className="quiet">Choose an arrow to read its message.</p>}
      </div>
    );
  return (
    <section className="message-panel" aria-label="Message">
      <header className="message-head">
        <strong className={`tone-${messageTone(message)}`}>{messageTitle(message)}</strong>
        <span className="message-place">
          {at + 1} / {messages?.length}
        </span>
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label="Previous message"
          title="Previous ( [ )"
          disabled={at === 0}
          onClick={() => step(-1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label="Next message"
          title="Next ( ] )"
          disabled={at + 1 === messages?.length}
          onClick={() => step(1)}
        >
          <Icon name="down" />
        </button>
        <CopyButton text={message.raw} label="Copy message" quiet />
      </header>
      <div className="message-scroll" ref={scroller} tabIndex={0}>
        <MessageFacts message={message} />
        <SipText raw={readableText(message)} />
      </div>
    </section>
  );
}

/** Beyond this it was not the network that took so long: the capture was imported or replayed. */
const LATE_US = 60_000_000;

function MessageFacts({ message }: { message: MessageJson }) {
  const { zone } = useSettings();
  const lag = fromRfc3339(message.received_at) - fromRfc3339(message.time);
  return (
    <dl className="message-facts">
      <div>
        <dt>time</dt>
        <dd className="mono">{fullTime(message.time, zone)}</dd>
      </div>
      <div>
        <dt>way</dt>
        <dd className="mono">
          {message.src} → {message.dst} <span className="quiet">{message.transport}</span>
        </dd>
      </div>
      <div>
        <dt>seen by</dt>
        <dd>
          {message.agent}
          {message.also_seen_by.length > 0 && <span> and {message.also_seen_by.join(", ")}</span>}{" "}
          <span className="quiet" title="From the sender's clock to our receipt">
            {lag < LATE_US ? `${exactDuration(lag)} to us` : `received ${fullTime(message.received_at, zone)}`}
          </span>
        </dd>
      </div>
      {message.retransmission && (
        <div>
          <dt>⟲</dt>
          <dd>Retransmission: the same bytes were sent before.</dd>
        </div>
      )}
    </dl>
  );
}
