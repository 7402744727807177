// Sessions of signed-in people. The token is stored hashed; a session ends a day after its last use, and 30 days after sign-in at the
// latest.
import { integer, prepare, text, type Database, type Row } from "./database.ts";
import { hashSecret, newId, newSecret } from "./secrets.ts";

export interface Session {
  id: string;
  user: string;
  createdAtUs: number;
  seenAtUs: number;
  expiresAtUs: number;
  address: string;
  userAgent: string;
  /** Ends so long after it began, µs. */
  longestUs: number;
  /** The OpenID provider's, which it wants to see when the session ends; "" else. */
  idToken: string;
}

export interface NewSession {
  address: string;
  userAgent: string;
  idToken?: string;
}

export interface Sessions {
  create(user: string, from: NewSession): { token: string; session: Session };
  /** The live session of a token; its expiry moves on with use. */
  find(token: string): Session | null;
  /** The same by id: for a stream that stays open, which is use too. */
  use(id: string): Session | null;
  list(user: string): Session[];
  remove(id: string, user: string): boolean;
  /** Ends every session of a user, but for one. */
  removeAll(user: string, exceptId?: string): number;
  /** Has this user signed in from this address within the last 30 days? */
  knows(user: string, address: string): boolean;
  prune(): void;
}

export interface SessionTimes {
  /** A session ends this long after its last use, µs. */
  idleUs: number;
  /** And this long after it began, whatever happens. */
  longestUs: number;
  /** Of users who proved elsewhere who they are: whether they still may is asked there again after this. */
  externalUs: number;
}
const DAY_US = 86_400_000_000;
export const DEFAULT_SESSION_TIMES: SessionTimes = { idleUs: DAY_US, longestUs: 30 * DAY_US, externalUs: DAY_US / 2 };

const toSession = (row: Row): Session => ({
  id: text(row, "id"),
  user: text(row, "user"),
  createdAtUs: integer(row, "created_at"),
  seenAtUs: integer(row, "seen_at"),
  expiresAtUs: integer(row, "expires_at"),
  address: text(row, "address"),
  userAgent: text(row, "user_agent"),
  longestUs: integer(row, "longest"),
  idToken: text(row, "id_token"),
});

export function openSessions(db: Database, now: () => number, times: SessionTimes = DEFAULT_SESSION_TIMES): Sessions {
  const longestOf = (user: string): number => {
    const row = prepare(db, "SELECT source FROM users WHERE name = ?").get(user);
    return row && text(row, "source") !== "local" ? times.externalUs : times.longestUs;
  };
  /** Written at most every twentieth of the idle time, so that reading a page costs no disk write. */
  const touch = (session: Session): Session => {
    const at = now();
    if (at - session.seenAtUs < times.idleUs / 20) return session;
    const expiresAtUs = Math.min(at + times.idleUs, session.createdAtUs + session.longestUs);
    prepare(db, "UPDATE sessions SET seen_at = ?, expires_at = ? WHERE id = ?").run(at, expiresAtUs, session.id);
    return { ...session, seenAtUs: at, expiresAtUs };
  };
  return {
    create(user, { address, userAgent, idToken = "" }) {
      const token = newSecret("sgs");
      const at = now();
      const longestUs = longestOf(user);
      const session: Session = {
        id: newId(),
        user,
        createdAtUs: at,
        seenAtUs: at,
        expiresAtUs: at + Math.min(times.idleUs, longestUs),
        address,
        userAgent: userAgent.slice(0, 200),
        longestUs,
        idToken,
      };
      prepare(
        db,
        "INSERT INTO sessions (token_hash, id, user, created_at, seen_at, expires_at, address, user_agent, longest, id_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(hashSecret(token), session.id, user, at, at, session.expiresAtUs, address, session.userAgent, longestUs, idToken);
      return { token, session };
    },
    find(token) {
      const row = prepare(db, "SELECT * FROM sessions WHERE token_hash = ? AND expires_at > ?").get(hashSecret(token), now());
      return row ? touch(toSession(row)) : null;
    },
    use(id) {
      const row = prepare(db, "SELECT * FROM sessions WHERE id = ? AND expires_at > ?").get(id, now());
      return row ? touch(toSession(row)) : null;
    },
    list: (user) =>
      prepare(db, "SELECT * FROM sessions WHERE user = ? AND expires_at > ? ORDER BY seen_at DESC").all(user, now()).map(toSession),
    remove: (id, user) => prepare(db, "DELETE FROM sessions WHERE id = ? AND user = ?").run(id, user).changes > 0,
    removeAll: (user, exceptId = "") => Number(prepare(db, "DELETE FROM sessions WHERE user = ? AND id <> ?").run(user, exceptId).changes),
    knows: (user, address) =>
      prepare(db, "SELECT 1 FROM sessions WHERE user = ? AND address = ? AND created_at > ?").get(user, address, now() - 30 * DAY_US) !==
      undefined,
    // Ended sessions stay 30 days: they are what `knows` remembers addresses by. Their tokens are refused all the same.
    prune: () => void prepare(db, "DELETE FROM sessions WHERE expires_at < ?").run(now() - 30 * DAY_US),
  };
}
