import assert from "node:assert/strict";
import { test } from "node:test";
import { isSipglassError } from "@sipglass/model";
import type { ExternalPerson } from "./external-users.ts";
import { freshState } from "./state.fixture.ts";

const person = (fields: Partial<ExternalPerson> = {}): ExternalPerson => ({
  source: "oidc",
  subject: "https://id.example u-1",
  name: "nina",
  displayName: "Nina",
  rights: { role: "customer", tenants: ["acme"] },
  governsRights: true,
  mayBeNew: true,
  ...fields,
});
const reasonOf = (work: () => unknown): unknown => {
  try {
    work();
    return "let in";
  } catch (error) {
    return isSipglassError(error) ? error.details["reason"] : error;
  }
};

test("the first sign-in makes the user, later ones bring role, tenants and name up to date, and nothing changes when nothing did", () => {
  const { state, close } = freshState();
  const first = state.externalUsers.welcome(person());
  assert.deepEqual([first.name, first.source, first.role, first.tenants], ["nina", "oidc", "customer", ["acme"]]);
  assert.equal(state.externalUsers.welcome(person()).revision, first.revision);
  const promoted = state.externalUsers.welcome(
    person({ name: "renamed", displayName: "Nina K.", rights: { role: "support", tenants: [] } }),
  );
  assert.deepEqual([promoted.name, promoted.displayName, promoted.role], ["nina", "Nina K.", "support"]);
  assert.ok(promoted.revision > first.revision);
  close();
});

test("a name of a local user, or of another person there, is never taken over", async () => {
  const { state, close } = freshState();
  await state.users.create({ name: "anna", role: "admin", password: "long enough" });
  state.externalUsers.welcome(person());
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ subject: "s2", name: "ANNA" }))),
    "name_taken",
  );
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ subject: "s3", name: "nina" }))),
    "name_taken",
  );
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ source: "ldap", subject: "", name: "nina" }))),
    "name_taken",
  );
  close();
});

test("who has no role, is not known, is disabled or has no usable name does not come in", async () => {
  const { state, close } = freshState();
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ rights: null }))),
    "no_role",
  );
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ mayBeNew: false }))),
    "not_known",
  );
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ name: "../etc" }))),
    "name_unusable",
  );
  assert.deepEqual(state.users.list(), []);
  state.externalUsers.welcome(person());
  await state.users.change("nina", { disabled: true });
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person())),
    "disabled",
  );
  close();
});

test("who lost every group is refused, and his tokens show nothing", () => {
  const { state, close } = freshState();
  state.externalUsers.welcome(person({ rights: { role: "admin", tenants: [] } }));
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ rights: null }))),
    "no_role",
  );
  assert.deepEqual([state.users.get("nina")?.role, state.users.get("nina")?.tenants], ["readonly", []]);
  close();
});

test("a user made beforehand is bound to the first who proves the name, and keeps its role where groups say nothing", async () => {
  const { state, close } = freshState();
  await state.users.create({ name: "nina", role: "support", source: "oidc" });
  const user = state.externalUsers.welcome(person({ rights: null, governsRights: false, mayBeNew: false }));
  assert.equal(user.role, "support");
  assert.equal(
    reasonOf(() => state.externalUsers.welcome(person({ subject: "other" }))),
    "name_taken",
  );
  close();
});

test("no password signs in a user from elsewhere, and none can be set", async () => {
  const { state, close } = freshState();
  state.externalUsers.welcome(person());
  assert.equal(await state.users.verify("nina", ""), null);
  await assert.rejects(state.users.change("nina", { password: "long enough" }), { code: "conflict" });
  close();
});

test("a session that began elsewhere ends when its time is over, however much it is used", () => {
  const { state, pass, close } = freshState();
  state.externalUsers.welcome(person());
  const { token } = state.sessions.create("nina", { address: "", userAgent: "", idToken: "jwt" });
  pass(11 * 3_600e6);
  assert.equal(state.sessions.find(token)?.idToken, "jwt");
  pass(3_600e6);
  assert.equal(state.sessions.find(token), null);
  close();
});
