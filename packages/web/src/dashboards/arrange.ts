// Arranging panels: put before another, stepped, wider, narrower, added, removed. All leave the list that they were given as it was.
import type { PanelJson, PanelKind } from "../api/dashboards.ts";

export const MOST_WIDTH = 3;

const WIDTH: Record<PanelKind, number> = { kpi: 1, course: 1, top: 1, distribution: 1, outcomes: 1, week: 3 };

export function freshPanel([kind, of, title]: readonly [PanelKind, string, string], panels: readonly PanelJson[]): PanelJson {
  const taken = new Set(panels.map(({ id }) => id));
  let number = panels.length + 1;
  while (taken.has(`p${number}`)) number += 1;
  return { id: `p${number}`, kind, of, title, query: "", width: WIDTH[kind] };
}

export function putBefore(panels: readonly PanelJson[], id: string, before: string): PanelJson[] {
  const [from, to] = [panels.findIndex((each) => each.id === id), panels.findIndex((each) => each.id === before)];
  const panel = panels[from];
  return !panel || to === -1 ? [...panels] : panels.toSpliced(from, 1).toSpliced(to, 0, panel);
}

export function steppedPanel(panels: readonly PanelJson[], id: string, by: -1 | 1): PanelJson[] {
  const next = panels[panels.findIndex((each) => each.id === id) + by];
  return next ? putBefore(panels, id, next.id) : [...panels];
}

export const changedPanel = (panels: readonly PanelJson[], id: string, patch: Partial<PanelJson>): PanelJson[] =>
  panels.map((each) => (each.id === id ? { ...each, ...patch } : each));

export const widened = (panels: readonly PanelJson[], id: string, by: -1 | 1): PanelJson[] =>
  panels.map((each) => (each.id === id ? { ...each, width: Math.max(1, Math.min(MOST_WIDTH, each.width + by)) } : each));

export const withoutPanel = (panels: readonly PanelJson[], id: string): PanelJson[] => panels.filter((each) => each.id !== id);
