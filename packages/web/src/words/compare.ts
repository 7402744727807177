// Words of several calls in one ladder.
import { counted } from "./count.ts";

export const COMPARE_WORDS = {
  title: (count: number): string => `${counted(count, "call")} in one ladder`,
  back: "Back to the list",
  gone: "Some of these calls are not there any more, or you may not see them.",
  none: "No calls were chosen",
  noneHelp: "Mark calls in the list with x or with Shift and a click, then press Shift and Enter.",
  list: "To the calls",
} as const;
