// What clients of the Homer API keep with us: mappings, settings, dashboards, aliases, subscriptions. To us they are JSON with a few columns to
// find it by; their shapes belong to serve/homer.
import { integer, prepare, text, type Database, type Row } from "./database.ts";

export const HOMER_KINDS = ["mapping", "hepsub", "user_setting", "global_setting", "alias", "agent", "user_profile"] as const;
export type HomerKind = (typeof HOMER_KINDS)[number];

export interface HomerObject {
  guid: string;
  kind: HomerKind;
  /** User whose it is; "" = everybody's. */
  owner: string;
  category: string;
  param: string;
  data: unknown;
  changedAtUs: number;
}

export interface HomerObjects {
  /** In the order in which they were made. */
  list(kind: HomerKind, where?: { owner?: string; category?: string; param?: string }): HomerObject[];
  find(kind: HomerKind, guid: string): HomerObject | null;
  /** Makes or replaces it. */
  set(object: Omit<HomerObject, "changedAtUs">): HomerObject;
  remove(kind: HomerKind, guid: string): boolean;
  /** All of the kind that meet this; how many. */
  removeAll(kind: HomerKind, where?: { owner?: string; category?: string }): number;
}

const toObject = (row: Row): HomerObject => ({
  guid: text(row, "guid"),
  kind: text(row, "kind") as HomerKind,
  owner: text(row, "owner"),
  category: text(row, "category"),
  param: text(row, "param"),
  data: JSON.parse(text(row, "data")) as unknown,
  changedAtUs: integer(row, "changed_at"),
});

const MATCHES = "(? IS NULL OR owner = ? COLLATE NOCASE) AND (? IS NULL OR category = ?)";

export function openHomerObjects(db: Database, now: () => number): HomerObjects {
  const matching = ({ owner = null, category = null }: { owner?: string | null; category?: string | null }) => [owner, owner, category, category] as const;
  return {
    list(kind, where = {}) {
      const rows = prepare(db, `SELECT * FROM homer_objects WHERE kind = ? AND ${MATCHES} AND (? IS NULL OR param = ?) ORDER BY rowid`).all(kind, ...matching(where), where.param ?? null, where.param ?? null);
      return rows.map(toObject);
    },
    find(kind, guid) {
      const row = prepare(db, "SELECT * FROM homer_objects WHERE kind = ? AND guid = ?").get(kind, guid);
      return row ? toObject(row) : null;
    },
    set(object) {
      const { guid, kind, owner, category, param, data } = object;
      const changedAtUs = now();
      prepare(
        db,
        `INSERT INTO homer_objects (kind, guid, owner, category, param, data, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, guid) DO UPDATE SET owner = excluded.owner, category = excluded.category, param = excluded.param, data = excluded.data, changed_at = excluded.changed_at`,
      ).run(kind, guid, owner, category, param, JSON.stringify(data), changedAtUs);
      return { ...object, changedAtUs };
    },
    remove: (kind, guid) => prepare(db, "DELETE FROM homer_objects WHERE kind = ? AND guid = ?").run(kind, guid).changes > 0,
    removeAll: (kind, where = {}) => Number(prepare(db, `DELETE FROM homer_objects WHERE kind = ? AND ${MATCHES}`).run(kind, ...matching(where)).changes),
  };
}
