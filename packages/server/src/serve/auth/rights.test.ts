import assert from "node:assert/strict";
import { test } from "node:test";
import { rightsOf, type GroupPolicy } from "./rights.ts";

const policy: GroupPolicy = {
  roles: [
    { group: "Voice-NOC", value: "support" },
    { group: "voice-admins", value: "admin" },
    { group: "customers", value: "customer" },
  ],
  tenants: [
    { group: "tenant-*", value: "*" },
    { group: "partners", value: "beta" },
  ],
  defaultRole: null,
  newUsers: true,
};

test("the greatest role of all groups counts, whatever the case of letters", () => {
  assert.deepEqual(rightsOf(["customers", "voice-noc"], policy).rights, { role: "support", tenants: [] });
  assert.deepEqual(rightsOf(["VOICE-ADMINS", "customers"], policy).rights, { role: "admin", tenants: [] });
});

test("tenants come from groups by name or by pattern, once each", () => {
  assert.deepEqual(rightsOf(["customers", "tenant-Acme", "partners", "tenant-beta"], policy).rights, {
    role: "customer",
    tenants: ["Acme", "beta"],
  });
});

test("no group, an empty star and a group that only begins alike give nothing", () => {
  assert.equal(rightsOf([], policy).rights, null);
  assert.equal(rightsOf(["voice-nocs", "tenant-"], policy).rights, null);
  assert.deepEqual(rightsOf(["customers", "tenant-"], policy).rights, { role: "customer", tenants: [] });
});

test("the default role is for those without one, and without rules it does not govern users who are known", () => {
  const open = { ...policy, defaultRole: "readonly" } as const;
  assert.equal(rightsOf(["nothing"], open).rights?.role, "readonly");
  assert.equal(rightsOf([], open).governsRights, true);
  assert.equal(rightsOf([], { ...open, roles: [] }).governsRights, false);
});
