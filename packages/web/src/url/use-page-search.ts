// The page's state in the URL as a hook: read it, patch it. A patch with undefined takes a part away.
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { answeringPage } from "./answering-page.ts";
import { pathBelow } from "./base-path.ts";
import { askedQuery } from "../query/kinds.ts";
import { readSearch } from "./page-search.ts";
import type { PageSearch } from "./page-search.ts";

export type SearchPatch = { [K in keyof PageSearch]?: PageSearch[K] | undefined };

export interface PageSearchHook {
  search: PageSearch;
  /** As the address is at this moment: what is drawn follows a moment later, and keys may come faster. */
  latest: () => PageSearch;
  /** The query as it is sent to the API. */
  asked: string;
  patch: (patch: SearchPatch, options?: { replace?: boolean }) => void;
  /** The same, and to the page that answers questions: the overview and an opened file stay, from elsewhere it is the list of calls. */
  ask: (patch: SearchPatch) => void;
}

export function usePageSearch(): PageSearchHook {
  const search: PageSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const router = useRouter();
  const latest = useCallback((): PageSearch => readSearch({ ...router.latestLocation.search }), [router]);
  const patch = useCallback(
    (part: SearchPatch, { replace = false } = {}) => void navigate({ to: ".", search: (now) => readSearch({ ...now, ...part }), replace }),
    [navigate],
  );
  const ask = useCallback(
    (part: SearchPatch) =>
      void navigate({ to: answeringPage(pathBelow(location.pathname)), search: (now) => readSearch({ ...carried(now), dash: now.dash, ...part }) }),
    [navigate],
  );
  return { search, asked: askedQuery(search.q ?? "", search.kinds === "all"), latest, patch, ask };
}

/** What a link to another page carries along: the question, not the selection. */
export const carried = ({ q, from, to, live, kinds, group, cols }: PageSearch): PageSearch => readSearch({ q, from, to, live, kinds, group, cols });
