// Links by which somebody without an account sees one call or session. Each belongs to who made it, shows no more than he may see himself at the
// time of looking, and always ends. The secret is shown once and stored hashed.
import { integer, flag, prepare, text, type Database, type Row } from "./database.ts";
import { hashSecret, newId, newSecret } from "./secrets.ts";

export interface Share {
  id: string;
  user: string;
  kind: "call" | "session";
  /** Id of the call or session. */
  object: string;
  /** Numbers and addresses are hidden. */
  masked: boolean;
  /** What its maker was narrowed to when he made it (by a token); null: whatever he sees. */
  tenants: string[] | null;
  createdAtUs: number;
  expiresAtUs: number;
  lastUsedAtUs: number;
}

export type NewShare = Omit<Share, "id" | "createdAtUs" | "lastUsedAtUs">;

export interface Shares {
  create(share: NewShare): { secret: string; share: Share };
  /** null when there is none, or no longer. */
  find(secret: string): Share | null;
  /** Of one user, or of all; newest first. */
  list(user?: string): Share[];
  /** A link of this user, or of anybody. */
  remove(id: string, user?: string): boolean;
  prune(): void;
}

const MINUTE_US = 60_000_000;

const toShare = (row: Row): Share => ({
  id: text(row, "id"), user: text(row, "user"), kind: text(row, "kind") as Share["kind"], object: text(row, "object"), masked: flag(row, "masked"),
  tenants: row["tenants"] === null ? null : (JSON.parse(text(row, "tenants")) as string[]),
  createdAtUs: integer(row, "created_at"), expiresAtUs: integer(row, "expires_at"), lastUsedAtUs: integer(row, "last_used_at"),
});

export function openShares(db: Database, now: () => number): Shares {
  return {
    create({ user, kind, object, masked, tenants, expiresAtUs }) {
      const secret = newSecret("sgl");
      const id = newId();
      prepare(db, "INSERT INTO shares (secret_hash, id, user, kind, object, masked, tenants, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
        hashSecret(secret), id, user, kind, object, Number(masked), tenants === null ? null : JSON.stringify(tenants), now(), expiresAtUs,
      );
      return { secret, share: toShare(prepare(db, "SELECT * FROM shares WHERE id = ?").get(id)!) };
    },
    find(secret) {
      const row = prepare(db, "SELECT * FROM shares WHERE secret_hash = ? AND expires_at > ?").get(hashSecret(secret), now());
      if (!row) return null;
      const share = toShare(row);
      // When it was last used is for people: a write a minute tells as much as one a request.
      if (now() - share.lastUsedAtUs > MINUTE_US) prepare(db, "UPDATE shares SET last_used_at = ? WHERE id = ?").run(now(), share.id);
      return share;
    },
    list: (user) => prepare(db, "SELECT * FROM shares WHERE user = coalesce(?, user) AND expires_at > ? ORDER BY created_at DESC, id").all(user ?? null, now()).map(toShare),
    remove: (id, user) => prepare(db, "DELETE FROM shares WHERE id = ? AND user = coalesce(?, user)").run(id, user ?? null).changes > 0,
    prune: () => void prepare(db, "DELETE FROM shares WHERE expires_at <= ?").run(now()),
  };
}
