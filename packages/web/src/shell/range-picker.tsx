// The time range: presets that move with the clock, exact ends, and the way wider, earlier, later.
import { useState } from "react";
import type { FormEvent } from "react";
import { rulesRange } from "../query/edit.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { useSettings } from "../ui/settings.ts";
import { fieldTime, usFromField } from "../url/field-time.ts";
import { absoluteRange, PRESETS, presetWord, rangeOf, rangeWord, resolveRange, shiftRange, widenRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { zoneName } from "../words/clock.ts";
import { SHELL_WORDS } from "../words/shell.ts";

const nowUs = (): number => Date.now() * 1000;

export function RangePicker() {
  const { search, ask } = usePageSearch();
  const { zone } = useSettings();
  const range = rangeOf(search);
  const ruled = rulesRange(search.q ?? "");
  const shown = ruled ? SHELL_WORDS.asTheQuerySays : rangeWord(range, zone, nowUs());
  const go = (to: { from: string; to?: string | undefined }): void => ask({ from: to.from, to: to.to });
  return (
    <Popover
      label={SHELL_WORDS.timeRange}
      shows={shown}
      className="range-button"
      button={
        <>
          <Icon name="clock" />
          <span title={ruled ? SHELL_WORDS.theQuerySetsIts : undefined}>
            {shown}
          </span>
          <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <div className="range">
          <div className="range-presets" role="group" aria-label={SHELL_WORDS.upToNow}>
            {PRESETS.map((preset) => (
              <button
                key={preset}
                type="button"
                className="button"
                aria-pressed={range.from === preset && !range.to}
                onClick={() => (go({ from: preset }), close())}
              >
                {presetWord(preset).replace("last ", "")}
              </button>
            ))}
          </div>
          <div className="range-steps" role="group" aria-label={SHELL_WORDS.moveTheRange}>
            <button type="button" className="button" onClick={() => go(shiftRange(range, -1, nowUs()))}>
              <Icon name="left" />{" "}{SHELL_WORDS.earlier}
            </button>
            <button type="button" className="button" onClick={() => go(widenRange(range, nowUs()))}>
              <Icon name="zoomOut" />{" "}{SHELL_WORDS.wider}
            </button>
            <button type="button" className="button" onClick={() => go(shiftRange(range, 1, nowUs()))}>
              {SHELL_WORDS.later}{" "}<Icon name="right" />
            </button>
          </div>
          <ExactRange key={`${range.from}${range.to ?? ""}`} onPick={(from, to) => (go(absoluteRange(from, to)), close())} />
        </div>
      )}
    </Popover>
  );
}

function ExactRange({ onPick }: { onPick: (fromUs: number, toUs: number) => void }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const [start] = useState(() => resolveRange(rangeOf(search), nowUs()));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [fromUs, toUs] = [usFromField(String(form.get("from")), zone), usFromField(String(form.get("to")), zone)];
    if (fromUs < toUs) onPick(fromUs, toUs);
  };
  return (
    <form className="range-exact" onSubmit={submit}>
      <label className="field">
        {SHELL_WORDS.from}
        <input type="datetime-local" name="from" step="1" required defaultValue={fieldTime(start.fromUs, zone)} />
      </label>
      <label className="field">
        {SHELL_WORDS.to}
        <input type="datetime-local" name="to" step="1" required defaultValue={fieldTime(start.toUs, zone)} />
      </label>
      <button type="submit" className="button button-primary">
        {SHELL_WORDS.show}{" "}{zone === "local" ? "" : `(${zoneName(zone)})`}
      </button>
    </form>
  );
}
