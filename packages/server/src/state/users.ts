// Users: who may sign in, as what, and which tenants they see. The last enabled admin cannot be removed, disabled or demoted.
import { SipglassError, type Role } from "@sipglass/model";
import { flag, integer, prepare, refusingTwins, text, texts, transaction, type Database, type Row } from "./database.ts";
import { DEFAULT_COST, hashPassword, isPasswordHash, MAX_PASSWORD_BYTES, verifyPassword, type Argon2Cost } from "./passwords.ts";
import { newId } from "./secrets.ts";

/** Where the user proves who he is: here by password, at the OpenID provider, or in the LDAP directory. */
export const USER_SOURCES = ["local", "oidc", "ldap"] as const;
export type UserSource = (typeof USER_SOURCES)[number];

export interface User {
  name: string;
  source: UserSource;
  displayName: string;
  role: Role;
  /** Tenants a customer or readonly user sees. */
  tenants: string[];
  disabled: boolean;
  /** Rises with every change, so that anything remembered about the user can be told to be stale. */
  revision: number;
  createdAtUs: number;
  changedAtUs: number;
  lastLoginAtUs: number;
}

export interface NewUser {
  name: string;
  role: Role;
  /** "local" when left out. */
  source?: UserSource;
  /** Of a local user one of the two: the password, or a hash (argon2id or bcrypt) taken over from elsewhere. */
  password?: string;
  passwordHash?: string;
  tenants?: readonly string[];
  displayName?: string;
}

export interface UserPatch {
  role?: Role;
  password?: string;
  tenants?: readonly string[];
  displayName?: string;
  disabled?: boolean;
  /** The session that a new password does not end: the one that changes it. */
  keepSessionId?: string;
}

export interface Users {
  list(): User[];
  get(name: string): User | null;
  create(user: NewUser): Promise<User>;
  change(name: string, patch: UserPatch): Promise<User>;
  remove(name: string): void;
  /** The user when the password is right and the user enabled; takes the same time when there is no such user. */
  verify(name: string, password: string): Promise<User | null>;
  noteLogin(name: string): void;
}

export const USER_NAME = "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$";
export const MIN_PASSWORD_LENGTH = 8;

const toUser = (row: Row): User => ({
  name: text(row, "name"),
  source: text(row, "source") as UserSource,
  displayName: text(row, "display_name"),
  role: text(row, "role") as Role,
  tenants: texts(row, "tenants"),
  disabled: flag(row, "disabled"),
  revision: integer(row, "revision"),
  createdAtUs: integer(row, "created_at"),
  changedAtUs: integer(row, "changed_at"),
  lastLoginAtUs: integer(row, "last_login_at"),
});

export function checkPassword(password: string, minLength = MIN_PASSWORD_LENGTH): void {
  if (password.length >= minLength && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES) return;
  throw new SipglassError(
    "bad_request",
    { field: "password", min_length: minLength, max_bytes: MAX_PASSWORD_BYTES },
    `A password has at least ${minLength} characters.`,
  );
}

/** What a user who signs in elsewhere has in place of a hash: no password is right. */
const NO_PASSWORD = "";

const unknownUser = (name: string): SipglassError => new SipglassError("not_found", { user: name }, "There is no user of this name.");

function createVerifier(db: Database, get: Users["get"], cost: Argon2Cost): Users["verify"] {
  // Compared against when there is no such user, so that the time of an answer does not tell which names exist.
  let decoy: Promise<string> | undefined;

  /** Only when the hash is still the one that was checked: a password changed meanwhile must win. */
  const upgrade = async (name: string, password: string, checkedHash: string): Promise<void> => {
    const fresh = await hashPassword(password, cost);
    prepare(db, "UPDATE users SET password_hash = ? WHERE name = ? AND password_hash = ?").run(fresh, name, checkedHash);
  };

  return async (name, password) => {
    const row = prepare(db, "SELECT password_hash, revision FROM users WHERE name = ? AND disabled = 0").get(name);
    const hash = (row && text(row, "password_hash")) || (await (decoy ??= hashPassword(newId(), cost)));
    const { ok, outdated } = await verifyPassword(password, hash, cost);
    if (!row || !ok) return null;
    if (outdated) await upgrade(name, password, hash);
    // Read again: the user may have been disabled, or given another password, while this one was being checked.
    const user = get(name);
    return user && !user.disabled && user.revision === integer(row, "revision") ? user : null;
  };
}

