// Regular expressions of queries: RE2 syntax, linear time, the same on live calls (re2js) and in SQL stores (RE2 itself). Unanchored, case-insensitive,
// `.` matches every character.
import { RE2JS } from "re2js";

const MAX_SOURCE = 1000;

/** The first group of a pattern (all that matches, when it has none), or why the source is refused. */
export function compileGroup(source: string): ((text: string) => string | undefined) | string {
  const test = compileRegex(source);
  if (typeof test === "string") return test;
  const regex = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  return (text) => {
    const matcher = regex.matcher(text);
    return matcher.find() ? (matcher.group(Math.min(1, matcher.groupCount())) ?? undefined) : undefined;
  };
}

/** A test for strings, or why the source is refused. */
export function compileRegex(source: string): ((text: string) => boolean) | string {
  if (source.length > MAX_SOURCE) return `it has more than ${MAX_SOURCE} characters`;
  try {
    const regex = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
    return (text) => regex.test(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
