import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL } from "@sipglass/model";
import { lesserRole, narrowScope, scopeOfUser } from "./roles.ts";

test("admin and support see everything, whatever tenants they carry; the others what they were assigned", () => {
  assert.equal(scopeOfUser({ role: "admin", tenants: ["acme"] }).kind, "all");
  assert.equal(scopeOfUser({ role: "support", tenants: [] }).kind, "all");
  assert.deepEqual(scopeOfUser({ role: "customer", tenants: ["acme"] }), { kind: "tenants", tenants: ["acme"] });
  assert.deepEqual(scopeOfUser({ role: "readonly", tenants: [] }), { kind: "tenants", tenants: [] });
});

test("narrowing never widens", () => {
  const acme = { kind: "tenants", tenants: ["acme", "beta"] } as const;
  assert.deepEqual(narrowScope(acme, ["beta", "gamma"]), { kind: "tenants", tenants: ["beta"] });
  assert.deepEqual(narrowScope(ALL, ["beta"]), { kind: "tenants", tenants: ["beta"] });
  assert.equal(narrowScope(acme, null), acme);
});

test("of two roles the lesser counts", () => {
  assert.equal(lesserRole("admin", "readonly"), "readonly");
  assert.equal(lesserRole("customer", "support"), "customer");
});
