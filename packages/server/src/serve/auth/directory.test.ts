import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createDirectory, escapeDnValue, fillFilter, groupNames } from "./directory.ts";

test("whatever is typed stays one value of the filter (RFC 4515)", () => {
  assert.equal(
    fillFilter("(&(uid=%s)(memberOf=%d))", { name: "a)(uid=*", dn: "cn=%s,dc=x" }),
    "(&(uid=a\\29\\28uid=\\2a)(memberOf=cn=%s,dc=x))",
  );
  fc.assert(
    fc.property(fc.string(), (name) => {
      const value = fillFilter("(uid=%s)", { name }).slice("(uid=".length, -1);
      assert.doesNotMatch(value, /[()*\0]/);
      assert.doesNotMatch(value.replace(/\\[\da-f]{2}/gi, ""), /\\/);
    }),
  );
});

test("whatever is typed stays one value of the name (RFC 4514)", () => {
  assert.equal(escapeDnValue("a,ou=b"), "a\\,ou\\=b");
  assert.equal(escapeDnValue(" #x "), "\\ #x\\ ");
  assert.equal(escapeDnValue("#x"), "\\#x");
  assert.equal(escapeDnValue(" "), "\\ ");
  fc.assert(fc.property(fc.string(), (name) => assert.doesNotMatch(escapeDnValue(name).replace(/\\./gs, ""), /[,+"<>;=\0\\]/)));
});

test("a group has its whole name and its first part", () => {
  assert.deepEqual(groupNames("cn=noc,ou=groups,dc=x"), ["cn=noc,ou=groups,dc=x", "noc"]);
  assert.deepEqual(groupNames("CN=a\\,b,dc=x"), ["CN=a\\,b,dc=x", "a,b"]);
  assert.deepEqual(groupNames("plain"), ["plain"]);
});

test("nothing is asked without a password, or for a name with control characters", async () => {
  const directory = createDirectory({
    urls: ["ldap://127.0.0.1:9"],
    startTls: false,
    tls: {},
    bindDn: "",
    bindPassword: "",
    userDn: "uid=%s",
    base: "",
    userFilter: "",
    usernameAttribute: "uid",
    nameAttribute: "cn",
    groupAttribute: "memberOf",
    groupBase: "",
    groupFilter: "",
    timeoutMs: 500,
    policy: { roles: [], tenants: [], defaultRole: "support", newUsers: true },
  });
  for (const [name, password] of [
    ["anna", ""],
    ["", "x"],
    ["an\0na", "x"],
    ["a".repeat(200), "x"],
  ] as const)
    assert.equal(await directory.verify(name, password), null);
  await assert.rejects(directory.verify("anna", "x"), { code: "unavailable" });
});
