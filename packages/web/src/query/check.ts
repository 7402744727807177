// What is wrong with a query while it is typed, by the same parser that the server has. Loaded when somebody types first.
import { parseQuery } from "@sipglass/model";

export interface QueryCheck {
  message: string;
  position: number;
  /** The query as it was perhaps meant. */
  mended: string | undefined;
}

/** null = fine. What merely is not finished, at its very end, is no fault yet. */
export function checkQuery(query: string): QueryCheck | null {
  if (query.trim() === "") return null;
  const parsed = parseQuery(query, { nowUs: Date.now() * 1000 });
  if (parsed.ok) return null;
  const unfinished = parsed.position >= query.trimEnd().length && parsed.suggestion === undefined;
  return unfinished ? null : { message: parsed.message, position: parsed.position, mended: parsed.suggestion };
}
