import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ErrorCode } from "@sipglass/model";
import { openDatabase } from "./database.ts";
import { restoreState } from "./restore.ts";
import { openState } from "./state.ts";
import { CHEAP, freshState } from "./state.fixture.ts";

const DAY_US = 86_400e6;
const failsWith = (code: ErrorCode) => (error: unknown) => (error as { code: string }).code === code;

describe("the first start", () => {
  test("makes an admin with a random password that signs in, once", async () => {
    const { state, close } = freshState();
    const first = await state.ensureAdmin();
    assert.equal(first.created, true);
    assert.match(first.password ?? "", /^[a-zA-Z2-9]{20}$/);
    assert.equal((await state.users.verify("admin", first.password ?? ""))?.role, "admin");
    assert.deepEqual(await state.ensureAdmin(), { created: false });
    close();
  });

  test("takes the password of the configuration and does not repeat it", async () => {
    const { state, close } = freshState();
    assert.deepEqual(await state.ensureAdmin("short"), { created: true });
    assert.equal((await state.users.verify("admin", "short"))?.role, "admin");
    await state.users.change("admin", { password: "changed by hand" });
    assert.deepEqual(await state.ensureAdmin("short"), { created: false });
    assert.equal(await state.users.verify("admin", "short"), null, "a restart does not bring the old password back");
    close();
  });
});

describe("the file", () => {
  test("is private to its owner", () => {
    const { directory, close } = freshState();
    assert.equal(statSync(join(directory, "state.db")).mode & 0o777, 0o600);
    close();
  });

  test("keeps what people made over a restart, and holds no secret in clear", async () => {
    const { state, directory, now } = freshState();
    await state.users.create({ name: "carl", role: "customer", password: "hunter2hunter2", tenants: ["acme"] });
    const { token } = state.sessions.create("carl", { address: "192.0.2.1", userAgent: "test" });
    const { secret } = state.tokens.create({ user: "carl", name: "ci", role: "readonly", expiresAtUs: now() + DAY_US });
    state.aliases.set("192.0.2.1", "sbc1", "carl");
    state.settings.set("own_networks", ["10.0.0.0/8"]);
    state.close();
    const bytes = readFileSync(join(directory, "state.db")).toString("latin1");
    for (const clear of ["hunter2hunter2", token, secret]) assert.ok(!bytes.includes(clear));

    const again = openState({ directory, now, passwordCost: CHEAP });
    assert.equal((await again.users.verify("carl", "hunter2hunter2"))?.role, "customer");
    assert.equal(again.sessions.find(token)?.user, "carl");
    assert.equal(again.tokens.find(secret)?.name, "ci");
    assert.deepEqual(
      again.aliases.list().map(({ address, name }) => [address, name]),
      [["192.0.2.1", "sbc1"]],
    );
    assert.deepEqual(again.settings.get("own_networks"), ["10.0.0.0/8"]);
    assert.equal(again.settings.get("never"), undefined);
    again.close();
    rmSync(directory, { recursive: true });
  });

  test("of a newer sipglass is refused and left alone", () => {
    const { state, directory } = freshState();
    state.close();
    const db = openDatabase(join(directory, "state.db"));
    db.exec("PRAGMA user_version = 999");
    db.close();
    assert.throws(() => openState({ directory }), failsWith("newer_version"));
    rmSync(directory, { recursive: true });
  });
});

