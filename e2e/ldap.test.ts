// Signing in by a real LDAP directory (OpenLDAP): search and bind, groups to roles, StartTLS and LDAPS, what a name could smuggle in, and
// the directory being away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { existsSync } from "node:fs";
import { hasProgram } from "./hep-frames.ts";
import { PASSWORD, startServer, until, type ServerProcess } from "./server-process.ts";
import { BASE, LDAP_PASSWORD, READER, startSlapd, type Slapd } from "./slapd.ts";

const absent = [
  ...["openssl", "ldapmodify"].filter((program) => !hasProgram(program)),
  ...(existsSync("/usr/sbin/slapd") ? [] : ["slapd"]),
];
const options = { skip: absent.length > 0 ? `not installed: ${absent.join(", ")}` : false, timeout: 120_000 };

interface Entered {
  status: number;
  user?: { username: string; display_name: string; source: string; role: string; tenants: string[] };
  error?: { code: string; message: string };
}

let directory: Slapd;
const servers: ServerProcess[] = [];
let server: ServerProcess;

async function serverWith(environment: Record<string, string>): Promise<ServerProcess> {
  const started = await startServer({
    environment: {
      SIPGLASS_LDAP_URL: directory.ldap,
      SIPGLASS_LDAP_CA: directory.ca,
      SIPGLASS_LDAP_BASE: `ou=people,${BASE}`,
      SIPGLASS_LDAP_BIND_DN: READER.dn,
      SIPGLASS_LDAP_BIND_PASSWORD: READER.password,
      SIPGLASS_LDAP_GROUP_BASE: `ou=groups,${BASE}`,
      SIPGLASS_LDAP_ROLES: `cn=noc,ou=groups,${BASE}=support; customers=customer`,
      SIPGLASS_LDAP_TENANTS: "tenant-*=*",
      SIPGLASS_LDAP_TIMEOUT: "20s",
      ...environment,
    },
  });
  servers.push(started);
  return started;
}

