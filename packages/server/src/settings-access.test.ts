import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig, type ConfigResult } from "./config.ts";

const load = (environment: Record<string, string>, flags: Record<string, string> = {}): ConfigResult => loadConfig({ environment, flags });
function read(environment: Record<string, string>, flags: Record<string, string> = {}) {
  const result = load(environment, flags);
  assert.ok(result.ok, JSON.stringify(result));
  return result.config;
}
const faultsOf = (environment: Record<string, string>): string[] => {
  const result = load(environment);
  return result.ok ? [] : result.faults.map(({ where }) => where);
};

test("groups give roles and tenants; names with commas are parted by semicolons, and the value is behind the last =", () => {
  const { ldapRoles, oidcTenants } = read({
    SIPGLASS_LDAP_ROLES: "cn=noc,ou=groups,dc=example=support; cn=admin,ou=x=admin",
    SIPGLASS_OIDC_TENANTS: "tenant-*=*, partners=beta",
  });
  assert.deepEqual(ldapRoles, [
    { group: "cn=noc,ou=groups,dc=example", value: "support" },
    { group: "cn=admin,ou=x", value: "admin" },
  ]);
  assert.deepEqual(oidcTenants, [
    { group: "tenant-*", value: "*" },
    { group: "partners", value: "beta" },
  ]);
  assert.deepEqual(faultsOf({ SIPGLASS_OIDC_ROLES: "noc=boss" }), ["SIPGLASS_OIDC_ROLES"]);
  assert.deepEqual(faultsOf({ SIPGLASS_OIDC_ROLES: "noc" }), ["SIPGLASS_OIDC_ROLES"]);
});

test("a base path has one slash before and none behind; what would climb out is refused", () => {
  for (const [given, path] of [
    ["/voice", "/voice"],
    ["voice/", "/voice"],
    ["/", ""],
    ["/a/b/", "/a/b"],
  ] as const)
    assert.equal(read({ SIPGLASS_BASE_PATH: given }).basePath, path);
  for (const wrong of ["/..", "/a//b", "/a b", '/"><script>'])
    assert.deepEqual(faultsOf({ SIPGLASS_BASE_PATH: wrong }), ["SIPGLASS_BASE_PATH"], wrong);
});

test("half a pair is a fault that names the missing half", () => {
  assert.deepEqual(faultsOf({ SIPGLASS_HTTP_TLS_CERT: "c.pem" }), ["SIPGLASS_HTTP_TLS_KEY"]);
  assert.deepEqual(faultsOf({ SIPGLASS_HTTP_REDIRECT: "0.0.0.0:80" }), ["SIPGLASS_HTTP_REDIRECT"]);
  assert.deepEqual(faultsOf({ SIPGLASS_OIDC_ISSUER: "https://id.example" }), ["SIPGLASS_OIDC_CLIENT_ID"]);
  assert.deepEqual(faultsOf({ SIPGLASS_LDAP_URL: "ldap://dir.example" }), ["SIPGLASS_LDAP_BASE"]);
  assert.deepEqual(faultsOf({ SIPGLASS_LDAP_URL: "http://dir.example" }), ["SIPGLASS_LDAP_URL"]);
  assert.deepEqual(faultsOf({ SIPGLASS_PUBLIC_URL: "https://x.example", SIPGLASS_BASE_PATH: "/voice" }), ["SIPGLASS_PUBLIC_URL"]);
  assert.deepEqual(faultsOf({ SIPGLASS_PUBLIC_URL: "https://x.example/voice/", SIPGLASS_BASE_PATH: "voice" }), []);
  assert.deepEqual(faultsOf({ SIPGLASS_OIDC_ISSUER: "id.example" }), ["SIPGLASS_OIDC_ISSUER"]);
});

test("what is allowed and dangerous is warned about", () => {
  const { warnings } = read({
    SIPGLASS_LDAP_URL: "ldap://dir.example",
    SIPGLASS_LDAP_BASE: "dc=x",
    SIPGLASS_LDAP_START_TLS: "off",
    SIPGLASS_LDAP_VERIFY: "off",
    SIPGLASS_OIDC_ISSUER: "http://id.example",
    SIPGLASS_OIDC_CLIENT_ID: "a",
  });
  assert.equal(warnings.length, 5, warnings.join("\n"));
});

