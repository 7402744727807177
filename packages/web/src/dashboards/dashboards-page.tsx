// Dashboards that people make: which one is on show, its panels, and arranging them.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useChangeDashboard, useDashboards, useMakeDashboard, useRemoveDashboard } from "../api/dashboards.ts";
import type { DashboardJson, PanelJson } from "../api/dashboards.ts";
import { groupingOf } from "../api/questions.ts";
import type { User } from "../api/shapes.ts";
import type { StatsQuestion } from "../api/stats.ts";
import { PageTools } from "../shell/page-tools.tsx";
import { Icon } from "../ui/icon.tsx";
import { useKeys } from "../ui/keys.ts";
import { Menu } from "../ui/menu.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { Popover } from "../ui/popover.tsx";
import { isRelative, rangeOf } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { DASHBOARD_WORDS as WORDS, PANEL_CHOICES } from "../words/dashboards.ts";
import { freshPanel } from "./arrange.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { PanelView } from "./panel-view.tsx";

const EVERY_MS = 15_000;
/** What a new dashboard begins with. */
const FIRST_PANELS = [
  PANEL_CHOICES[0],
  PANEL_CHOICES[1],
  PANEL_CHOICES[2],
  PANEL_CHOICES[7],
  PANEL_CHOICES[14],
  PANEL_CHOICES[15],
] as const;

export function DashboardsPage() {
  const { search, patch } = usePageSearch();
  const user = useQueryClient().getQueryData<User>(["me"]);
  const { data, error, refetch } = useDashboards();
  const make = useMakeDashboard();
  const [arranging, setArranging] = useState(false);
  const all = data?.items ?? [];
  const shown = all.find(({ id }) => id === search.dash) ?? all.find((each) => each.user === user?.username) ?? all[0];
  const own = shown !== undefined && shown.user === user?.username && user.role !== "readonly";
  const create = async (): Promise<void> => {
    const panels = FIRST_PANELS.reduce<PanelJson[]>((now, choice) => [...now, freshPanel(choice, now)], []);
    const made = await make.mutateAsync({ name: WORDS.freshName(all.length), panels });
    patch({ dash: made.id });
    setArranging(true);
  };
  useKeys({ e: () => own && setArranging(!arranging) });
  const problem = error ?? make.error;
  const fresh = user?.role !== "readonly" && (
    <button type="button" className="button" onClick={() => void create()}>
      <Icon name="plus" /> {WORDS.fresh}
    </button>
  );
  return (
    <div className="overview" tabIndex={0}>
      <PageTools>
        {shown && <Chooser all={all} shown={shown} user={user} choose={(id) => (setArranging(false), patch({ dash: id }))} />}
        {own && (
          <button type="button" className="button" aria-pressed={arranging} onClick={() => setArranging(!arranging)}>
            {arranging ? WORDS.done : WORDS.arrange}
          </button>
        )}
        {shown && fresh}
      </PageTools>
      {problem && <ErrorNotice error={problem} retry={() => void refetch()} />}
      {data && !shown && (
        <div className="blank">
          <h1>{WORDS.none}</h1>
          <p>{WORDS.noneHelp}</p>
          {fresh}
        </div>
      )}
      {shown && <Panels key={shown.id} dashboard={shown} arranging={arranging && own} left={() => setArranging(false)} />}
    </div>
  );
}

function Chooser({
  all,
  shown,
  user,
  choose,
}: {
  all: readonly DashboardJson[];
  shown: DashboardJson;
  user: User | undefined;
  choose: (id: string) => void;
}) {
  const items = all.map(({ id, name, user: owner }) => ({
    label: name,
    checked: id === shown.id,
    ...(owner === user?.username ? {} : { hint: WORDS.of(owner) }),
    onPick: () => choose(id),
  }));
  return (
    <Popover
      label={`${WORDS.choose}: ${shown.name}`}
      button={
        <>
          <b>{shown.name}</b> <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => <Menu label={WORDS.title} items={items} close={close} />}
    </Popover>
  );
}

function Panels({ dashboard, arranging, left }: { dashboard: DashboardJson; arranging: boolean; left: () => void }) {
  const { search, asked } = usePageSearch();
  const change = useChangeDashboard();
  const [openedUs] = useState(() => Date.now() * 1000);
  const range = rangeOf(search);
  const everyMs = isRelative(range) && search.live !== "0" ? EVERY_MS : false;
  const question: StatsQuestion = { q: asked, range, count: groupingOf(search), everyMs };
  const { id, panels } = dashboard;
  const arrange = (next: PanelJson[]): void => change.mutate({ id, patch: { panels: next } });
  return (
    <>
      {change.error && <ErrorNotice error={change.error} />}
      {arranging && <Arranger dashboard={dashboard} change={(patch) => change.mutate({ id, patch })} left={left} />}
      {panels.length === 0 && <p className="overview-none">{WORDS.empty}</p>}
      <div className="dash-grid">
        {panels.map((panel) => {
          const view = <PanelView panel={panel} question={question} openedUs={openedUs} />;
          return arranging ? (
            <PanelFrame key={panel.id} panel={panel} panels={panels} arrange={arrange}>
              {view}
            </PanelFrame>
          ) : (
            <div key={panel.id} className="dash-panel" style={{ gridColumn: `span ${panel.width}` }}>
              {view}
            </div>
          );
        })}
      </div>
    </>
  );
}

interface ArrangerProps {
  dashboard: DashboardJson;
  change: (patch: Partial<Pick<DashboardJson, "name" | "shared" | "panels">>) => void;
  left: () => void;
}

function Arranger({ dashboard: { id, name, shared, panels }, change, left }: ArrangerProps) {
  const remove = useRemoveDashboard();
  const [sure, setSure] = useState(false);
  const add = PANEL_CHOICES.map((choice) => ({
    label: choice[2],
    hint: choice[0],
    onPick: () => change({ panels: [...panels, freshPanel(choice, panels)] }),
  }));
  const removeIt = (): void => {
    if (!sure) return setSure(true);
    remove.mutate(id);
    left();
  };
  return (
    <div className="dash-arranger">
      <label className="field">
        {WORDS.name}
        <input
          key={name}
          defaultValue={name}
          maxLength={128}
          onBlur={({ target }) => target.value.trim() !== "" && target.value !== name && change({ name: target.value.trim() })}
        />
      </label>
      <Popover
        label={WORDS.add}
        align="start"
        button={
          <>
            <Icon name="plus" /> {WORDS.add}
          </>
        }
      >
        {(close) => <Menu label={WORDS.add} items={add} close={close} />}
      </Popover>
      <label>
        <input type="checkbox" checked={shared} onChange={(event) => change({ shared: event.target.checked })} /> {WORDS.share}
      </label>
      <button type="button" className="button" onClick={removeIt}>
        {sure ? WORDS.removeSure : WORDS.remove}
      </button>
      <p className="quiet">{WORDS.moveHelp}</p>
    </div>
  );
}
