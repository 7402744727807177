// What a setting is: where it may come from, its default, and how its text is read.
import type { Read } from "./setting-values.ts";

export interface Setting<T> {
  flag: string;
  env: string;
  /** Older names that other tools use, in order of precedence. */
  aliases?: readonly string[];
  /** Keys in the TOML file. */
  keys?: readonly string[];
  default: T | ((cores: number) => T);
  parse(text: string): Read<T>;
  help: string;
  secret?: boolean;
}

export const setting = <T>(value: Setting<T>): Setting<T> => value;