test("the LDAP directory and the HTTPS port of a webapp_config.json are taken over where they are enabled", () => {
  const file = join(mkdtempSync(join(tmpdir(), "sipglass-config-")), "webapp_config.json");
  const directory = {
    enable: true,
    host: "ldap.example",
    port: 389,
    usessl: false,
    skiptls: false,
    skipverify: false,
    anonymous: false,
    binddn: "cn=reader,dc=example",
    bindpassword: "hush",
    base: "dc=example",
    userdn: "uid=%s,dc=example",
    userfilter: "(mail=%s)",
    groupfilter: "(memberUid=%s)",
    admingroup: "voice-admin",
    usergroup: "voice",
    adminmode: false,
  };
  const write = (enable: boolean): void =>
    writeFileSync(
      file,
      JSON.stringify({
        http_settings: { port: 9080 },
        https_settings: { enable, port: 9443, cert: "c.pem", key: "k.pem" },
        ldap_config: { ...directory, enable },
        oauth2: { client_id: "homer", scope: ["openid"] },
      }),
    );
  write(true);
  const config = read({}, { config: file });
  assert.deepEqual(
    [config.ldapUrl, config.ldapStartTls, config.ldapVerify, config.ldapBindDn, config.ldapBindPassword, config.ldapUserDn],
    [["ldap://ldap.example:389"], true, true, "cn=reader,dc=example", "hush", ""],
  );
  assert.deepEqual(
    [config.ldapBase, config.ldapGroupBase, config.ldapUserFilter, config.ldapGroupFilter],
    ["dc=example", "dc=example", "(mail=%s)", "(memberUid=%s)"],
  );
  assert.deepEqual(config.ldapRoles, [
    { group: "voice-admin", value: "admin" },
    { group: "voice", value: "support" },
  ]);
  assert.deepEqual([config.http?.port, config.httpTlsCert, config.httpTlsKey], [9443, "c.pem", "k.pem"]);
  assert.ok(config.warnings.some((warning) => warning.includes("SIPGLASS_OIDC_ISSUER")));
  assert.ok(!config.warnings.some((warning) => warning.includes("hush")));
  write(false);
  const without = read({}, { config: file });
  assert.deepEqual([without.ldapUrl, without.httpTlsCert, without.http?.port], [[], "", 9080]);
});

test("the Prometheus and the Loki of a webapp_config.json are taken over unless they are switched off", () => {
  const file = join(mkdtempSync(join(tmpdir(), "sipglass-config-")), "webapp_config.json");
  const write = (prometheus: object, loki: object): void =>
    writeFileSync(file, JSON.stringify({ prometheus_config: prometheus, loki_config: loki }));
  write(
    { help: "…", user: "admin", pass: "hush", host: "http://prom.example:9090/", api: "api/v1" },
    { enable: true, user: "reader", password: "hush2", host: "http://loki.example", api: "logs/loki/api/v1", param_query: "query_range", regexp: false, template: '{job="x"}' },
  );
  const on = read({}, { config: file });
  assert.deepEqual([on.prometheusUrl, on.prometheusUser, on.prometheusPassword], ["http://prom.example:9090", "admin", "hush"]);
  assert.deepEqual(
    [on.lokiUrl, on.lokiUser, on.lokiPassword, on.lokiTemplate],
    ["http://loki.example/logs", "reader", "hush2", '{job="x"}'],
  );
  assert.deepEqual(on.warnings, []);
  write({ enable: false, host: "http://prom.example:9090" }, { enable: false, host: "http://loki.example", template: '{job="x"}' });
  const off = read({}, { config: file });
  assert.deepEqual([off.prometheusUrl, off.lokiUrl, off.warnings], ["", "", []]);
});

test("an address with a password in it is refused, and the password is not said", () => {
  const result = loadConfig({ flags: {}, environment: { SIPGLASS_LOKI_URL: "http://me:hush@loki.example" } });
  assert.ok(!result.ok);
  assert.match(result.faults[0]!.problem, /has a user in it/);
  assert.doesNotMatch(JSON.stringify(result.faults), /hush/);
});

test("of homer-app's ways to sign in it is said what takes the place of each", () => {
  const file = join(mkdtempSync(join(tmpdir(), "sipglass-config-")), "webapp_config.json");
  writeFileSync(
    file,
    JSON.stringify({
      auth_settings: { type: "http_auth", token_expire: 1200, adminmode: true, usermode: true },
      http_auth: { url: "http://localhost:1323", skipverify: true },
    }),
  );
  const { warnings } = read({}, { config: file });
  const said = (key: string): string => warnings.find((warning) => warning.includes(`: ${key}`)) ?? "";
  assert.match(said("auth_settings.type"), /SIPGLASS_LDAP_URL.*SIPGLASS_OIDC_ISSUER/);
  assert.match(said("auth_settings.token_expire"), /SIPGLASS_EXTERNAL_SESSION/);
  assert.match(said("auth_settings.adminmode"), /SIPGLASS_LDAP_DEFAULT_ROLE; admin/);
  assert.match(said("auth_settings.usermode"), /SIPGLASS_LDAP_DEFAULT_ROLE; support/);
  assert.match(said("http_auth.url"), /SIPGLASS_OIDC_ISSUER or SIPGLASS_LDAP_URL/);
  assert.equal(warnings.length, 6);
});