export function openUsers(db: Database, now: () => number, cost: Argon2Cost = DEFAULT_COST): Users {
  const get = (name: string): User | null => {
    const row = prepare(db, "SELECT * FROM users WHERE name = ?").get(name);
    return row ? toUser(row) : null;
  };
  const admins = (): number =>
    integer(prepare(db, "SELECT count(*) AS n FROM users WHERE role = 'admin' AND disabled = 0").get() ?? {}, "n");
  /** Runs a change and takes it back when it would leave nobody to administer. */
  const keepingAnAdmin = (name: string, work: () => void): void =>
    transaction(db, () => {
      const before = admins();
      work();
      if (before === 0 || admins() > 0) return;
      throw new SipglassError("conflict", { user: name }, "This is the last administrator.");
    });

  const create = async (user: NewUser): Promise<User> => {
    if (!new RegExp(USER_NAME).test(user.name)) throw new SipglassError("bad_request", { field: "name", pattern: USER_NAME });
    const { source = "local" } = user;
    if (source !== "local") return insert(user, source, NO_PASSWORD);
    if (user.passwordHash !== undefined && !isPasswordHash(user.passwordHash)) {
      throw new SipglassError("bad_request", { field: "password_hash" });
    }
    if (user.passwordHash === undefined) checkPassword(user.password ?? "");
    return insert(user, source, user.passwordHash ?? (await hashPassword(user.password ?? "", cost)));
  };

  const insert = (user: NewUser, source: UserSource, hash: string): User => {
    refusingTwins({ user: user.name }, "There is a user of this name already.", () =>
      prepare(
        db,
        "INSERT INTO users (name, source, display_name, role, tenants, password_hash, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ).run(user.name, source, user.displayName ?? "", user.role, JSON.stringify(user.tenants ?? []), hash, now(), now()),
    );
    return get(user.name) as User;
  };

  const endSessions = (name: string, exceptId: string): void =>
    void prepare(db, "DELETE FROM sessions WHERE user = ? AND id <> ?").run(name, exceptId);

  const change = async (name: string, patch: UserPatch): Promise<User> => {
    if (patch.password !== undefined) checkPassword(patch.password);
    const hash = patch.password === undefined ? null : await hashPassword(patch.password, cost);
    const old = get(name);
    if (!old) throw unknownUser(name);
    if (hash !== null && old.source !== "local") throw new SipglassError("conflict", { user: name, source: old.source }, "This user's password is not kept here.");
    keepingAnAdmin(name, () => {
      prepare(
        db,
        `UPDATE users SET role = ?, tenants = ?, display_name = ?, disabled = ?, password_hash = coalesce(?, password_hash),
        changed_at = ?, revision = revision + 1 WHERE name = ?`,
      ).run(
        patch.role ?? old.role,
        JSON.stringify(patch.tenants ?? old.tenants),
        patch.displayName ?? old.displayName,
        Number(patch.disabled ?? old.disabled),
        hash,
        now(),
        name,
      );
      if (hash !== null || patch.disabled === true) endSessions(name, patch.keepSessionId ?? "");
    });
    return get(name) as User;
  };

  return {
    list: () => prepare(db, "SELECT * FROM users ORDER BY name").all().map(toUser),
    get,
    create,
    change,
    verify: createVerifier(db, get, cost),
    remove: (name) =>
      keepingAnAdmin(name, () => {
        if (prepare(db, "DELETE FROM users WHERE name = ?").run(name).changes === 0) throw unknownUser(name);
      }),
    noteLogin: (name) => void prepare(db, "UPDATE users SET last_login_at = ? WHERE name = ?").run(now(), name),
  };
}
