// Dashboards that people arrange for themselves: a name and its panels, their own or shown to others. What a panel means is the page's business.
import { SipglassError } from "@sipglass/model";
import { flag, integer, prepare, refusingTwins, text, type Database, type Row } from "./database.ts";
import { newId } from "./secrets.ts";

export const PANEL_KINDS = ["kpi", "course", "top", "distribution", "week", "outcomes"] as const;

export interface DashboardPanel {
  id: string;
  kind: (typeof PANEL_KINDS)[number];
  /** KPI, dimension or distribution that it shows. */
  of: string;
  title: string;
  /** Narrows what the page asks; "" = nothing. */
  query: string;
  /** Columns that it takes. */
  width: number;
}

export interface Dashboard {
  id: string;
  user: string;
  name: string;
  shared: boolean;
  panels: DashboardPanel[];
  createdAtUs: number;
  changedAtUs: number;
}

export type DashboardPatch = Partial<Pick<Dashboard, "name" | "shared" | "panels">>;

export interface Dashboards {
  /** Own and shared ones, by name. */
  list(user: string): Dashboard[];
  create(dashboard: { user: string; name: string; shared: boolean; panels: DashboardPanel[] }): Dashboard;
  /** Only its owner changes or removes one; null when it is not theirs or not there. */
  change(id: string, user: string, patch: DashboardPatch): Dashboard | null;
  remove(id: string, user: string): boolean;
}

const MOST_OF_ONE = 100;

const toDashboard = (row: Row): Dashboard => ({
  id: text(row, "id"),
  user: text(row, "user"),
  name: text(row, "name"),
  shared: flag(row, "shared"),
  panels: JSON.parse(text(row, "panels")) as DashboardPanel[],
  createdAtUs: integer(row, "created_at"),
  changedAtUs: integer(row, "changed_at"),
});

const TWIN = "You have a dashboard of this name already.";

export function openDashboards(db: Database, now: () => number): Dashboards {
  const own = (id: string, user: string): Dashboard | null => {
    const row = prepare(db, "SELECT * FROM dashboards WHERE id = ? AND user = ?").get(id, user);
    return row ? toDashboard(row) : null;
  };
  return {
    list: (user) => prepare(db, "SELECT * FROM dashboards WHERE user = ? OR shared = 1 ORDER BY name, id").all(user).map(toDashboard),
    create({ user, name, shared, panels }) {
      const id = newId();
      const count = prepare(db, "SELECT count(*) AS count FROM dashboards WHERE user = ?").get(user);
      if (count && integer(count, "count") >= MOST_OF_ONE)
        throw new SipglassError("too_large", { most: MOST_OF_ONE }, "You have too many dashboards.");
      refusingTwins({ name }, TWIN, () =>
        prepare(db, "INSERT INTO dashboards (id, user, name, shared, panels, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
          id, user, name, Number(shared), JSON.stringify(panels), now(), now(),
        ),
      );
      return own(id, user) as Dashboard;
    },
    change(id, user, patch) {
      const old = own(id, user);
      if (!old) return null;
      const next = { ...old, ...patch };
      refusingTwins({ name: next.name }, TWIN, () =>
        prepare(db, "UPDATE dashboards SET name = ?, shared = ?, panels = ?, changed_at = ? WHERE id = ?").run(
          next.name, Number(next.shared), JSON.stringify(next.panels), now(), id,
        ),
      );
      return own(id, user);
    },
    remove: (id, user) => prepare(db, "DELETE FROM dashboards WHERE id = ? AND user = ?").run(id, user).changes > 0,
  };
}
