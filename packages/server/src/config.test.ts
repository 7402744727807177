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

test("the environment of a heplify-server starts sipglass: what means something is taken, the rest says what takes its place", () => {
  const result = loadConfig({
    flags: {},
    environment: {
      HEPLIFYSERVER_HEPADDR: "0.0.0.0:9060", HEPLIFYSERVER_HEPTCPADDR: "''", HEPLIFYSERVER_PROMADDR: "0.0.0.0:9096", HEPLIFYSERVER_DBSHEMA: "homer7", HEPLIFYSERVER_DBDRIVER: "postgres", HEPLIFYSERVER_DBADDR: "db:5432",
      HEPLIFYSERVER_DBDROPDAYS: "7", HEPLIFYSERVER_DISCARDMETHOD: "[OPTIONS,notify]", HEPLIFYSERVER_ALEGIDS: "X-CID", HEPLIFYSERVER_LOGLVL: "info", HEPLIFYSERVER_LOGSTD: "true", HEPLIFYSERVER_NONSENSE: "1",
    },
  });
  assert.ok(result.ok);
  const { hepTcp, discardMethods, retainCallUs, correlationHeaders, warnings } = result.config;
  assert.deepEqual([hepTcp, discardMethods, retainCallUs / 86_400e6, correlationHeaders], [null, ["OPTIONS", "NOTIFY"], 7, ["x-cid"]]);
  assert.equal(warnings.filter((warning) => warning.includes("is not needed: ")).length, 4);
  assert.ok(warnings.includes("HEPLIFYSERVER_NONSENSE is not a setting of sipglass and is ignored."));
});

test("homer.toml and webapp_config.json are read; their databases are not needed", () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-config-"));
  const toml = join(directory, "homer.toml");
  writeFileSync(toml, '[server]\nlisten = "0.0.0.0:9061"\n[database]\ntype = "postgresql"\npassword = "x"\n[hep]\nprotocol = "udp"\n[prometheus]\nenabled = true\nlisten = "0.0.0.0:9097"\n[retention]\nsip_data_days = 30\nrtp_data_days = 3\nlogs_days = 14\n');
  const read = loadConfig({ flags: { config: toml }, environment: {} });
  assert.ok(read.ok);
  const { hepUdp, metrics, retainMediaUs, retainLogUs, warnings } = read.config;
  assert.deepEqual([hepUdp?.port, metrics?.port, retainMediaUs / 86_400e6, retainLogUs / 86_400e6], [9061, 9097, 3, 14]);
  assert.ok(warnings.every((warning) => warning.includes("is not needed: ")) && warnings.length === 4, warnings.join("\n"));
  const json = join(directory, "webapp_config.json");
  writeFileSync(json, JSON.stringify({ http_settings: { host: "0.0.0.0", port: 9180 }, database_data: { localnode: { host: "db" } } }));
  const app = loadConfig({ flags: { config: json }, environment: {} });
  assert.ok(app.ok);
  assert.equal(app.config.http?.port, 9180);
});

test("own values of codecs are NAME=IE/BPL, with a scale behind them where it is another", () => {
  const read = (text: string) => configOf({ environment: { SIPGLASS_CODECS: text } }).codecs;
  assert.deepEqual(read("OPUS=10/20, EVS=8/20.5/fb"), [{ name: "OPUS", ie: 10, bpl: 20 }, { name: "EVS", ie: 8, bpl: 20.5, scale: "fb" }]);
  assert.deepEqual(configOf({}).codecs, []);
  for (const wrong of ["OPUS", "OPUS=10", "OPUS=10/0", "OPUS=x/1", "OPUS=1/1/xb"]) {
    assert.equal(loadConfig({ flags: {}, environment: { SIPGLASS_CODECS: wrong } }).ok, false, wrong);
  }
});
