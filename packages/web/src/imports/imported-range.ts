// Where in the list the calls of an import are: the time that its messages span, and a second to either side.
import { fromRfc3339 } from "@sipglass/model";
import type { ImportDone } from "../api/shapes.ts";
import { absoluteRange } from "../url/time-range.ts";

const MARGIN_US = 1e6;

/** undefined when there is no call, or its time is not known. */
export function importedRange({ calls, from, to }: Pick<ImportDone, "calls" | "from" | "to">): { from: string; to: string } | undefined {
  if (calls === 0 || from === null || to === null) return undefined;
  return absoluteRange(fromRfc3339(from) - MARGIN_US, fromRfc3339(to) + MARGIN_US);
}
