// A panel while its dashboard is arranged: focus and keys, drag and drop, its title and its query.
import { useState } from "react";
import type { DragEvent, KeyboardEvent, ReactNode } from "react";
import type { PanelJson } from "../api/dashboards.ts";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icon.tsx";
import { DASHBOARD_WORDS as WORDS } from "../words/dashboards.ts";
import { changedPanel, putBefore, steppedPanel, widened, withoutPanel } from "./arrange.ts";

interface PanelFrameProps {
  panel: PanelJson;
  panels: readonly PanelJson[];
  arrange: (panels: PanelJson[]) => void;
  children: ReactNode;
}

const DRAGGED = "text/x-sipglass-panel";

export function PanelFrame({ panel, panels, arrange, children }: PanelFrameProps) {
  const { id, title, query } = panel;
  const [over, setOver] = useState(false);
  const acts: Record<string, () => PanelJson[]> = {
    ArrowLeft: () => steppedPanel(panels, id, -1),
    ArrowRight: () => steppedPanel(panels, id, 1),
    "+": () => widened(panels, id, 1),
    "-": () => widened(panels, id, -1),
    Delete: () => withoutPanel(panels, id),
  };
  const key = (event: KeyboardEvent): void => {
    const act = event.target === event.currentTarget ? acts[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    arrange(act());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    arrange(putBefore(panels, event.dataTransfer.getData(DRAGGED), id));
  };
  const tool = (icon: IconName, label: string, name: string) => (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={`${label}: ${title}`}
      title={label}
      onClick={() => arrange(acts[name]?.() ?? [...panels])}
    >
      <Icon name={icon} size={14} />
    </button>
  );
  return (
    <div
      className={over ? "dash-panel dash-arranged dash-over" : "dash-panel dash-arranged"}
      style={{ gridColumn: `span ${panel.width}` }}
      id={`panel-${id}`}
      role="group"
      aria-label={title}
      aria-description={WORDS.moveHelp}
      tabIndex={0}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onKeyDown={key}
    >
      <div className="dash-tools">
        {tool("left", WORDS.earlier, "ArrowLeft")}
        {tool("right", WORDS.later, "ArrowRight")}
        {tool("minus", WORDS.narrower, "-")}
        {tool("plus", WORDS.wider, "+")}
        <span />
        {tool("close", WORDS.drop, "Delete")}
      </div>
      <div className="dash-fields">
        <Text label={WORDS.panelTitle} value={title} most={128} change={(next) => arrange(changedPanel(panels, id, { title: next }))} />
        <Text label={WORDS.panelQuery} value={query} most={2000} change={(next) => arrange(changedPanel(panels, id, { query: next }))} />
      </div>
      <div className="dash-shown" inert>
        {children}
      </div>
    </div>
  );
}

/** Sent when it is left, not at every key. */
function Text({ label, value, most, change }: { label: string; value: string; most: number; change: (next: string) => void }) {
  return (
    <label className="field">
      {label}
      <input
        key={value}
        defaultValue={value}
        maxLength={most}
        onBlur={(event) => event.target.value !== value && change(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
    </label>
  );
}
