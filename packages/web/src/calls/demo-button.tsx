// A day of invented calls at a click, for a server that has none: offered to those who may bring captures in.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { operates } from "../api/operators.ts";
import { useMe } from "../api/questions.ts";
import { request } from "../api/request.ts";
import type { ImportDone } from "../api/shapes.ts";
import { ErrorNotice } from "../ui/notice.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

export function DemoButton() {
  const { data: user } = useMe();
  const { patch } = usePageSearch();
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: () => request<ImportDone>("demo", { method: "POST" }),
    onSuccess: () => {
      patch({ from: "-24h", to: undefined });
      return client.invalidateQueries();
    },
  });
  if (!operates(user)) return null;
  return (
    <>
      <button type="button" className="button" disabled={load.isPending} onClick={() => load.mutate()}>
        {load.isPending ? CALLS_PAGE_WORDS.loadingDemo : CALLS_PAGE_WORDS.loadDemo}
      </button>
      {load.error && <ErrorNotice error={load.error} />}
    </>
  );
}
