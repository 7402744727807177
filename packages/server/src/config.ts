// Configuration: flags > SIPGLASS_* > HEPLIFYSERVER_*/seed names > file > defaults. The only file that reads the environment.
// Returns one frozen value, or a list of every fault at once.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parse as parseToml } from "smol-toml";
import { takeHomerAccess } from "./homer-access.ts";
import { accessFaults, accessWarnings } from "./settings-access.ts";
import { heplifyInstead, keyInstead } from "./old-world.ts";
import type { Setting } from "./setting.ts";
import { SETTINGS, type Settings } from "./settings.ts";

export type { Settings } from "./settings.ts";

export interface Fault {
  /** Where the value came from: `SIPGLASS_HTTP`, `--http`, `sipglass.toml: hep.udp`. */
  where: string;
  problem: string;
  /** What to do. */
  help: string;
}

export interface Config extends Settings {
  /** Where each non-default setting came from, for `check-config`. */
  origins: Record<string, string>;
  warnings: string[];
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; faults: Fault[] };

export interface ConfigSources {
  flags: Record<string, string>;
  environment: Record<string, string | undefined>;
}

interface Found {
  text: string;
  where: string;
}

export function loadConfig(sources: ConfigSources = { flags: {}, environment: process.env }): ConfigResult {
  const faults: Fault[] = [];
  const warnings: string[] = [];
  const file = readConfigFile(sources, faults);
  const settings: Record<string, unknown> = {};
  const origins: Record<string, string> = {};
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const found = findValue(name, setting, sources, file, faults);
    if (!found) {
      settings[name] = typeof setting.default === "function" ? setting.default(cpus().length) : setting.default;
      continue;
    }
    const result = setting.parse(found.text);
    if (result.ok) {
      settings[name] = result.value;
      origins[name] = found.where;
    } else {
      faults.push({ where: found.where, problem: `"${setting.secret ? "…" : found.text.replace(/\/\/[^@/]*@/, "//…@")}" ${result.problem}`, help: setting.help });
    }
  }
  warnOfUnknown(sources, file, warnings);
  if (faults.length > 0) return { ok: false, faults };
  const whole = settings as unknown as Settings;
  const together = accessFaults(whole);
  if (together.length > 0) return { ok: false, faults: together };
  return { ok: true, config: Object.freeze({ ...whole, origins, warnings: [...warnings, ...accessWarnings(whole)] }) };
}

/** Flat `section.key` → text of the TOML file; lists become comma-separated, as in the environment. */
function readConfigFile(sources: ConfigSources, faults: Fault[]): Map<string, Found> {
  const named = sources.flags["config"] ?? sources.environment["SIPGLASS_CONFIG"];
  const path = named ?? "sipglass.toml";
  const values = new Map<string, Found>();
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (named) faults.push({ where: path, problem: `cannot be read: ${(error as Error).message}`, help: "Name an existing file with --config or SIPGLASS_CONFIG." });
    return values;
  }
  try {
    flatten(parseFile(path, text), "", (key, value) => values.set(key.toLowerCase(), { text: value, where: `${path}: ${key}` }));
  } catch (error) {
    faults.push({ where: path, problem: `is not ${path.endsWith(".json") ? "JSON" : "TOML"}: ${(error as Error).message.split("\n")[0]}`, help: "Mend the line that is named." });
  }
  takeHomerAccess(values);
  return values;
}

/** TOML; JSON when the name says so (webapp_config.json of homer-app). */
function parseFile(path: string, text: string): Record<string, unknown> {
  return (path.endsWith(".json") ? JSON.parse(text) : parseToml(text)) as Record<string, unknown>;
}

function flatten(table: Record<string, unknown>, prefix: string, onValue: (key: string, value: string) => void): void {
  for (const [key, value] of Object.entries(table)) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (Array.isArray(value)) onValue(path, value.join(","));
    else if (value !== null && typeof value === "object" && !(value instanceof Date)) flatten(value as Record<string, unknown>, path, onValue);
    else onValue(path, String(value));
  }
}

function findValue(name: string, setting: Setting<unknown>, sources: ConfigSources, file: Map<string, Found>, faults: Fault[]): Found | undefined {
  const flag = sources.flags[setting.flag];
  if (flag !== undefined) return { text: flag, where: `--${setting.flag}` };
  for (const variable of [setting.env, ...(setting.aliases ?? [])]) {
    const found = fromEnvironment(variable, sources.environment, faults);
    if (found) return found;
  }
  for (const key of setting.keys ?? [name]) {
    const found = file.get(key.toLowerCase());
    if (found) return found;
  }
  return undefined;
}

/** `NAME`, or the content of the file that `NAME_FILE` points to (Docker and Kubernetes secrets). Empty means unset, as in heplify-server. */
function fromEnvironment(variable: string, environment: ConfigSources["environment"], faults: Fault[]): Found | undefined {
  const text = environment[variable];
  if (text !== undefined && text !== "") return { text, where: variable };
  const path = environment[`${variable}_FILE`];
  if (!path) return undefined;
  try {
    return { text: readFileSync(path, "utf8").trim(), where: `${variable}_FILE` };
  } catch (error) {
    faults.push({ where: `${variable}_FILE`, problem: `"${path}" cannot be read: ${(error as Error).message}`, help: "Mount the secret or set the variable itself." });
    return undefined;
  }
}

/** A name of heplify-server or homer-app says what takes its place. */
const ignored = (name: string, instead: string | undefined): string => (instead === undefined ? `${name} is not a setting of sipglass and is ignored.` : `${name} is not needed: ${instead}.`);

/** Unknown names of ours are warned about, with the nearest known one: a typing error must not pass silently. */
function warnOfUnknown(sources: ConfigSources, file: Map<string, Found>, warnings: string[]): void {
  const known = new Set(["SIPGLASS_CONFIG", "SIPGLASS_CORPUS", "SIPGLASS_URL", "SIPGLASS_TOKEN", ...Object.values(SETTINGS).flatMap((s) => [s.env, ...(s.aliases ?? [])])]);
  for (const variable of Object.keys(sources.environment)) {
    if (!/^(SIPGLASS|HEPLIFYSERVER)_/.test(variable) || known.has(variable) || known.has(variable.replace(/_FILE$/, ""))) continue;
    warnings.push(ignored(variable, heplifyInstead(variable)));
  }
  const keys = new Set(Object.entries(SETTINGS).flatMap(([name, s]) => (s.keys ?? [name]).map((key) => key.toLowerCase())));
  for (const [key, found] of file) if (!keys.has(key)) warnings.push(ignored(found.where, keyInstead(key)));
  const flags = new Set(["config", ...Object.values(SETTINGS).map((s) => s.flag)]);
  for (const flag of Object.keys(sources.flags)) if (!flags.has(flag)) warnings.push(`--${flag} is not a setting of sipglass and is ignored.`);
}
