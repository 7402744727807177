// Tenants: customers of the installation, each with the rules that say which calls are his (analyse/call/belonging.ts applies them).
import type { TenantRule } from "@sipglass/model";
import { integer, prepare, text, type Database, type Row } from "./database.ts";

export interface Tenant extends TenantRule {
  changedBy: string;
  changedAtUs: number;
}

export interface Tenants {
  /** By name. */
  list(): Tenant[];
  find(name: string): Tenant | null;
  /** Makes or replaces it. */
  set(rule: TenantRule, changedBy: string): Tenant;
  remove(name: string): boolean;
}

const toTenant = (row: Row): Tenant => ({
  ...(JSON.parse(text(row, "rule")) as Omit<TenantRule, "name">),
  name: text(row, "name"),
  changedBy: text(row, "changed_by"),
  changedAtUs: integer(row, "changed_at"),
});

export function openTenants(db: Database, now: () => number): Tenants {
  return {
    list: () => prepare(db, "SELECT * FROM tenants ORDER BY name").all().map(toTenant),
    find(name) {
      const row = prepare(db, "SELECT * FROM tenants WHERE name = ?").get(name);
      return row ? toTenant(row) : null;
    },
    set({ name, ...rule }, changedBy) {
      const tenant: Tenant = { ...rule, name, changedBy, changedAtUs: now() };
      prepare(db, "INSERT OR REPLACE INTO tenants (name, rule, changed_by, changed_at) VALUES (?, ?, ?, ?)").run(name, JSON.stringify(rule), changedBy, tenant.changedAtUs);
      return tenant;
    },
    remove: (name) => prepare(db, "DELETE FROM tenants WHERE name = ?").run(name).changes > 0,
  };
}
