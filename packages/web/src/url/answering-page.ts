// Where a question asked in the search bar is answered: the page that lists or counts what it finds.
import { fileKeyOf } from "../capture/local-id.ts";

const STAYING: ReadonlySet<string> = new Set(["overview", "files", "live", "dashboards"]);

/** A call of an opened file leads back to that file. */
export function answeringPage(pathname: string): string {
  const [, page = "", id = ""] = pathname.split("/");
  if (STAYING.has(page)) return pathname;
  const key = page === "calls" ? fileKeyOf(decodeURIComponent(id)) : undefined;
  return key === undefined ? "/" : `/files/${key}`;
}
