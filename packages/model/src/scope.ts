// What a reader may see. A required argument of every read, from the first day, so that no path can forget it.

export type Role = "admin" | "support" | "customer" | "readonly";

export type Scope =
  /** Everything, including what belongs to no call. */
  | { readonly kind: "all" }
  /** Only calls whose tenant set meets this one; nothing that belongs to no call. */
  | { readonly kind: "tenants"; readonly tenants: readonly string[] };

export const ALL: Scope = Object.freeze({ kind: "all" });

export function scopeAllows(scope: Scope, tenants: readonly string[]): boolean {
  return scope.kind === "all" || tenants.some((tenant) => scope.tenants.includes(tenant));
}
