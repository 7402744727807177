// Users who prove who they are elsewhere: at an OpenID provider or in an LDAP directory. The first sign-in makes the user where that is
// allowed; each further one brings role, tenants and name up to what is said there. A name that belongs to somebody else is never taken
// over.
import { SipglassError, type Role } from "@sipglass/model";
import { prepare, text, type Database } from "./database.ts";
import { USER_NAME, type User, type Users, type UserSource } from "./users.ts";

export interface Rights {
  role: Role;
  tenants: readonly string[];
}

export interface ExternalPerson {
  source: Exclude<UserSource, "local">;
  /** What never changes about him there (issuer and `sub`); "" where the name is all there is. */
  subject: string;
  name: string;
  displayName: string;
  /** null: nothing that is said of him gives a role. */
  rights: Rights | null;
  /** Whether `rights` hold for users who are known already, or only for new ones. */
  governsRights: boolean;
  mayBeNew: boolean;
}

export interface ExternalUsers {
  /** The user who may come in; `forbidden` with `details.reason` when he may not. */
  welcome(person: ExternalPerson): User;
}

const REFUSALS = {
  no_role: "None of your groups gives you a role here.",
  not_known: "You have no account here; an administrator has to add you.",
  name_taken: "There is another user of your name here already.",
  name_unusable: "Your user name there cannot be a user name here.",
  disabled: "Your account is disabled.",
} as const;
export type RefusalReason = keyof typeof REFUSALS;

export const refusal = (reason: RefusalReason): SipglassError => new SipglassError("forbidden", { reason }, REFUSALS[reason]);

const NOTHING: Rights = { role: "readonly", tenants: [] };
const sameTenants = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((tenant) => b.includes(tenant));

export function openExternalUsers(db: Database, now: () => number, get: Users["get"]): ExternalUsers {
  const bySubject = (subject: string): User | null => {
    const row = subject === "" ? undefined : prepare(db, "SELECT name FROM users WHERE subject = ?").get(subject);
    return row ? get(text(row, "name")) : null;
  };
  /** Of his name and source, and nobody else's: made beforehand by an administrator, or of a directory that knows names alone. */
  const byName = ({ name, source }: ExternalPerson): User | null => {
    const row = prepare(db, "SELECT source, subject FROM users WHERE name = ?").get(name);
    if (!row) return null;
    if (text(row, "source") !== source || text(row, "subject") !== "") throw refusal("name_taken");
    return get(name);
  };
  const insert = ({ name, source, subject, displayName }: ExternalPerson, { role, tenants }: Rights): void =>
    void prepare(
      db,
      `INSERT INTO users (name, display_name, role, tenants, password_hash, source, subject, created_at, changed_at)
      VALUES (?, ?, ?, ?, '', ?, ?, ?, ?)`,
    ).run(name, displayName, role, JSON.stringify(tenants), source, subject, now(), now());
  /** Of the last administrator too: the directory decides, and `sipglass user` on the machine is the way back. */
  const update = (user: User, { subject, displayName }: ExternalPerson, { role, tenants }: Rights): void => {
    prepare(db, "UPDATE users SET subject = ? WHERE name = ?").run(subject, user.name);
    if (user.role === role && sameTenants(user.tenants, tenants) && user.displayName === displayName) return;
    prepare(db, "UPDATE users SET display_name = ?, role = ?, tenants = ?, changed_at = ?, revision = revision + 1 WHERE name = ?").run(
      displayName,
      role,
      JSON.stringify(tenants),
      now(),
      user.name,
    );
  };

  return {
    welcome(person) {
      const known = bySubject(person.subject) ?? byName(person);
      const { rights, governsRights, mayBeNew } = person;
      if (known?.disabled) throw refusal("disabled");
      if (known) {
        // Tokens live on when the groups are lost: they show nothing then.
        update(known, person, governsRights ? (rights ?? NOTHING) : known);
        if (governsRights && !rights) throw refusal("no_role");
        return get(known.name) as User;
      }
      if (!mayBeNew) throw refusal("not_known");
      if (!rights) throw refusal("no_role");
      if (!new RegExp(USER_NAME).test(person.name)) throw refusal("name_unusable");
      insert(person, rights);
      return get(person.name) as User;
    },
  };
}
