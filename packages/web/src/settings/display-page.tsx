// How this browser shows things: the zone of all times, the height of rows, the colours.
import { toRfc3339 } from "@sipglass/model";
import { useNowUs } from "../ui/now.ts";
import { setSetting, useSettings } from "../ui/settings.ts";
import type { Settings } from "../ui/settings.ts";
import { fullTime, zoneName } from "../words/clock.ts";
import { DISPLAY_WORDS } from "../words/configuration.ts";
import { Part } from "./part.tsx";

const ZONES = Intl.supportedValuesOf("timeZone");

export function DisplayPage() {
  const { zone, density, theme } = useSettings();
  const nowUs = useNowUs();
  return (
    <Part title={DISPLAY_WORDS.title} about={DISPLAY_WORDS.about} errors={[]}>
      <div className="form form-narrow">
        <label className="field">
          {DISPLAY_WORDS.zone}
          <select value={zone} onChange={(event) => setSetting("zone", event.target.value)}>
            <option value="local">{DISPLAY_WORDS.local(zoneName("local"))}</option>
            <option value="utc">{DISPLAY_WORDS.utc}</option>
            <optgroup label={DISPLAY_WORDS.named}>
              {ZONES.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </optgroup>
          </select>
          <span className="quiet">
            {DISPLAY_WORDS.zoneHint}. {DISPLAY_WORDS.now(`${fullTime(toRfc3339(nowUs), zone).slice(0, 19)} ${zoneName(zone)}`)}
          </span>
        </label>
        <Choice name="density" label={DISPLAY_WORDS.density} chosen={density} choices={{ dense: DISPLAY_WORDS.dense, comfortable: DISPLAY_WORDS.comfortable }} />
        <Choice
          name="theme"
          label={DISPLAY_WORDS.theme}
          chosen={theme}
          choices={{ auto: DISPLAY_WORDS.auto, light: DISPLAY_WORDS.light, dark: DISPLAY_WORDS.dark }}
        />
      </div>
    </Part>
  );
}

interface ChoiceProps<K extends "density" | "theme"> {
  name: K;
  label: string;
  chosen: string;
  choices: Record<Settings[K], string>;
}

function Choice<K extends "density" | "theme">({ name, label, chosen, choices }: ChoiceProps<K>) {
  return (
    <label className="field">
      {label}
      <select value={chosen} onChange={(event) => setSetting(name, event.target.value as Settings[K])}>
        {Object.entries<string>(choices).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
