// The ladder of all legs beside the message that its selected arrow stands for.
import { useMemo } from "react";
import { birthOf, marksOf } from "../findings/marks.ts";
import { LadderView } from "../ladder/ladder-view.tsx";
import { LegSwitches } from "../legs/leg-switches.tsx";
import { legLetter, partOfLadder } from "../legs/leg-ladder.ts";
import { gradesOf } from "../quality/grades.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { MessagePanel } from "./message-panel.tsx";
import { Split } from "./split.tsx";
import type { Story } from "./use-story.ts";

export interface CallParts {
  story: Story;
  /** Ref of the message on show. */
  selected: string;
  step: (by: 1 | -1) => void;
}

export function LadderTab({ story, selected, step }: CallParts) {
  const { search, patch } = usePageSearch();
  const { call, legs, legOf, diagnosis, quality } = story;
  const hidden = legs.length > 1 ? (search.hide ?? "") : "";
  const ladder = useMemo(() => {
    const shows = (ref: string): boolean => !hidden.includes(legLetter(legOf.get(ref) ?? 0).toLowerCase());
    return story.ladder && hidden !== "" ? partOfLadder(story.ladder, shows) : story.ladder;
  }, [story.ladder, hidden, legOf]);
  const marks = useMemo(() => marksOf(diagnosis?.findings ?? []), [diagnosis]);
  const grades = useMemo(() => gradesOf(quality?.streams ?? []), [quality]);
  const birth = useMemo(() => ladder && birthOf(ladder, diagnosis, call.status_code), [ladder, diagnosis, call.status_code]);
  return (
    <Split
      left={
        ladder ? (
          <div className={legs.length > 1 ? "legged" : "legged legged-one"}>
            {legs.length > 1 && <LegSwitches legs={legs} own={call.id} />}
            <LadderView
              ladder={ladder}
              selected={selected}
              marks={marks}
              birth={birth ?? null}
              grades={grades}
              legOf={legs.length > 1 ? legOf : null}
              select={(ref) => patch({ msg: ref }, { replace: true })}
              mediaOpen={search.media === "1"}
              toggleMedia={() => patch({ media: search.media ? undefined : "1" }, { replace: true })}
            />
          </div>
        ) : (
          <div className="ladder-wait" aria-busy="true" />
        )
      }
      right={<MessagePanel messages={story.messages} selected={selected} step={step} />}
    />
  );
}
