// JSON as agents print it by hand: with control characters, trailing commas or a NUL at the end. Undefined when it is none.

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Larger texts are no report. */
const LARGEST = 1024 * 1024;

export function looseJson(text: string): JsonValue | undefined {
  if (text.length > LARGEST) return undefined;
  return tryParse(text) ?? tryParse(mended(text));
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Blanks are as good as control characters between tokens, and inside texts they are what was meant. */
function mended(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters to mend
  const printable = text.replace(/[\x00-\x1f\x7f]/g, " ").trim();
  return printable
    .replace(/,\s*([\]}])/g, "$1")
    .replace(/([[{])\s*,/g, "$1")
    .replace(/\bnan\b|\binf\b/gi, "null");
}
