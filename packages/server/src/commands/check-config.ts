// `check-config`: every setting with its value and where it came from; or every fault at once.
import type { Config, Fault } from "../config.ts";
import { SETTINGS } from "../settings.ts";

export function checkConfig(config: Config): number {
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const value = config[name as keyof typeof SETTINGS];
    const shown = "secret" in setting && setting.secret && value !== "" ? "(set)" : show(value);
    console.log(`${setting.env.padEnd(32)} ${shown.padEnd(28)} ${config.origins[name] ?? "default"}`);
  }
  for (const warning of config.warnings) console.log(`warning: ${warning}`);
  return 0;
}

function show(value: unknown): string {
  if (value === null) return "off";
  if (typeof value === "object" && "host" in value && "port" in value) return `${String(value.host)}:${String(value.port)}`;
  if (typeof value === "object" && "networks" in value && "name" in value) return `${String(value.name)}=${show(value.networks)}`;
  if (typeof value === "object" && "group" in value && "value" in value) return `${String(value.group)}=${String(value.value)}`;
  return Array.isArray(value) ? value.map(show).join(",") : String(value);
}

export function printFaults(faults: readonly Fault[]): void {
  console.error(`sipglass: the configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:`);
  for (const { where, problem, help } of faults) console.error(`  ${where}: ${problem}\n      ${help}`);
}
