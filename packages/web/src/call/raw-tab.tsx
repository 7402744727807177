// All messages as one text, as one would paste it into a ticket.
import type { MessageJson } from "../api/shapes.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { useSettings } from "../ui/settings.ts";
import { fullTime, zoneName } from "../words/clock.ts";
import { SipText } from "./sip-text.tsx";
import { CALL_WORDS } from "../words/call.ts";

/** Beyond this many messages the text stands without colours: one text, quick to select and to search with the browser. */
const MOST_COLOURED = 80;

export function RawTab({ messages }: { messages: MessageJson[] | undefined }) {
  const { zone } = useSettings();
  const title = (message: MessageJson): string =>
    `${fullTime(message.time, zone)} ${zoneName(zone)}  ${message.transport}  ${message.src} → ${message.dst}`;
  if (!messages) return <div className="ladder-wait" aria-busy="true" />;
  const all = messages.map((message) => `${title(message)}\n\n${message.raw.replaceAll("\r\n", "\n")}\n`).join("\n");
  return (
    <div className="raw" tabIndex={0}>
      <div className="raw-tools">
        <CopyButton text={all} label={CALL_WORDS.copyAll} />
      </div>
      {messages.length > MOST_COLOURED && <pre className="sip">{all}</pre>}
      {messages.length <= MOST_COLOURED &&
        messages.map((message) => (
          <section key={message.ref} className="raw-message">
            <h2>
              {message.retransmission && "⟲ "}
              {title(message)}
            </h2>
            <SipText raw={message.raw} />
          </section>
        ))}
    </div>
  );
}
