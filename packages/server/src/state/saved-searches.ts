// Queries that people keep under a name; their own, and those that others share.
import { flag, integer, prepare, refusingTwins, text, type Database, type Row } from "./database.ts";
import { newId } from "./secrets.ts";

export interface SavedSearch {
  id: string;
  user: string;
  name: string;
  query: string;
  shared: boolean;
  createdAtUs: number;
  changedAtUs: number;
}

export interface SavedSearches {
  /** Own and shared ones, by name. */
  list(user: string): SavedSearch[];
  create(search: { user: string; name: string; query: string; shared?: boolean }): SavedSearch;
  /** Only its owner changes or removes one; null when it is not theirs or not there. */
  change(id: string, user: string, patch: { name?: string; query?: string; shared?: boolean }): SavedSearch | null;
  remove(id: string, user: string): boolean;
}

const toSearch = (row: Row): SavedSearch => ({
  id: text(row, "id"),
  user: text(row, "user"),
  name: text(row, "name"),
  query: text(row, "query"),
  shared: flag(row, "shared"),
  createdAtUs: integer(row, "created_at"),
  changedAtUs: integer(row, "changed_at"),
});

const TWIN = "You have a saved search of this name already.";

export function openSavedSearches(db: Database, now: () => number): SavedSearches {
  const own = (id: string, user: string): SavedSearch | null => {
    const row = prepare(db, "SELECT * FROM saved_searches WHERE id = ? AND user = ?").get(id, user);
    return row ? toSearch(row) : null;
  };
  return {
    list: (user) => prepare(db, "SELECT * FROM saved_searches WHERE user = ? OR shared = 1 ORDER BY name, id").all(user).map(toSearch),
    create({ user, name, query, shared = false }) {
      const id = newId();
      refusingTwins({ name }, TWIN, () =>
        prepare(db, "INSERT INTO saved_searches (id, user, name, query, shared, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
          id,
          user,
          name,
          query,
          Number(shared),
          now(),
          now(),
        ),
      );
      return own(id, user) as SavedSearch;
    },
    change(id, user, patch) {
      const old = own(id, user);
      if (!old) return null;
      const next = { ...old, ...patch };
      refusingTwins({ name: next.name }, TWIN, () =>
        prepare(db, "UPDATE saved_searches SET name = ?, query = ?, shared = ?, changed_at = ? WHERE id = ?").run(
          next.name,
          next.query,
          Number(next.shared),
          now(),
          id,
        ),
      );
      return own(id, user);
    },
    remove: (id, user) => prepare(db, "DELETE FROM saved_searches WHERE id = ? AND user = ?").run(id, user).changes > 0,
  };
}
