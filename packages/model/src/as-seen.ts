// A session as its readers know it. A session is named after its earliest leg; who may not see that one knows it by the earliest that he sees.
// So nothing tells him that there is another: no id, no `leg:further`, no session that counts nowhere.
import type { Call, FirstLeg } from "./call.ts";
import type { Scope } from "./scope.ts";

/** The call as readers of this scope know it. */
export function asSeen(call: Call, scope: Scope): Call {
  if (scope.kind === "all" || call.firstLegs.length === 0) return call;
  const first = call.firstLegs.find(({ tenant }) => scope.tenants.includes(tenant));
  return { ...call, sessionId: first?.id ?? call.sessionId, firstLegs: [] };
}

/** `Call.firstLegs` of each of these legs of one session, which are given earliest first. */
export function firstLegsOf(legs: readonly { id: string; tenants: readonly string[] }[]): FirstLeg[][] {
  const first: FirstLeg[] = [];
  const seeFirst = new Set(legs[0]?.tenants);
  return legs.map(({ id, tenants }) => {
    for (const tenant of tenants) if (!first.some((known) => known.tenant === tenant)) first.push({ tenant, id });
    return tenants.every((tenant) => seeFirst.has(tenant)) ? [] : [...first];
  });
}
