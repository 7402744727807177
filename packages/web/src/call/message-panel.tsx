// One message in full: where and when it was seen, its text with colours, decoded or as bytes, the way to its neighbours.
import { fromRfc3339 } from "@sipglass/model";
import { useEffect, useRef } from "react";
import type { MessageJson } from "../api/shapes.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { MESSAGE_VIEWS } from "../url/ladder-search.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { fullTime } from "../words/clock.ts";
import { exactDuration } from "../words/duration.ts";
import { MESSAGE_WORDS, VIEW_WORDS } from "../words/message.ts";
import { DecodedView, HexView } from "./decoded-view.tsx";
import { messageTitle, messageTone, readableText } from "./message-words.ts";
import { SipText } from "./sip-text.tsx";
import { CALL_WORDS } from "../words/call.ts";

interface MessagePanelProps {
  messages: MessageJson[] | undefined;
  selected: string;
  step: (by: 1 | -1) => void;
  /** This one waits for another to be compared with. */
  comparing: boolean;
  compare: () => void;
}

export function MessagePanel({ messages, selected, step, comparing, compare }: MessagePanelProps) {
  const { search } = usePageSearch();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => void scroller.current?.scrollTo({ top: 0 }), [selected]);
  const at = messages?.findIndex((message) => message.ref === selected) ?? -1;
  const message = messages?.[at];
  if (!message)
    return (
      <div className="message-panel message-wait" aria-busy={messages === undefined}>
        {messages && selected !== "" && <p className="quiet">{MESSAGE_WORDS.choose}</p>}
      </div>
    );
  return (
    <section className="message-panel" aria-label={CALL_WORDS.message}>
      <header className="message-head">
        <strong className={`tone-${messageTone(message)}`}>{messageTitle(message)}</strong>
        <span className="message-place">
          {at + 1} / {messages?.length}
        </span>
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label={CALL_WORDS.previousMessage}
          title={MESSAGE_WORDS.previous}
          disabled={at === 0}
          onClick={() => step(-1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label={CALL_WORDS.nextMessage}
          title={MESSAGE_WORDS.next}
          disabled={at + 1 === messages?.length}
          onClick={() => step(1)}
        >
          <Icon name="down" />
        </button>
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label={MESSAGE_WORDS.compare}
          title={MESSAGE_WORDS.compare}
          aria-pressed={comparing}
          onClick={compare}
        >
          <Icon name="compare" />
        </button>
        <CopyButton text={message.raw} label={MESSAGE_WORDS.copy} quiet />
      </header>
      {comparing && (
        <p className="comparing" role="status">
          {MESSAGE_WORDS.comparing}
        </p>
      )}
      <div className="message-scroll" ref={scroller} tabIndex={0}>
        <MessageFacts message={message} />
        <Views />
        {search.view === "decoded" ? <DecodedView message={message} /> : search.view === "hex" ? <HexView message={message} /> : <SipText raw={readableText(message)} />}
      </div>
    </section>
  );
}

function Views() {
  const { search, patch } = usePageSearch();
  return (
    <div className="segments views" role="group" aria-label={MESSAGE_WORDS.views}>
      {MESSAGE_VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          aria-pressed={(search.view ?? "text") === view}
          onClick={() => patch({ view: view === "text" ? undefined : view }, { replace: true })}
        >
          {VIEW_WORDS[view]}
        </button>
      ))}
    </div>
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
        <dt>{CALL_WORDS.time}</dt>
        <dd className="mono">{fullTime(message.time, zone)}</dd>
      </div>
      <div>
        <dt>{CALL_WORDS.way}</dt>
        <dd className="mono">
          {message.src} → {message.dst} <span className="quiet">{message.transport}</span>
        </dd>
      </div>
      <div>
        <dt>{CALL_WORDS.seenBy}</dt>
        <dd>
          {message.agent}
          {message.also_seen_by.length > 0 && <span>{" "}{CALL_WORDS.and}{" "}{message.also_seen_by.join(", ")}</span>}{" "}
          <span className="message-lag quiet" title={CALL_WORDS.fromTheSendersClock}>
            {lag < LATE_US ? `${exactDuration(lag)} ${CALL_WORDS.toUs}` : `${CALL_WORDS.received} ${fullTime(message.received_at, zone)}`}
          </span>
        </dd>
      </div>
      {message.retransmission && (
        <div>
          <dt>⟲</dt>
          <dd>{MESSAGE_WORDS.repeated}</dd>
        </div>
      )}
    </dl>
  );
}
