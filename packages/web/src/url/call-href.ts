// Address of a call's page, for the many plain links of lists: building one must cost next to nothing.
import { BASE_PATH } from "./base-path.ts";
import { printSearchText } from "./page-search.ts";
import type { PageSearch } from "./page-search.ts";

export const callHref = (id: string, search: PageSearch): string => `${BASE_PATH}/calls/${encodeURIComponent(id)}${printSearchText(search)}`;

/** A click that the browser should not handle itself: no new tab, no new window, no download. */
export const isPlainClick = (event: { button: number; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