describe("backup and restore", () => {
  test("a backup taken while open brings everything back", async () => {
    const { state, directory, close } = freshState();
    await state.users.create({ name: "carl", role: "customer", password: "long enough" });
    const file = join(directory, "backup.db");
    state.backup(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.throws(() => state.backup(file), failsWith("conflict"));
    state.users.remove("carl");

    const elsewhere = mkdtempSync(join(tmpdir(), "sipglass-state-"));
    restoreState(file, elsewhere);
    const restored = openState({ directory: elsewhere, passwordCost: CHEAP });
    assert.equal((await restored.users.verify("carl", "long enough"))?.name, "carl");
    restored.close();
    rmSync(elsewhere, { recursive: true });
    close();
  });

  test("restoring over an old state leaves nothing of it, its write-ahead log included", async () => {
    const good = freshState();
    await good.state.users.create({ name: "good", role: "admin", password: "long enough" });
    const file = join(good.directory, "backup.db");
    good.state.backup(file);
    const old = freshState();
    await old.state.users.create({ name: "old", role: "admin", password: "long enough" });
    // Not closed: its write-ahead log is still there, as after a crash.
    restoreState(file, old.directory);
    const restored = openState({ directory: old.directory });
    assert.deepEqual(
      restored.users.list().map(({ name }) => name),
      ["good"],
    );
    restored.close();
    old.close();
    good.close();
  });

  test("a file that is no backup is refused and changes nothing", async () => {
    const { state, directory, close } = freshState();
    await state.users.create({ name: "anna", role: "admin", password: "long enough" });
    const junk = join(directory, "junk");
    writeFileSync(junk, "this is not a database, however long it may be ".repeat(100));
    assert.throws(() => restoreState(junk, directory), failsWith("bad_request"));
    assert.throws(() => restoreState(join(directory, "absent"), directory), failsWith("not_found"));
    assert.equal(state.users.list().length, 1);
    close();
  });
});

describe("the audit log", () => {
  const entry = { user: "carl", via: "session", object: "call-1", address: "192.0.2.1" };

  test("lists newest first, by filter and by page", () => {
    const { state, pass, now, close } = freshState();
    for (let i = 0; i < 5; i++) {
      state.audit.write({ ...entry, action: "call_exported", object: `call-${i}`, details: { format: "pcap" } });
      pass(1e6);
    }
    state.audit.write({ ...entry, user: "anna", action: "user_created", object: "bob" });
    const objects = (filter: object) => state.audit.list({ limit: 10, ...filter }).map(({ object }) => object);
    assert.deepEqual(objects({}), ["bob", "call-4", "call-3", "call-2", "call-1", "call-0"]);
    assert.deepEqual(objects({ user: "ANNA" }), ["bob"]);
    assert.deepEqual(objects({ action: "call_exported", limit: 2 }), ["call-4", "call-3"]);
    const third = state.audit.list({ limit: 3 })[2];
    assert.deepEqual(objects({ beforeId: third?.id }), ["call-2", "call-1", "call-0"]);
    assert.deepEqual(objects({ fromUs: now() - 2e6, toUs: now() }), ["call-4", "call-3"]);
    assert.deepEqual(third?.details, { format: "pcap" });
    close();
  });

  test("looking at one call many times within a minute is one entry; exporting it twice is two", () => {
    const { state, pass, close } = freshState();
    for (let i = 0; i < 4; i++) state.audit.write({ ...entry, action: "call_viewed" });
    state.audit.write({ ...entry, action: "call_viewed", user: "anna" });
    state.audit.write({ ...entry, action: "call_exported" });
    state.audit.write({ ...entry, action: "call_exported" });
    pass(61e6);
    state.audit.write({ ...entry, action: "call_viewed" });
    assert.deepEqual(
      state.audit.list({ limit: 10 }).map(({ action, user }) => `${user} ${action}`),
      ["carl call_viewed", "carl call_exported", "carl call_exported", "anna call_viewed", "carl call_viewed"],
    );
    close();
  });

  test("entries of more than a year are pruned, and sessions and failures with them", () => {
    const { state, pass, close } = freshState();
    state.audit.write({ ...entry, action: "call_viewed" });
    pass(366 * DAY_US);
    state.audit.write({ ...entry, action: "call_viewed" });
    state.prune();
    assert.equal(state.audit.list({ limit: 10 }).length, 1);
    close();
  });
});

describe("saved searches", () => {
  test("are seen by all when shared, and changed by their owner alone", async () => {
    const { state, close } = freshState();
    for (const name of ["anna", "carl"]) await state.users.create({ name, role: "admin", password: "long enough" });
    const mine = state.savedSearches.create({ user: "anna", name: "failed", query: "state:failed" });
    assert.deepEqual(state.savedSearches.list("carl"), []);
    assert.equal(state.savedSearches.change(mine.id, "carl", { shared: true }), null);
    assert.equal(state.savedSearches.change(mine.id, "anna", { shared: true })?.query, "state:failed");
    assert.equal(state.savedSearches.list("carl").length, 1);
    assert.throws(() => state.savedSearches.create({ user: "anna", name: "failed", query: "" }), failsWith("conflict"));
    assert.equal(state.savedSearches.remove(mine.id, "carl"), false);
    assert.equal(state.savedSearches.remove(mine.id, "anna"), true);
    close();
  });
});
