// The query behind a count of an outcome, such that it finds what was counted.
import type { CallState } from "@sipglass/model";
import type { Grouping } from "../api/questions.ts";
import { addTerm, narrow } from "./edit.ts";

/**
 * Sessions are counted by the state of their earliest leg that matches. Where that is the first leg of each (`further` is 0) it is asked for; otherwise
 * a session whose later leg has the state is found as well.
 */
export function ofOutcome(query: string, states: readonly CallState[], group: Grouping, further: number | undefined): string {
  const narrowed = narrow(query, `state:${states.join(",")}`);
  return group === "session" && further === 0 ? addTerm(narrowed, "leg", "first", false) : narrowed;
}
