// No media was heard of this call: what would have to be captured, with the lines that do it.
import type { CallJson } from "../api/shapes.ts";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
import { mediaSenders } from "../words/senders.ts";
import { QUALITY_WORDS } from "../words/quality.ts";

export function NothingHeard({ call }: { call: CallJson }) {
  const spoken = call.answered_at !== null;
  return (
    <div className="quality nothing-heard" tabIndex={0}>
      <h2>{spoken ? QUALITY_WORDS.noMediaWasHeard : QUALITY_WORDS.thereWasNoMedia}</h2>
      {spoken && (
        <>
          <p>
            {QUALITY_WORDS.signallingAloneDoesNot}
          </p>
          <SenderSnippets of={mediaSenders} level={3} />
        </>
      )}
    </div>
  );
}
