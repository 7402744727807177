// The settings in force, as they are shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "./config.ts";
import { settingLines } from "./setting-lines.ts";
import { SETTINGS } from "./settings.ts";

const linesOf = (environment: Record<string, string>) => {
  const loaded = loadConfig({ flags: {}, environment });
  assert.ok(loaded.ok);
  return new Map(settingLines(loaded.config).map((line) => [line.env, line]));
};

test("every setting is told with the variable that changes it, and a value that may be written there", () => {
  const lines = linesOf({ SIPGLASS_RETENTION_CALL: "30d", SIPGLASS_HTTP: "0.0.0.0:9080", SIPGLASS_TRUNKS: "carrier-a=203.0.113.0/24", SIPGLASS_CODECS: "EVS=8/20/fb" });
  assert.equal(lines.size, Object.keys(SETTINGS).length);
  const shown = (env: string): unknown => [lines.get(env)?.value, lines.get(env)?.origin];
  assert.deepEqual(shown("SIPGLASS_RETENTION_CALL"), ["30d", "SIPGLASS_RETENTION_CALL"]);
  assert.deepEqual(shown("SIPGLASS_CLOCK_TOLERANCE"), ["1d", ""]);
  assert.deepEqual(shown("SIPGLASS_HTTP"), ["0.0.0.0:9080", "SIPGLASS_HTTP"]);
  assert.deepEqual(shown("SIPGLASS_HEP_TLS"), ["off", ""]);
  assert.deepEqual(shown("SIPGLASS_QUEUE"), ["12MiB", ""]);
  assert.deepEqual(shown("SIPGLASS_TRUNKS"), ["carrier-a=203.0.113.0/24", "SIPGLASS_TRUNKS"]);
  assert.deepEqual(shown("SIPGLASS_CODECS"), ["EVS=8/20/fb", "SIPGLASS_CODECS"]);
});

test("what is shown reads back as the value in force", () => {
  const given = { SIPGLASS_RETENTION_LOG: "36h", SIPGLASS_LINGER: "1500ms", SIPGLASS_SPOOL: "1500MB", SIPGLASS_OWN_NETWORKS: "10.0.0.0/8,192.168.0.0/16", SIPGLASS_TRUNKS: "a=192.0.2.1,b=203.0.113.0/24" };
  const first = linesOf(given);
  const written = Object.fromEntries([...first.values()].filter(({ env }) => env in given).map(({ env, value }) => [env, value]));
  const second = linesOf(written);
  for (const env of Object.keys(given)) assert.equal(second.get(env)?.value, first.get(env)?.value, env);
  assert.deepEqual(written["SIPGLASS_LINGER"], "1500ms");
});

test("a secret is never shown, only that it is set", () => {
  const text = JSON.stringify([...linesOf({ SIPGLASS_ADMIN_PASSWORD: "swordfish-1", SIPGLASS_HEP_AUTH_KEY: "swordfish-2" }).values()]);
  assert.ok(!text.includes("swordfish"));
  assert.equal(linesOf({ SIPGLASS_HEP_AUTH_KEY: "swordfish-2" }).get("SIPGLASS_HEP_AUTH_KEY")?.value, "set");
  assert.equal(linesOf({}).get("SIPGLASS_HEP_AUTH_KEY")?.value, "");
});
