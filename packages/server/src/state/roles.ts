// Roles in the order of what they may do, and what a role sees when nothing narrows it.
import { ALL, type Role, type Scope } from "@sipglass/model";

/** From the least to the most. */
export const ROLES = ["readonly", "customer", "support", "admin"] as const satisfies readonly Role[];

export const rankOf = (role: Role): number => ROLES.indexOf(role);

export const lesserRole = (a: Role, b: Role): Role => (rankOf(a) <= rankOf(b) ? a : b);

/** admin and support see everything; the others see the tenants they were assigned, which may be none. */
export function scopeOfUser(user: { role: Role; tenants: readonly string[] }): Scope {
  return user.role === "admin" || user.role === "support" ? ALL : { kind: "tenants", tenants: [...user.tenants] };
}

/** What remains of a scope when it is narrowed to some tenants; null leaves it as it is. */
export function narrowScope(scope: Scope, tenants: readonly string[] | null): Scope {
  if (tenants === null) return scope;
  if (scope.kind === "all") return { kind: "tenants", tenants: [...tenants] };
  return { kind: "tenants", tenants: scope.tenants.filter((tenant) => tenants.includes(tenant)) };
}
