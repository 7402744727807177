// Names for addresses (`10.0.0.5`, `10.0.0.5:5060`) and networks (`10.0.0.0/8`, `10.0.0.0/8:5060`), with a colour for the eye, and settings as JSON by key: what an installation is told about itself.
import { integer, prepare, text, type Database, type Row } from "./database.ts";

export interface Alias {
  address: string;
  name: string;
  /** One of HOST_COLOURS, or "" for none. */
  colour: string;
  changedBy: string;
  changedAtUs: number;
}

export interface Aliases {
  list(): Alias[];
  /** Without a colour it keeps the one it has. */
  set(address: string, name: string, changedBy: string, colour?: string): Alias;
  remove(address: string): boolean;
}

export interface Settings {
  /** undefined when never set. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

const toAlias = (row: Row): Alias => ({
  address: text(row, "address"),
  name: text(row, "name"),
  colour: text(row, "colour"),
  changedBy: text(row, "changed_by"),
  changedAtUs: integer(row, "changed_at"),
});

export function openAliases(db: Database, now: () => number): Aliases {
  return {
    list: () => prepare(db, "SELECT * FROM aliases ORDER BY address").all().map(toAlias),
    set(address, name, changedBy, colour) {
      const known = prepare(db, "SELECT * FROM aliases WHERE address = ?").get(address);
      const alias: Alias = { address, name, colour: colour ?? (known ? text(known, "colour") : ""), changedBy, changedAtUs: now() };
      prepare(db, "INSERT OR REPLACE INTO aliases (address, name, colour, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)").run(
        address,
        name,
        alias.colour,
        changedBy,
        alias.changedAtUs,
      );
      return alias;
    },
    remove: (address) => prepare(db, "DELETE FROM aliases WHERE address = ?").run(address).changes > 0,
  };
}

export function openSettings(db: Database, now: () => number): Settings {
  return {
    get(key) {
      const row = prepare(db, "SELECT value FROM settings WHERE key = ?").get(key);
      return row ? (JSON.parse(text(row, "value")) as unknown) : undefined;
    },
    set: (key, value) =>
      void prepare(db, "INSERT OR REPLACE INTO settings (key, value, changed_at) VALUES (?, ?, ?)").run(key, JSON.stringify(value), now()),
  };
}
