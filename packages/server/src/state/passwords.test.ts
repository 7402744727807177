import assert from "node:assert/strict";
import { test } from "node:test";
import bcrypt from "bcryptjs";
import { hashPassword, isPasswordHash, verifyPassword } from "./passwords.ts";

const CHEAP = { memoryKiB: 64, passes: 1, parallelism: 1 };

test("a password is right against its own hash and wrong against another's", async () => {
  const hash = await hashPassword("secret", CHEAP);
  assert.deepEqual(await verifyPassword("secret", hash, CHEAP), { ok: true, outdated: false });
  assert.equal((await verifyPassword("Secret", hash, CHEAP)).ok, false);
});

test("the same password hashes differently each time", async () => {
  assert.notEqual(await hashPassword("secret", CHEAP), await hashPassword("secret", CHEAP));
});

test("hashes are in the PHC form, with the cost that OWASP advises", async () => {
  assert.match(await hashPassword("secret"), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
});

test("the test vector of the argon2 reference implementation is understood", async () => {
  // test.c of P-H-C/phc-winner-argon2: argon2id, version 0x13, t=2, m=2^8, p=1, "password", "somesalt".
  const hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  assert.deepEqual(await verifyPassword("password", hash, CHEAP), { ok: true, outdated: true });
  assert.equal((await verifyPassword("differentpassword", hash, CHEAP)).ok, false);
});

test("bcrypt hashes of both spellings are accepted and called outdated", async () => {
  const hash = await bcrypt.hash("sipcapture", 4);
  for (const spelling of [hash, hash.replace(/^\$2[ab]\$/, "$2a$"), hash.replace(/^\$2[ab]\$/, "$2y$")]) {
    assert.deepEqual(await verifyPassword("sipcapture", spelling), { ok: true, outdated: true });
    assert.equal((await verifyPassword("else", spelling)).ok, false);
  }
});

test("what is no hash is never right", async () => {
  for (const hash of [
    "",
    "secret",
    "$argon2id$v=19$m=64,t=1,p=1$$",
    "$2b$10$short",
    "$argon2d$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
  ]) {
    assert.equal(isPasswordHash(hash), false, hash);
    assert.equal((await verifyPassword("secret", hash)).ok, false, hash);
  }
});

test("a password beyond a kilobyte is refused before any work", async () => {
  const long = "x".repeat(2000);
  assert.equal((await verifyPassword(long, await hashPassword(long, CHEAP), CHEAP)).ok, false);
});
