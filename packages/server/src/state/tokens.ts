// API tokens: for programs. Each belongs to a user, may do no more than its own role and its owner's, may see no more than its owner
// (or some tenants of it), and always expires. The secret is shown once and stored hashed.
import type { Role } from "@sipglass/model";
import { integer, prepare, refusingTwins, text, type Database, type Row } from "./database.ts";
import { hashSecret, newId, newSecret } from "./secrets.ts";

export interface ApiToken {
  id: string;
  user: string;
  name: string;
  role: Role;
  /** null: whatever its owner sees. */
  tenants: string[] | null;
  /** Last four characters of the secret, to tell tokens apart. */
  hint: string;
  createdAtUs: number;
  expiresAtUs: number;
  lastUsedAtUs: number;
}

export interface NewToken {
  user: string;
  name: string;
  role: Role;
  tenants?: readonly string[] | null;
  expiresAtUs: number;
  /** Taken over from elsewhere; a fresh one is made without it. */
  secret?: string;
}

export interface Tokens {
  create(token: NewToken): { secret: string; token: ApiToken };
  find(secret: string): ApiToken | null;
  /** Of one user, or of all. */
  list(user?: string): ApiToken[];
  get(id: string): ApiToken | null;
  /** What it is called and when it ends; what it may do was said when it was made. */
  change(id: string, to: Pick<ApiToken, "name" | "expiresAtUs">): void;
  remove(id: string): boolean;
}

const MINUTE_US = 60_000_000;

const toToken = (row: Row): ApiToken => ({
  id: text(row, "id"),
  user: text(row, "user"),
  name: text(row, "name"),
  role: text(row, "role") as Role,
  tenants: row["tenants"] === null ? null : (JSON.parse(text(row, "tenants")) as string[]),
  hint: text(row, "hint"),
  createdAtUs: integer(row, "created_at"),
  expiresAtUs: integer(row, "expires_at"),
  lastUsedAtUs: integer(row, "last_used_at"),
});

export function openTokens(db: Database, now: () => number): Tokens {
  const insert = (wanted: NewToken, secret: string, id: string): void => {
    refusingTwins({ name: wanted.name }, "You have a token of this name already.", () =>
      prepare(
        db,
        "INSERT INTO tokens (token_hash, id, user, name, role, tenants, hint, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(
        hashSecret(secret),
        id,
        wanted.user,
        wanted.name,
        wanted.role,
        wanted.tenants ? JSON.stringify(wanted.tenants) : null,
        secret.slice(-4),
        now(),
        wanted.expiresAtUs,
      ),
    );
  };
  const get = (id: string): ApiToken | null => {
    const row = prepare(db, "SELECT * FROM tokens WHERE id = ?").get(id);
    return row ? toToken(row) : null;
  };
  return {
    create(wanted) {
      const secret = wanted.secret ?? newSecret("sga");
      const id = newId();
      insert(wanted, secret, id);
      return { secret, token: get(id) as ApiToken };
    },
    find(secret) {
      const row = prepare(db, "SELECT * FROM tokens WHERE token_hash = ? AND expires_at > ?").get(hashSecret(secret), now());
      if (!row) return null;
      const token = toToken(row);
      if (now() - token.lastUsedAtUs > MINUTE_US) prepare(db, "UPDATE tokens SET last_used_at = ? WHERE id = ?").run(now(), token.id);
      return token;
    },
    list: (user) =>
      (user === undefined
        ? prepare(db, "SELECT * FROM tokens ORDER BY created_at DESC, id").all()
        : prepare(db, "SELECT * FROM tokens WHERE user = ? ORDER BY created_at DESC, id").all(user)
      ).map(toToken),
    get,
    change(id, { name, expiresAtUs }) {
      refusingTwins({ name }, "There is a token of this name already.", () =>
        prepare(db, "UPDATE tokens SET name = ?, expires_at = ? WHERE id = ?").run(name, expiresAtUs, id),
      );
    },
    remove: (id) => prepare(db, "DELETE FROM tokens WHERE id = ?").run(id).changes > 0,
  };
}