async function enter(into: ServerProcess, username: string, password: string): Promise<Entered> {
  const answer = await fetch(`${into.http}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  return { status: answer.status, ...((await answer.json()) as Omit<Entered, "status">) };
}

before(async () => {
  if (options.skip !== false) return;
  directory = await startSlapd();
  server = await serverWith({});
});
after(async () => {
  await Promise.all(servers.map((each) => each.kill()));
  servers.forEach((each) => each.remove());
  await directory?.stop();
  directory?.remove();
});

test("over StartTLS the right password lets in, with role and tenants of the groups", options, async () => {
  const nina = await enter(server, "nina", LDAP_PASSWORD);
  assert.deepEqual(
    [nina.status, nina.user],
    [200, { username: "nina", display_name: "Nina K.", source: "ldap", role: "support", tenants: [] }],
  );
  const otto = await enter(server, "OTTO", LDAP_PASSWORD);
  assert.deepEqual([otto.user?.username, otto.user?.role, otto.user?.tenants], ["otto", "customer", ["acme"]]);
});

test("Basic works as well, for programs", options, async () => {
  const answer = await fetch(`${server.http}/api/v1/auth/me`, {
    headers: { authorization: `Basic ${Buffer.from(`nina:${LDAP_PASSWORD}`).toString("base64")}` },
  });
  assert.equal(answer.status, 200);
});

test("a wrong password, none at all, an unknown name, and names that are filters let nobody in", options, async () => {
  const tries: [string, string][] = [
    ["nina", "wrong"],
    ["nobody", LDAP_PASSWORD],
    ["*", LDAP_PASSWORD],
    ["nin*", LDAP_PASSWORD],
    ["nina)(uid=*", LDAP_PASSWORD],
    ["nina\\2a", LDAP_PASSWORD],
    ["nina\0", LDAP_PASSWORD],
  ];
  for (const [name, password] of tries) assert.equal((await enter(server, name, password)).status, 401, name);
  assert.equal((await enter(server, "nina", "")).status, 400, "a bind without a password would succeed as nobody");
});

test("a name with the signs of a filter is only that name", options, async () => {
  assert.deepEqual(await enter(server, "o*t(t)o", LDAP_PASSWORD).then(({ status, error }) => [status, error?.message]), [
    403,
    "Your user name there cannot be a user name here.",
  ]);
});

test("a local user is never asked for in the directory, whatever password it has for the name", options, async () => {
  await server.fetch("/api/v1/users", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "anna", role: "admin", password: "long enough" }),
  });
  assert.equal((await enter(server, "anna", LDAP_PASSWORD)).status, 401);
  assert.equal((await enter(server, "anna", "long enough")).user?.source, "local");
});

test("other groups there are another role here at the next sign-in; without any nobody comes in", options, async () => {
  const move = (operation: string): void =>
    directory.modify(`dn: cn=noc,ou=groups,${BASE}\nchangetype: modify\n${operation}: member\nmember: uid=nina,ou=people,${BASE}\n`);
  move("delete");
  const refused = await enter(server, "nina", LDAP_PASSWORD);
  assert.deepEqual([refused.status, refused.error?.message], [403, "None of your groups gives you a role here."]);
  move("add");
  assert.equal((await enter(server, "nina", LDAP_PASSWORD)).status, 200);
});

test("a user who is disabled here does not come in, and what was open is closed", options, async () => {
  const { token } = (await (
    await fetch(`${server.http}/api/v1/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "otto", password: LDAP_PASSWORD }),
    })
  ).json()) as { token: string };
  const change = (disabled: boolean): Promise<Response> =>
    server.fetch("/api/v1/users/otto", {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ disabled }),
    });
  await change(true);
  assert.equal((await fetch(`${server.http}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status, 401);
  assert.equal((await enter(server, "otto", LDAP_PASSWORD)).error?.message, "Your account is disabled.");
  await change(false);
});

test("LDAPS works with the authority that signed, and not without it", options, async () => {
  const secure = await serverWith({ SIPGLASS_LDAP_URL: directory.ldaps });
  assert.equal((await enter(secure, "nina", LDAP_PASSWORD)).status, 200);
  const stranger = await serverWith({ SIPGLASS_LDAP_URL: directory.ldaps, SIPGLASS_LDAP_CA: "" });
  const { status, error } = await enter(stranger, "nina", LDAP_PASSWORD);
  assert.deepEqual([status, error?.code], [503, "unavailable"]);
  await until(() => Promise.resolve(stranger.output()), (log) => /certificate/.test(log));
  assert.ok(!stranger.output().includes(LDAP_PASSWORD) && !stranger.output().includes(READER.password));
});

test("binding as the user needs no account for searching", options, async () => {
  const bound = await serverWith({
    SIPGLASS_LDAP_USER_DN: `uid=%s,ou=people,${BASE}`,
    SIPGLASS_LDAP_BIND_DN: "",
    SIPGLASS_LDAP_BIND_PASSWORD: "",
    SIPGLASS_LDAP_GROUP_BASE: "",
    SIPGLASS_LDAP_DEFAULT_ROLE: "customer",
  });
  assert.deepEqual(await enter(bound, "nina", LDAP_PASSWORD).then(({ user }) => user?.role), "customer");
  assert.equal((await enter(bound, "nina,ou=people", LDAP_PASSWORD)).status, 401);
  assert.equal((await enter(bound, "nina", "wrong")).status, 401);
});

test("with the directory away this is said, the next server is asked, and local users sign in", options, async () => {
  const failover = await serverWith({ SIPGLASS_LDAP_URL: `ldap://127.0.0.1:9,${directory.ldap}` });
  assert.equal((await enter(failover, "nina", LDAP_PASSWORD)).status, 200);
  await directory.stop();
  const { status, error } = await enter(server, "nina", LDAP_PASSWORD);
  assert.equal(status, 503);
  assert.match(error?.message ?? "", /directory \(LDAP\) does not answer.*can still sign in/);
  assert.equal((await enter(server, "admin", PASSWORD)).status, 200);
  await directory.start();
  assert.equal((await enter(server, "nina", LDAP_PASSWORD)).status, 200, "none of that counted as a wrong password");
});
