// What people made: users, sessions, tokens, audit, saved searches, aliases, settings, in one SQLite file beside the archive. Facts, not
// projections: `sipglass rebuild` never touches them. Synchronous, because SQLite is; password hashing alone is not.
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { SipglassError } from "@sipglass/model";
import { openAliases, openSettings, type Aliases, type Settings } from "./aliases.ts";
import { openAudit, type Audit } from "./audit.ts";
import { openCorrelation, type Correlation } from "./correlation.ts";
import { openDashboards, type Dashboards } from "./dashboards.ts";
import { openDatabase } from "./database.ts";
import { openDeliveries, type Deliveries } from "./deliveries.ts";
import { openExternalUsers, type ExternalUsers } from "./external-users.ts";
import { openMigrated, type Migrated } from "./migrated.ts";
import { hashPassword, type Argon2Cost } from "./passwords.ts";
import { openHomerObjects, type HomerObjects } from "./homer-objects.ts";
import { openSavedSearches, type SavedSearches } from "./saved-searches.ts";
import { newPassword } from "./secrets.ts";
import { openSessions, type Sessions, type SessionTimes } from "./sessions.ts";
import { openShares, type Shares } from "./shares.ts";
import { openTenants, type Tenants } from "./tenants.ts";
import { openThrottle, type Throttle } from "./throttle.ts";
import { openTokens, type Tokens } from "./tokens.ts";
import { openUsers, type Users } from "./users.ts";

export const STATE_FILE = "state.db";
const YEAR_US = 365 * 86_400_000_000;

export interface StateOptions {
  directory: string;
  /** Epoch µs; the system's clock by default. */
  now?: () => number;
  passwordCost?: Argon2Cost;
  sessionTimes?: SessionTimes;
  /** Audit entries older than this are pruned; a year by default. */
  auditKeptUs?: number;
}

export interface State {
  users: Users;
  externalUsers: ExternalUsers;
  sessions: Sessions;
  tokens: Tokens;
  throttle: Throttle;
  audit: Audit;
  savedSearches: SavedSearches;
  dashboards: Dashboards;
  aliases: Aliases;
  deliveries: Deliveries;
  shares: Shares;
  tenants: Tenants;
  homer: HomerObjects;
  correlation: Correlation;
  migrated: Migrated;
  settings: Settings;
  /** At the first start: the user `admin`, with the given password or a random one that only this answer ever shows. */
  ensureAdmin(passwordFromConfig?: string): Promise<{ created: boolean; password?: string }>;
  /** A whole, consistent copy in one new file, while everything goes on. */
  backup(toFile: string): void;
  /** Forgets what has expired. Called once an hour or so. */
  prune(): void;
  close(): void;
}

export function openState(options: StateOptions): State {
  const { directory, now = () => Date.now() * 1000, auditKeptUs = YEAR_US } = options;
  const db = openDatabase(join(directory, STATE_FILE));
  const users = openUsers(db, now, options.passwordCost);
  const sessions = openSessions(db, now, options.sessionTimes);
  const throttle = openThrottle(db, now);
  const audit = openAudit(db, now);
  const shares = openShares(db, now);
  const deliveries = openDeliveries(db, now);

  return {
    users,
    externalUsers: openExternalUsers(db, now, users.get),
    sessions,
    throttle,
    audit,
    shares,
    deliveries,
    tokens: openTokens(db, now),
    savedSearches: openSavedSearches(db, now),
    dashboards: openDashboards(db, now),
    aliases: openAliases(db, now),
    tenants: openTenants(db, now),
    homer: openHomerObjects(db, now),
    correlation: openCorrelation(db, now),
    migrated: openMigrated(db, now),
    settings: openSettings(db, now),
    async ensureAdmin(passwordFromConfig) {
      if (users.list().length > 0) return { created: false };
      const password = passwordFromConfig || newPassword();
      // Hashed here: how long a password from the configuration must be is its owner's decision.
      await users.create({
        name: "admin",
        role: "admin",
        passwordHash: await hashPassword(password, options.passwordCost),
        displayName: "Administrator",
      });
      return passwordFromConfig ? { created: true } : { created: true, password };
    },
    backup(toFile) {
      if (existsSync(toFile)) throw new SipglassError("conflict", { file: toFile }, "This file exists already; a backup never overwrites.");
      // SQLite fills an empty file; made here, it is private before the first byte is in it.
      closeSync(openSync(toFile, "wx", 0o600));
      db.prepare("VACUUM INTO ?").run(toFile);
    },
    prune() {
      sessions.prune();
      throttle.prune();
      shares.prune();
      deliveries.prune();
      audit.prune(now() - auditKeptUs);
    },
    close: () => db.close(),
  };
}
