import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import bcrypt from "bcryptjs";
import type { ErrorCode } from "@sipglass/model";
import { openDatabase } from "./database.ts";
import { freshState, type TestState } from "./state.fixture.ts";
import { join } from "node:path";

const failsWith = (code: ErrorCode) => (error: unknown) => (error as { code: string }).code === code;

describe("users", () => {
  let it: TestState;
  before(async () => {
    it = freshState();
    await it.state.users.create({ name: "anna", role: "admin", password: "long enough" });
  });
  after(() => it.close());

  test("a user signs in with the right password alone, whatever the case of the name", async () => {
    assert.equal((await it.state.users.verify("ANNA", "long enough"))?.name, "anna");
    assert.equal(await it.state.users.verify("anna", "wrong"), null);
    assert.equal(await it.state.users.verify("nobody", "long enough"), null);
    assert.equal(await it.state.users.verify("nobody", ""), null, "the decoy hash is nobody's password");
  });

  test("two users cannot share a name, in any case of letters", async () => {
    await assert.rejects(it.state.users.create({ name: "Anna", role: "readonly", password: "long enough" }), failsWith("conflict"));
  });

  test("names and passwords that are none are refused", async () => {
    await assert.rejects(it.state.users.create({ name: "a b", role: "readonly", password: "long enough" }), failsWith("bad_request"));
    await assert.rejects(it.state.users.create({ name: "../etc", role: "readonly", password: "long enough" }), failsWith("bad_request"));
    await assert.rejects(it.state.users.create({ name: "short", role: "readonly", password: "1234567" }), failsWith("bad_request"));
    await assert.rejects(it.state.users.create({ name: "hash", role: "readonly", passwordHash: "md5:1" }), failsWith("bad_request"));
  });

  test("a bcrypt hash from Homer signs in, and is argon2id afterwards", async () => {
    await it.state.users.create({ name: "homer", role: "support", passwordHash: await bcrypt.hash("sipcapture", 4) });
    const stored = (): string => {
      const db = openDatabase(join(it.directory, "state.db"));
      const hash = String(db.prepare("SELECT password_hash FROM users WHERE name = 'homer'").get()?.["password_hash"]);
      db.close();
      return hash;
    };
    assert.equal(await it.state.users.verify("homer", "wrong"), null);
    assert.match(stored(), /^\$2/, "a wrong password upgrades nothing");
    assert.equal((await it.state.users.verify("homer", "sipcapture"))?.name, "homer");
    assert.match(stored(), /^\$argon2id\$/);
    assert.equal((await it.state.users.verify("homer", "sipcapture"))?.name, "homer");
  });

  test("a disabled user does not sign in, and loses all sessions", async () => {
    await it.state.users.create({ name: "carl", role: "customer", password: "long enough", tenants: ["acme"] });
    const { token } = it.state.sessions.create("carl", { address: "192.0.2.1", userAgent: "" });
    await it.state.users.change("carl", { disabled: true });
    assert.equal(await it.state.users.verify("carl", "long enough"), null);
    assert.equal(it.state.sessions.find(token), null);
    await it.state.users.change("carl", { disabled: false });
    assert.equal((await it.state.users.verify("carl", "long enough"))?.tenants[0], "acme");
  });

  test("a user disabled or given another password while the old one is being checked does not get in with it", async () => {
    await it.state.users.create({ name: "race", role: "customer", password: "long enough" });
    const checking = it.state.users.verify("race", "long enough");
    const changing = it.state.users.change("race", { disabled: true });
    assert.equal((await Promise.all([checking, changing]))[0], null);
  });

  test("every change raises the revision", async () => {
    const before = it.state.users.get("carl")?.revision ?? 0;
    await it.state.users.change("carl", { tenants: ["acme", "beta"] });
    const user = it.state.users.get("carl");
    assert.equal(user?.revision, before + 1);
    assert.deepEqual(user?.tenants, ["acme", "beta"]);
    assert.equal(user?.role, "customer", "what was not asked for stays");
  });

  test("the last enabled administrator cannot be removed, disabled or demoted", async () => {
    assert.throws(() => it.state.users.remove("anna"), failsWith("conflict"));
    await assert.rejects(it.state.users.change("anna", { disabled: true }), failsWith("conflict"));
    await assert.rejects(it.state.users.change("anna", { role: "support" }), failsWith("conflict"));
    assert.equal(it.state.users.get("anna")?.role, "admin");
    await it.state.users.create({ name: "arno", role: "admin", password: "long enough" });
    it.state.users.remove("anna");
    assert.equal(it.state.users.get("anna"), null);
  });

  test("a removed user takes sessions, tokens and saved searches along", async () => {
    await it.state.users.create({ name: "dora", role: "customer", password: "long enough" });
    const { token } = it.state.sessions.create("dora", { address: "192.0.2.1", userAgent: "" });
    const { secret } = it.state.tokens.create({ user: "dora", name: "t", role: "customer", expiresAtUs: it.now() + 1e9 });
    it.state.savedSearches.create({ user: "dora", name: "mine", query: "", shared: true });
    it.state.users.remove("dora");
    assert.equal(it.state.sessions.find(token), null);
    assert.equal(it.state.tokens.find(secret), null);
    assert.deepEqual(it.state.savedSearches.list("arno"), []);
    assert.throws(() => it.state.users.remove("dora"), failsWith("not_found"));
  });
});
