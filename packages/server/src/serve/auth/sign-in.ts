// Checking passwords: throttled, audited, and for Basic remembered for a minute, because argon2 on every request would be a way to stop us.
import { createHmac, randomBytes } from "node:crypto";
import { isSipglassError, SipglassError } from "@sipglass/model";
import type { State } from "../../state/state.ts";
import type { User } from "../../state/users.ts";
import type { Directory } from "./directory.ts";

export interface SignIn {
  /** The user, or `unauthorized` or `too_many_attempts` is thrown. */
  withPassword(user: string, password: string, address: string): Promise<User>;
  /** The same for HTTP Basic: a pair that was right is believed for a minute while the user is unchanged. */
  withBasic(user: string, password: string, address: string): Promise<User>;
}

const BELIEVED_US = 60_000_000;
const REMEMBERED_PAIRS = 1_000;
/** Each check takes 19 MiB: more than this many at once wait in line, and a longer line is turned away. */
const WAITING_CHECKS = 64;

interface SignInParts {
  state: State;
  now: () => number;
  /** Asked about everybody who is no local user. */
  directory?: Directory | undefined;
}

export function createSignIn({ state, now, directory }: SignInParts): SignIn {
  // Pairs are kept as keyed hashes: the memory of the process holds no password for a minute.
  const key = randomBytes(32);
  const believed = new Map<string, { user: string; revision: number; untilUs: number }>();
  const underway = new Map<string, Promise<User>>();
  let checks = 0;

  const noteRefused = (user: string, address: string, details: Record<string, unknown>): void =>
    void state.audit.write({
      user: state.users.get(user)?.name ?? "",
      via: "password",
      action: "sign_in_refused",
      object: user.slice(0, 64),
      address,
      details,
    });

  /** A local user is never looked up in the directory: it cannot take him over, and need not be there for him. */
  const prove = async (name: string, password: string): Promise<User | null> => {
    const source = state.users.get(name)?.source ?? "ldap";
    if (!directory || source !== "ldap") return state.users.verify(name, password);
    const person = await directory.verify(name, password);
    return person && state.externalUsers.welcome(person);
  };

  const withPassword = async (user: string, password: string, address: string): Promise<User> => {
    if (checks >= WAITING_CHECKS) throw new SipglassError("unavailable", {}, "Too many people are signing in at once.");
    const permission = state.throttle.begin({ user, address, known: state.sessions.knows(user, address) });
    if (!permission.allowed) throw new SipglassError("too_many_attempts", { retry_after_s: permission.retryAfterS });
    checks += 1;
    try {
      const found = await prove(user, password);
      if (found) {
        permission.forgive();
        return found;
      }
      noteRefused(user, address, {});
      throw new SipglassError("unauthorized", {}, "The user name or the password is wrong.");
    } catch (error) {
      // The password was right, or nobody could tell: neither is a guess.
      if (isSipglassError(error) && error.details["reason"] !== undefined) {
        permission.forgive();
        noteRefused(user, address, { reason: error.details["reason"] });
      }
      throw error;
    } finally {
      checks -= 1;
    }
  };

  const remembered = (pair: string): User | null => {
    const entry = believed.get(pair);
    const user = entry && entry.untilUs > now() ? state.users.get(entry.user) : null;
    if (user && !user.disabled && user.revision === entry?.revision) return user;
    believed.delete(pair);
    return null;
  };

  const remember = (pair: string, user: User): void => {
    believed.set(pair, { user: user.name, revision: user.revision, untilUs: now() + BELIEVED_US });
    if (believed.size > REMEMBERED_PAIRS) believed.delete(believed.keys().next().value ?? "");
  };

  return {
    withPassword,
    async withBasic(name, password, address) {
      const pair = createHmac("sha256", key).update(`${name.length}:${name}${password}`).digest("base64");
      const known = remembered(pair);
      if (known) return known;
      // A script that opens ten connections at once asks once.
      const check = underway.get(pair) ?? withPassword(name, password, address).finally(() => underway.delete(pair));
      underway.set(pair, check);
      const user = await check;
      remember(pair, user);
      return user;
    },
  };
}
