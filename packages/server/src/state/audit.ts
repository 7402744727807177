// The audit log: who looked at, exported or changed what, and who tried to sign in. Written once, never changed; old entries are pruned.
import { integer, prepare, text, type Database, type Row } from "./database.ts";
import type { SQLInputValue } from "node:sqlite";

/** What can be done. A closed list, because people filter by it. */
export const AUDIT_ACTIONS = [
  "sign_in",
  "sign_in_refused",
  "sign_out",
  "password_changed",
  "sessions_ended",
  "call_viewed",
  "call_exported",
  "session_viewed",
  "session_exported",
  "call_reported",
  "searched",
  "calls_exported",
  "capture_imported",
  "packets_migrated",
  "objects_migrated",
  "tenant_changed",
  "tenant_removed",
  "user_created",
  "user_changed",
  "user_removed",
  "token_changed",
  "token_created",
  "token_removed",
  "alias_changed",
  "alias_removed",
  "saved_search_changed",
  "saved_search_removed",
  "dashboard_changed",
  "dashboard_removed",
  "share_created",
  "share_removed",
  "share_viewed",
  "link_confirmed",
  "link_split",
  "link_decision_removed",
  "correlation_rule_changed",
  "correlation_rule_removed",
  "audit_read",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  id: number;
  atUs: number;
  /** "" when nobody was signed in. */
  user: string;
  /** "session", "basic", or "token:NAME". */
  via: string;
  action: AuditAction;
  /** Id of the call, name of the user, … */
  object: string;
  address: string;
  details: Record<string, unknown>;
}

export type NewAuditEntry = Omit<AuditEntry, "id" | "atUs" | "details"> & { details?: Record<string, unknown> };

export interface AuditFilter {
  user?: string;
  action?: AuditAction;
  object?: string;
  fromUs?: number;
  toUs?: number;
  /** Entries before this id. */
  beforeId?: number;
  limit: number;
}

export interface Audit {
  write(entry: NewAuditEntry): void;
  /** Newest first. */
  list(filter: AuditFilter): AuditEntry[];
  prune(beforeUs: number): void;
}

/** A page asks for a call several times while one person looks at it, a migration brings packets many times a second: one entry a minute says so. */
const REPEAT_US = 60_000_000;
const OFTEN = new Set<AuditAction>(["call_viewed", "session_viewed", "searched", "share_viewed", "packets_migrated"]);
const REMEMBERED = 1_000;

const toEntry = (row: Row): AuditEntry => ({
  id: integer(row, "id"),
  atUs: integer(row, "at"),
  user: text(row, "user"),
  via: text(row, "via"),
  action: text(row, "action") as AuditAction,
  object: text(row, "object"),
  address: text(row, "address"),
  details: JSON.parse(text(row, "details") || "{}") as Record<string, unknown>,
});

function conditions(filter: AuditFilter): { where: string; values: SQLInputValue[] } {
  const given: [string, SQLInputValue | undefined][] = [
    ["user = ?", filter.user],
    ["action = ?", filter.action],
    ["object = ?", filter.object],
    ["at >= ?", filter.fromUs],
    ["at < ?", filter.toUs],
    ["id < ?", filter.beforeId],
  ];
  const used = given.filter((pair): pair is [string, SQLInputValue] => pair[1] !== undefined);
  return { where: used.length === 0 ? "" : `WHERE ${used.map(([sql]) => sql).join(" AND ")}`, values: used.map(([, value]) => value) };
}

export function openAudit(db: Database, now: () => number): Audit {
  const lately = new Map<string, number>();
  const isRepeat = (entry: NewAuditEntry): boolean => {
    if (!OFTEN.has(entry.action)) return false;
    const key = [entry.user, entry.via, entry.action, entry.object, entry.address].join("\n");
    const last = lately.get(key);
    if (last !== undefined && now() - last < REPEAT_US) return true;
    lately.delete(key);
    lately.set(key, now());
    if (lately.size > REMEMBERED) lately.delete(lately.keys().next().value ?? "");
    return false;
  };
  return {
    write(entry) {
      if (isRepeat(entry)) return;
      prepare(db, "INSERT INTO audit (at, user, via, action, object, address, details) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        now(),
        entry.user,
        entry.via,
        entry.action,
        entry.object.slice(0, 1000),
        entry.address,
        JSON.stringify(entry.details ?? {}),
      );
    },
    list(filter) {
      const { where, values } = conditions(filter);
      return prepare(db, `SELECT * FROM audit ${where} ORDER BY id DESC LIMIT ?`)
        .all(...values, filter.limit)
        .map(toEntry);
    },
    prune: (beforeUs) => void prepare(db, "DELETE FROM audit WHERE at < ?").run(beforeUs),
  };
}
