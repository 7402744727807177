// The form that the model's nouns have in JSON, as types and as values: snake_case, times as RFC 3339 without their unit.
// What is found in a dropped file comes as nouns and is shown by the same words as what the server sends.
import { toRfc3339 } from "@sipglass/model";

type SnakeTail<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? (First extends Lowercase<First> ? First : `_${Lowercase<First>}`) : First}${SnakeTail<Rest>}`
  : Text;
type JsonName<Name extends string> = SnakeTail<Name extends `${infer Moment}Us` ? Moment : Name>;

export type JsonOf<T> = T extends readonly (infer Item)[]
  ? JsonOf<Item>[]
  : T extends object
    ? { [K in keyof T & string as JsonName<K>]: K extends `${string}Us` ? string | null : JsonOf<T[K]> }
    : T;

const jsonName = (name: string): string => name.replace(/Us$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export function jsonOf<T>(value: T): JsonOf<T> {
  return convert(value) as JsonOf<T>;
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      jsonName(name),
      name.endsWith("Us") && typeof each === "number" ? (each === 0 ? null : toRfc3339(each)) : convert(each),
    ]),
  );
}
