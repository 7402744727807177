// Several calls as one story, as the page of a call tells that of its legs: their messages and one ladder of all, without what is understood of each.
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { callQuestion, useLegMessages } from "../api/questions.ts";
import { request } from "../api/request.ts";
import type { CallJson, Ladder } from "../api/shapes.ts";
import { inOrder } from "../call/use-story.ts";
import type { Story } from "../call/use-story.ts";
import { byStart, legsByRef } from "../legs/leg-ladder.ts";

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
  const answers = useLegMessages(settled ? legs : []);
  const lists = answers.map(({ data }) => data);
  const messageStamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const complete = lists.length > 0 && lists.every((list) => list !== undefined);
  const messages = useMemo(
    () =>
      complete && ladder.data
        ? inOrder(
            ladder.data,
            lists.flatMap((list) => list?.items ?? []),
          )
        : undefined,
    [complete, ladder.data, messageStamp],
  );
  const legOf = useMemo(() => legsByRef(lists.map((list) => list?.items ?? [])), [messageStamp]);
  const [first] = legs;
  const error = [ladder, ...answers].find((each) => each.error !== null)?.error ?? null;
  const retry = (): void => [ladder, ...answers, ...asked].forEach((each) => each.error && void each.refetch());
  if (!first) return { story: undefined, missing: settled ? ids.length : 0, error: settled ? (asked[0]?.error ?? null) : null, retry };
  const partial = lists.filter((list) => list?.partial);
  const story: Story = {
    call: first,
    legs: legs as CallJson[],
    possible: [],
    links: [],
    morePossible: 0,
    legOf,
    ladder: ladder.data,
    messages,
    whole: complete && partial.length === 0,
    warnings: partial.length > 0 ? [...new Set(partial.flatMap((list) => list?.warnings ?? []))] : null,
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
