// Sessions by the names that their readers know them by.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asSeen, firstLegsOf } from "./as-seen.ts";
import { emptyCall } from "./call.ts";
import { ALL, scopeAllows, type Scope } from "./scope.ts";

const TENANTS = ["acme", "beta", "gamma"];

test("everybody knows a session by the earliest leg that he sees, whatever set of tenants he reads for", () => {
  const legs = fc.array(fc.subarray(TENANTS), { minLength: 1, maxLength: 6 });
  const readers = fc.oneof(fc.constant(ALL), fc.subarray(TENANTS).map((tenants): Scope => ({ kind: "tenants", tenants })));
  fc.assert(fc.property(legs, readers, (session, scope) => {
    const placed = session.map((tenants, i) => ({ id: `leg${i}`, tenants }));
    const firstLegs = firstLegsOf(placed);
    const calls = placed.map(({ id, tenants }, i) => ({ ...emptyCall(id, id), sessionId: "leg0", tenants, firstLegs: firstLegs[i]! }));
    const visible = calls.filter(({ tenants }) => scopeAllows(scope, tenants)).map((call) => asSeen(call, scope));
    for (const { sessionId, firstLegs: left } of visible) {
      assert.equal(sessionId, visible[0]!.id);
      if (scope.kind !== "all") assert.deepEqual(left, []);
    }
  }));
});

test("where all who see a leg see the first one too, nothing more is kept", () => {
  assert.deepEqual(firstLegsOf([{ id: "a", tenants: ["acme", "beta"] }, { id: "b", tenants: ["beta"] }, { id: "c", tenants: [] }]), [[], [], []]);
  assert.deepEqual(firstLegsOf([]), []);
});
