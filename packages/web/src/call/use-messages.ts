// The messages of several legs as one list: in the order of the ladder, each with its leg, and what is known to be missing.
import { useMemo } from "react";
import { useLegMessages } from "../api/questions.ts";
import type { CallJson, Ladder, MessageJson } from "../api/shapes.ts";
import { legsByRef } from "../legs/leg-ladder.ts";

export function useMessages(legs: readonly CallJson[], ladder: Ladder | undefined) {
  const answers = useLegMessages(legs);
  const lists = answers.map(({ data }) => data);
  const complete = lists.length > 0 && lists.every((list) => list !== undefined);
  // As many lists as legs: a memo cannot depend on each, but on when they came.
  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const all = (): MessageJson[] => lists.flatMap((list) => list?.items ?? []);
  const messages = useMemo(() => (complete && ladder ? inOrder(ladder, all()) : undefined), [complete, ladder, stamp]);
  const legOf = useMemo(() => legsByRef(lists.map((list) => list?.items ?? [])), [stamp]);
  const partial = lists.filter((list) => list?.partial);
  return {
    answers,
    messages,
    legOf,
    whole: complete && partial.length === 0,
    warnings: partial.length > 0 ? [...new Set(partial.flatMap((list) => list?.warnings ?? []))] : null,
  };
}

/** By the ladder, which knows better than the clocks; each packet once. */
function inOrder(ladder: Ladder, messages: readonly MessageJson[]): MessageJson[] {
  const place = new Map(ladder.rows.map(({ ref }, index) => [ref, index]));
  const once = [...new Map(messages.map((message) => [message.ref, message])).values()];
  return once.toSorted((a, b) => (place.get(a.ref) ?? ladder.rows.length) - (place.get(b.ref) ?? ladder.rows.length));
}
