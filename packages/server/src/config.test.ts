import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig, type Config, type ConfigSources } from "./config.ts";
import { SETTINGS } from "./settings.ts";

function configOf(sources: Partial<ConfigSources>): Config {
  const result = loadConfig({ flags: {}, environment: {}, ...sources });
  assert.ok(result.ok, JSON.stringify(result));
  return result.config;
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "sipglass-config-")), "sipglass.toml");
  writeFileSync(file, text);
  return file;
}

test("without anything set, HEP listens on 9060, HTTP on 9080 and metrics on 9096", () => {
  const config = configOf({});
  assert.deepEqual([config.hepUdp, config.hepTcp, config.http, config.metrics].map((address) => address?.port), [9060, 9060, 9080, 9096]);
  assert.equal(config.hepTls, null);
});

test("a flag wins over SIPGLASS_, that over HEPLIFYSERVER_, that over the file", () => {
  const file = fileWith('[hep]\nudp = "127.0.0.1:1"\n');
  const environment: Record<string, string> = { SIPGLASS_CONFIG: file };
  const port = (flags: Record<string, string>): number | undefined => configOf({ flags, environment }).hepUdp?.port;
  assert.equal(port({}), 1);
  environment["HEPLIFYSERVER_HEPADDR"] = "127.0.0.1:2";
  assert.equal(port({}), 2);
  environment["SIPGLASS_HEP_UDP"] = "127.0.0.1:3";
  assert.equal(port({}), 3);
  assert.equal(port({ "hep-udp": "127.0.0.1:4" }), 4);
});

test("all faults are listed at once, each with where, what and how to mend it", () => {
  const result = loadConfig({ flags: { shards: "many" }, environment: { SIPGLASS_HTTP: "nowhere", SIPGLASS_RETENTION_CALL: "soon", SIPGLASS_QUEUE: "1k" } });
  assert.ok(!result.ok);
  assert.deepEqual(result.faults.map(({ where }) => where).sort(), ["--shards", "SIPGLASS_HTTP", "SIPGLASS_QUEUE", "SIPGLASS_RETENTION_CALL"]);
  for (const { problem, help } of result.faults) assert.ok(problem.length > 5 && help.length > 3);
});

test("a secret is read from the file that NAME_FILE names, and never shown in a fault", () => {
  const file = fileWith("swordfish-1\n");
  assert.equal(configOf({ environment: { SIPGLASS_ADMIN_PASSWORD_FILE: file } }).adminPassword, "swordfish-1");
  const result = loadConfig({ flags: {}, environment: { SIPGLASS_ADMIN_PASSWORD: "abc12" } });
  assert.ok(!result.ok);
  assert.ok(!JSON.stringify(result.faults).includes("abc12"));
});

test("unknown names warn and never stop the start", () => {
  const config = configOf({ environment: { SIPGLASS_HEP_UPD: "x", HEPLIFYSERVER_ESADDR: "x", OTHER: "x" }, flags: { colour: "red" } });
  assert.equal(config.warnings.length, 3);
});

test("heplify-server's habits are understood: two quotes or off disable, a bare number of days is days, brackets around lists are forgiven", () => {
  const config = configOf({ environment: { HEPLIFYSERVER_HEPTCPADDR: "''", HEPLIFYSERVER_DBDROPDAYS: "3", HEPLIFYSERVER_ALEGIDS: "[X-CID,X-Leg]" } });
  assert.equal(config.hepTcp, null);
  assert.equal(config.retainCallUs, 3 * 86_400_000_000);
  assert.deepEqual(config.correlationHeaders, ["x-cid", "x-leg"]);
});

test("a file that is named must be there and must be TOML", () => {
  for (const path of ["/nonexistent/sipglass.toml", fileWith("[hep\n")]) {
    const result = loadConfig({ flags: { config: path }, environment: {} });
    assert.ok(!result.ok && result.faults.length === 1, path);
  }
});

test("every setting is in docs/reference/config.md, and nothing else is", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../docs/reference/config.md"), "utf8");
  const documented = [...text.matchAll(/^\| `(SIPGLASS_\w+)`/gm)].map((match) => match[1]);
  assert.deepEqual(documented.sort(), Object.values(SETTINGS).map(({ env }) => env).sort());
});
