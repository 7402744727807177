// Several calls as one story, as the page of a call tells that of its legs: their messages and one ladder of all, without what is understood of each.
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { callQuestion } from "../api/questions.ts";
import { request } from "../api/request.ts";
import type { CallJson, Ladder } from "../api/shapes.ts";
import { useMessages } from "../call/use-messages.ts";
import type { Story } from "../call/use-story.ts";
import { byStart } from "../legs/leg-ladder.ts";

export interface Combined {
  /** undefined while no call is there yet. */
  story: Story | undefined;
  /** Calls that were asked for and are not there. */
  missing: number;
  error: Error | null;
  retry: () => void;
}

export function useCombined(ids: readonly string[]): Combined {
  const asked = useQueries({ queries: ids.map((id) => callQuestion(id)) });
  const settled = asked.every(({ isPending }) => !isPending);
  const stamp = asked.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const legs = useMemo(() => byStart(asked.flatMap(({ data }) => data ?? [])), [stamp]);
  const there = legs.map(({ id }) => id).join();
  const revision = legs.map((leg) => leg.revision).join(".");
  const ladder = useQuery({
    queryKey: ["ladder", there, revision],
    queryFn: ({ signal }) => request<Ladder>("calls/ladder", { params: { ids: there }, signal }),
    placeholderData: keepPreviousData,
    enabled: settled && there !== "",
  });
  const { answers, ...told } = useMessages(settled ? legs : [], ladder.data);
  const [first] = legs;
  const error = [ladder, ...answers].find((each) => each.error !== null)?.error ?? null;
  const retry = (): void => [ladder, ...answers, ...asked].forEach((each) => each.error && void each.refetch());
  if (!first) return { story: undefined, missing: settled ? ids.length : 0, error: settled ? (asked[0]?.error ?? null) : null, retry };
  const story: Story = {
    call: first,
    legs: legs as CallJson[],
    possible: [],
    links: [],
    morePossible: 0,
    ladder: ladder.data,
    ...told,
    diagnosis: undefined,
    diagnosing: false,
    quality: undefined,
    readOnly: false,
    error,
    lesserError: null,
    retry,
  };
  return { story, missing: settled ? ids.length - legs.length : 0, error, retry };
}
