// No media was heard of this call: what would have to be captured, with the lines that do it.
import type { CallJson } from "../api/shapes.ts";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
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
          <SenderSnippets senders={mediaSenders(location.hostname)} level={3} />
        </>
      )}
    </div>
  );
}
