// The ladder of all legs beside the message that its selected arrow stands for, or beside two messages that are compared.
import { useCallback, useMemo } from "react";
import type { MouseEvent } from "react";
import type { LadderRow, MessageJson } from "../api/shapes.ts";
import { birthOf, marksOf } from "../findings/marks.ts";
import { chipsOf } from "../ladder/chips.ts";
import { LadderTools, zoomPatch } from "../ladder/ladder-tools.tsx";
import { LadderView, timePatch } from "../ladder/ladder-view.tsx";
import { savePicture } from "../ladder/save-picture.ts";
import { useShownLadder } from "../ladder/use-ladder.ts";
import { LegSwitches } from "../legs/leg-switches.tsx";
import { gradesOf } from "../quality/grades.ts";
import { useKeys } from "../ui/keys.ts";
import { useSettings } from "../ui/settings.ts";
import { nextTimeMode, zoomStep } from "../url/ladder-search.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { fullTime } from "../words/clock.ts";
import { LADDER_WORDS } from "../words/ladder.ts";
import { MessageSide } from "./message-side.tsx";
import { Split } from "./split.tsx";
import type { Story } from "./use-story.ts";

export interface CallParts {
  story: Story;
  /** Ref of the message on show. */
  selected: string;
  step: (by: 1 | -1) => void;
}

export function LadderTab({ story, selected, step }: CallParts) {
  const { search, latest, patch } = usePageSearch();
  const { zone } = useSettings();
  const { call, legs, diagnosis, quality } = story;
  const { ladder, whole, plain, dropped, messages, events } = useShownLadder(story);
  const { time = "clock", zoom = "100", cmp = "" } = search;
  const marks = useMemo(() => marksOf(diagnosis?.findings ?? []), [diagnosis]);
  const grades = useMemo(() => gradesOf(quality?.streams ?? []), [quality]);
  const birth = useMemo(() => plain && birthOf(plain, diagnosis, call.status_code), [plain, diagnosis, call.status_code]);
  const legOf = legs.length > 1 ? story.legOf : null;
  const zoomBy = (by: 1 | -1): void => patch({ zoom: zoomPatch(zoomStep(latest().zoom ?? "100", by)) }, { replace: true });
  useKeys({
    t: () => patch({ time: timePatch(nextTimeMode(latest().time ?? "clock")) }, { replace: true }),
    m: () => patch({ media: latest().media ? undefined : "1" }, { replace: true }),
    f: () => patch({ zoom: latest().zoom === "fit" ? undefined : "fit" }, { replace: true }),
    "+": () => zoomBy(1),
    "-": () => zoomBy(-1),
  });
  const select = useCallback(
    (ref: string, event: MouseEvent) => patch(event.shiftKey ? { msg: selected, cmp: ref === selected ? undefined : ref } : { msg: ref }, { replace: true }),
    [patch, selected],
  );
  const save = (format: "svg" | "png"): void => {
    if (!ladder) return;
    const chips = (message: MessageJson | undefined): readonly string[] => (message ? chipsOf(message) : []);
    const shown = { marks, legOf: legOf ?? undefined, events, chipsOf: ({ ref }: LadderRow) => chips(messages.get(ref)) };
    void savePicture(ladder, format, call.call_id, { ...shown, clock: ({ at }) => fullTime(at, zone).slice(11) });
  };
  if (!ladder || !whole) return <Split left={<div className="ladder-wait" aria-busy="true" />} right={<MessageSide story={story} selected={selected} step={step} />} />;
  return (
    <Split
      wide={cmp !== ""}
      left={
        <div className="legged">
          <div className="ladder-bar">
            {legs.length > 1 && <LegSwitches legs={legs} own={search.ids === undefined ? call.id : ""} />}
            <LadderTools ladder={whole} dropped={dropped} zoom={zoom} save={save} />
          </div>
          {ladder.rows.length === 0 && <p className="tab-empty">{LADDER_WORDS.empty}</p>}
          <LadderView
            ladder={ladder}
            selected={selected}
            compared={cmp}
            messages={messages}
            events={events}
            marks={marks}
            birth={birth ?? null}
            grades={grades}
            legOf={legOf}
            time={time}
            zoom={zoom}
            mediaOpen={search.media === "1"}
            select={select}
          />
        </div>
      }
      right={<MessageSide story={story} selected={selected} step={step} />}
    />
  );
}
