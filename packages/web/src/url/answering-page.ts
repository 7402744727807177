// Where a question asked in the search bar is answered: the page that lists or counts what it finds.
import { fileKeyOf } from "../capture/local-id.ts";

/** A call of an opened file leads back to that file. */
export function answeringPage(pathname: string): string {
  const [, page = "", id = ""] = pathname.split("/");
  if (page === "overview" || page === "files") return pathname;
  const key = page === "calls" ? fileKeyOf(decodeURIComponent(id)) : undefined;
  return key === undefined ? "/" : `/files/${key}`;
}
