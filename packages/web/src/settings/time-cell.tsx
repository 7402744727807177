// A moment in a table: how long ago, or when to come, and exactly on hover.
import { fromRfc3339 } from "@sipglass/model";
import { useNowUs } from "../ui/now.ts";
import { useSettings } from "../ui/settings.ts";
import { ago, fullTime, shortTime } from "../words/clock.ts";
import { SETTINGS_WORDS } from "../words/settings.ts";

export function TimeCell({ at }: { at: string | null }) {
  const { zone } = useSettings();
  const nowUs = useNowUs(30_000);
  if (at === null) return <td className="nothing">{SETTINGS_WORDS.never}</td>;
  const us = fromRfc3339(at);
  return <td title={fullTime(at, zone)}>{us > nowUs ? shortTime(us, zone, true) : ago(us, nowUs)}</td>;
}
