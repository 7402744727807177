// No media was heard of this call: what would have to be captured, with the lines that do it.
import type { CallJson } from "../api/shapes.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { mediaSenders } from "../words/senders.ts";

export function NothingHeard({ call }: { call: CallJson }) {
  const spoken = call.answered_at !== null;
  return (
    <div className="quality nothing-heard" tabIndex={0}>
      <h2>{spoken ? "No media was heard of this call" : "There was no media: the call was never answered"}</h2>
      {spoken && (
        <>
          <p>
            Signalling alone does not tell how it sounded. Any of these would: RTCP, the media itself (RTP), or a report of the phone or
            media proxy. Capture it like this:
          </p>
          {mediaSenders(location.hostname).map(({ name, file, lines }) => (
            <section key={name}>
              <h3>
                {name} <span>{file}</span>
              </h3>
              <div className="snippet">
                <pre>
                  <code>{lines.join("\n")}</code>
                </pre>
                <CopyButton text={lines.join("\n")} />
              </div>
            </section>
          ))}
        </>
      )}
    </div>
  );
}
