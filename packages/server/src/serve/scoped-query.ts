// Names of tenants in queries: a call may belong to several tenants, and a reader asks only about his own. Whether a call is also another's
// must not be found out by asking `tenant:other`.
import { emptyCall, or, toPredicate, type Query, type Scope } from "@sipglass/model";

/** Every call has an id. */
const NEVER: Query = { type: "term", field: "id", any: [{ type: "exact", value: "" }], at: -1 };

/** The same question, as if calls belonged to the tenants of this scope alone. */
export function withinScope(query: Query, scope: Scope): Query {
  if (scope.kind === "all") return query;
  switch (query.type) {
    case "and":
    case "or":
      return { ...query, items: query.items.map((item) => withinScope(item, scope)) };
    case "not":
      return { ...query, item: withinScope(query.item, scope) };
    case "term":
      return query.field === "tenant" ? ownTenants(query, scope.tenants) : query;
    default:
      return query;
  }
}

function ownTenants(term: Query, tenants: readonly string[]): Query {
  const matches = toPredicate(term);
  const meant = tenants.filter((tenant) => matches({ ...emptyCall("", ""), tenants: [tenant] }));
  return meant.length === 0 ? NEVER : or([{ type: "term", field: "tenant", any: meant.map((value) => ({ type: "exact", value })), at: -1 }]);
}
