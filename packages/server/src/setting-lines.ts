// The settings in force as people read them: value, where it came from, and the variable that changes it. Secrets are only said to be set.
import type { Config } from "./config.ts";
import type { SettingLine } from "./serve/serving.ts";
import type { Setting } from "./setting.ts";
import { SETTINGS } from "./settings.ts";

const DURATIONS = [["w", 604_800e6], ["d", 86_400e6], ["h", 3600e6], ["m", 60e6], ["s", 1e6], ["ms", 1e3], ["us", 1]] as const;
const SIZES = [["TiB", 1024 ** 4], ["GiB", 1024 ** 3], ["MiB", 1024 ** 2], ["kiB", 1024], ["", 1]] as const;

/** In the largest unit that leaves nothing over; weeks only when days would be many. */
function inUnits(value: number, units: readonly (readonly [string, number])[]): string {
  if (value === 0) return "0";
  const [unit, size] = units.find(([, each]) => value % each === 0) ?? ["", 1];
  return `${value / size}${unit}`;
}

export function settingText(name: string, value: unknown): string {
  if (value === null) return "off";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "off";
    if (name.endsWith("Us")) return inUnits(value, DURATIONS.slice(1));
    return name.endsWith("Bytes") ? inUnits(value, SIZES) : String(value);
  }
  if (Array.isArray(value)) return value.map((each) => settingText("", each)).join(",");
  return typeof value === "object" ? partsText(value as Record<string, unknown>) : String(value);
}

/** An address, a trunk, or the values of a codec; what is none of them says its parts. */
function partsText(value: Record<string, unknown>): string {
  if ("host" in value && "port" in value) return `${String(value["host"])}:${String(value["port"])}`;
  if ("name" in value && "ie" in value)
    return `${String(value["name"])}=${String(value["ie"])}/${String(value["bpl"])}${"scale" in value ? `/${String(value["scale"])}` : ""}`;
  const [name, ...rest] = Object.values(value).map(String);
  return rest.length === 0 ? (name ?? "") : `${name ?? ""}=${rest.join("/")}`;
}

const SET = "set";

export function settingLines(config: Config): SettingLine[] {
  const values = config as unknown as Record<string, unknown>;
  return Object.entries<Setting<unknown>>(SETTINGS).map(([name, { env, flag, help, secret = false }]) => {
    const text = settingText(name, values[name]);
    return { name, env, flag, value: secret ? (text === "" ? "" : SET) : text, origin: config.origins[name] ?? "", help, secret };
  });
}
