// Calls that somebody put side by side, as one ladder: whether they are one session or not.
import { Link, useNavigate } from "@tanstack/react-router";
import { LadderTab } from "../call/ladder-tab.tsx";
import type { Story } from "../call/use-story.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { useKeys } from "../ui/keys.ts";
import { ErrorNotice, Notice, PartialNotice } from "../ui/notice.tsx";
import { OutcomeMark } from "../ui/outcome-mark.tsx";
import { useSettings } from "../ui/settings.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { listTime } from "../words/clock.ts";
import { COMPARE_WORDS as WORDS } from "../words/compare.ts";
import { useCombined } from "./use-combined.ts";

export function ComparePage() {
  const { search } = usePageSearch();
  const navigate = useNavigate();
  const ids = [...new Set((search.ids ?? "").split(",").filter(Boolean))];
  const { story, missing, error, retry } = useCombined(ids);
  useKeys({ Escape: () => void navigate({ to: "/", search: carried(search) }) });
  if (ids.length === 0 || (missing === ids.length && !error))
    return (
      <div className="blank">
        <h1>{WORDS.none}</h1>
        <p>{WORDS.noneHelp}</p>
        <p>
          <Link to="/" search={carried(search)}>
            {WORDS.list}
          </Link>
        </p>
      </div>
    );
  return (
    <div className="call combined">
      {error && <ErrorNotice error={error} retry={retry} />}
      {missing > 0 && <Notice tone="warning" title={WORDS.gone} />}
      {story?.warnings && <PartialNotice warnings={story.warnings} />}
      {story ? <Combined story={story} /> : <div className="ladder-wait" aria-busy="true" />}
    </div>
  );
}

function Combined({ story }: { story: Story }) {
  const { search, latest, patch } = usePageSearch();
  const { ladder } = story;
  const shown = (msg = ""): string => (ladder?.rows.some(({ ref }) => ref === msg) ? msg : (ladder?.rows[0]?.ref ?? ""));
  const selected = shown(search.msg);
  const step = (by: 1 | -1): void => {
    const now = shown(latest().msg);
    const at = ladder?.rows.findIndex(({ ref }) => ref === now) ?? -1;
    const next = ladder?.rows[at + by];
    if (next) patch({ msg: next.ref }, { replace: true });
  };
  useKeys({ "[": () => step(-1), "]": () => step(1) });
  return (
    <>
      <CallsHead story={story} />
      <div className="combined-ladder">
        <LadderTab story={story} selected={selected} step={step} />
      </div>
    </>
  );
}

/** The calls with their letters, each a way to its own page. */
function CallsHead({ story: { legs } }: { story: Story }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  return (
    <header className="combined-head">
      <h1>{WORDS.title(legs.length)}</h1>
      <ul>
        {legs.map((call, leg) => (
          <li key={call.id}>
            <LegChip leg={leg} />
            <Link to="/calls/$id" params={{ id: call.id }} search={carried(search)}>
              {listTime(call.started_at, zone, Date.now() * 1000)}
            </Link>
            <span className="clip">
              {call.caller || "?"} → {call.callee || "?"}
            </span>
            <OutcomeMark call={call} />
          </li>
        ))}
      </ul>
    </header>
  );
}
