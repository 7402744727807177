// The quality of media: what is wrong in a sentence, then each stream and direction with its figures over time and how they came about.
import type { Story } from "../call/use-story.ts";
import type { StreamJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { NothingHeard } from "./nothing-heard.tsx";
import { StreamCard } from "./stream-card.tsx";
import { QUALITY_WORDS } from "../words/quality.ts";

export function QualityTab({ story }: { story: Story }) {
  const { quality, lesserError, call, legs } = story;
  const { patch } = usePageSearch();
  if (!quality) return lesserError ? null : <div className="ladder-wait" aria-busy="true" />;
  if (quality.streams.length === 0) return <NothingHeard call={call} />;
  return (
    <div className="quality" tabIndex={0}>
      {quality.verdicts.length === 0 ? (
        <Well streams={quality.streams} />
      ) : (
        <ul className="quality-verdicts">
          {quality.verdicts.map((verdict) => (
            <li key={verdict}>
              <Icon name="warning" /> {verdict}
            </li>
          ))}
        </ul>
      )}
      {quality.streams.map((stream, index) => (
        <StreamCard
          key={`${stream.call_id} ${stream.ssrc} ${stream.src} ${index}`}
          stream={stream}
          call={call}
          leg={legs.length > 1 ? legs.findIndex(({ id }) => id === stream.call_id) : -1}
          open={(ref) => patch({ tab: "ladder", msg: ref })}
        />
      ))}
    </div>
  );
}

/** Silence in the other direction would not be measured: what is known of one says nothing of both. */
function Well({ streams }: { streams: readonly StreamJson[] }) {
  const directions = new Set(streams.map(({ direction }) => direction));
  const both = directions.has("caller_to_callee") && directions.has("callee_to_caller");
  return both ? (
    <p className="quality-well">
      <Icon name="answered" />{" "}{QUALITY_WORDS.bothDirectionsSoundGood}
    </p>
  ) : (
    <p className="quality-half">
      <Icon name="info" />{" "}{QUALITY_WORDS.whatWasMeasuredSounds}
    </p>
  );
}
