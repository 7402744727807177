// What one bar of the histogram holds.
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { OUTCOMES } from "../words/outcome.ts";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import type { Bar } from "./bars.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

export function VolumeTip({ bar, bucketS, width }: { bar: Bar; bucketS: number; width: number }) {
  const { zone } = useSettings();
  const [from, to] = [clockParts(bar.atUs, zone), clockParts(bar.atUs + bucketS * 1e6, zone)];
  return (
    <div className="tip" style={bar.x > width / 2 ? { right: width - bar.x + 8 } : { left: bar.x + bar.width + 8 }}>
      <div className="tip-head">
        {from.day.slice(5)} {from.clock} – {to.clock}
      </div>
      {bar.total === 0 && <div>{CALLS_PAGE_WORDS.noCalls}</div>}
      {[...OUTCOMES]
        .reverse()
        .filter(({ id }) => bar.counts.has(id))
        .map(({ id, label }) => (
          <div key={id} className="tip-row">
            <OutcomeWord outcome={id} text={label} />
            <b>{bar.counts.get(id)}</b>
          </div>
        ))}
    </div>
  );
}
