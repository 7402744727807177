// Slows guessing of passwords: per user and per address, each further failure doubles the wait. An attempt counts as failed before the
// password is looked at and is forgiven when it was right, so that a hundred attempts at once gain nothing.
import { integer, prepare, transaction, type Database } from "./database.ts";

export interface Attempt {
  user: string;
  address: string;
  /** The user has signed in from this address before: failures from elsewhere then do not lock the user out here. */
  known: boolean;
}

export type Permission = { allowed: true; forgive(): void } | { allowed: false; retryAfterS: number };

export interface Throttle {
  begin(attempt: Attempt): Permission;
  prune(): void;
}

const SECOND_US = 1_000_000;
/** Failures older than this are forgotten. */
const MEMORY_US = 3_600 * SECOND_US;
const LONGEST_WAIT_S = 900;
/** An address may stand for many people (NAT, a proxy in front), a name only for one. */
const FREE_FAILURES = { user: 5, address: 20 } as const;

export function waitAfter(failures: number, free: number): number {
  return failures <= free ? 0 : Math.min(2 ** Math.min(failures - free - 1, 20), LONGEST_WAIT_S);
}

/** IPv6 hosts own a /64 and more: one address of it stands for all. */
export function addressKey(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address.replace(/^::ffff:/i, "");
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

interface Key {
  key: string;
  free: number;
}

function keysOf({ user, address, known }: Attempt): Key[] {
  const place = addressKey(address);
  const name = user.toLowerCase().slice(0, 128);
  return [
    { key: known ? `user:${name}@${place}` : `user:${name}`, free: FREE_FAILURES.user },
    { key: `address:${place}`, free: FREE_FAILURES.address },
  ];
}

export function openThrottle(db: Database, now: () => number): Throttle {
  const failuresOf = (key: string): { failures: number; blockedUntilUs: number } => {
    const row =
      prepare(db, "SELECT failures, blocked_until FROM login_failures WHERE key = ? AND failed_at > ?").get(key, now() - MEMORY_US) ?? {};
    return { failures: integer(row, "failures"), blockedUntilUs: integer(row, "blocked_until") };
  };
  const count = ({ key, free }: Key): void => {
    const failures = failuresOf(key).failures + 1;
    prepare(db, "INSERT OR REPLACE INTO login_failures (key, failures, failed_at, blocked_until) VALUES (?, ?, ?, ?)").run(
      key,
      failures,
      now(),
      now() + waitAfter(failures, free) * SECOND_US,
    );
  };
  /** A right password clears the user's count but only its own attempt from the address: else one valid account would free a guesser. */
  const forgive = ([user, address]: Key[]): void =>
    transaction(db, () => {
      prepare(db, "DELETE FROM login_failures WHERE key = ?").run(user?.key ?? "");
      prepare(db, "UPDATE login_failures SET failures = max(0, failures - 1), blocked_until = 0 WHERE key = ?").run(address?.key ?? "");
    });
  return {
    begin(attempt) {
      const keys = keysOf(attempt);
      const blockedUntilUs = Math.max(...keys.map(({ key }) => failuresOf(key).blockedUntilUs));
      if (blockedUntilUs > now()) return { allowed: false, retryAfterS: Math.ceil((blockedUntilUs - now()) / SECOND_US) };
      transaction(db, () => keys.forEach(count));
      return { allowed: true, forgive: () => forgive(keys) };
    },
    prune: () => void prepare(db, "DELETE FROM login_failures WHERE failed_at < ?").run(now() - MEMORY_US),
  };
}
