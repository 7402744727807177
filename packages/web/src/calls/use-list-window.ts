// Fetches the part of a list that is in memory: its beginning, what lies beyond its ends, and any other place. Kept while its page is away, so that
// coming back from a call shows what was there.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { callsQuestion } from "../api/questions.ts";
import { server } from "../api/server-state.ts";
import type { Grouping } from "../api/questions.ts";
import type { RangeText } from "../url/time-range.ts";
import { chunkOf, EMPTY_WINDOW, extended, headReplaced, NEWEST, placeBeyond } from "./list-window.ts";
import type { Chunk, ListWindow, Place, Side } from "./list-window.ts";

const PAGE = 200;

interface Held {
  /** The question that the window answers; "" before the first answer. */
  question: string;
  window: ListWindow;
  /** Grows when the window is another one, not the same with more. */
  seeks: number;
  error: Error | null;
}

export interface ListWindowHook extends Held {
  /** The first answer to this question is not there yet. */
  pending: boolean;
  extend: (side: Side) => void;
  /** Replaces the window by what is there. Resolves when it is shown. */
  seek: (place: Place) => Promise<void>;
  /** Asks the beginning again, and puts it in place of what it covers. */
  renewHead: () => void;
}

const NOTHING: Held = { question: "", window: EMPTY_WINDOW, seeks: 0, error: null };

export function useListWindow(q: string, range: RangeText, group: Grouping): ListWindowHook {
  const client = useQueryClient();
  const question = `${q} ${range.from} ${range.to ?? ""} ${group}`;
  const kept = ["list", question];
  const [held, setHeld] = useState<Held>(() => client.getQueryData<Held>(kept) ?? NOTHING);
  const asking = useRef(new Map<string, object>());
  const latest = useRef({ question, held });
  useEffect(() => {
    latest.current = { question, held };
    if (held.question === question && held.error === null) client.setQueryData(kept, held);
  });

  const ask = useCallback(
    async (place: Place): Promise<Chunk> =>
      chunkOf(place, await client.fetchQuery({ ...callsQuestion(q, range, group, place, PAGE), retry: 1 })),
    [client, question],
  );
  /** One of a name at a time; an answer that nobody waits for any more is dropped. */
  const run = useCallback(
    async (name: string, place: Place, take: (now: Held, chunk: Chunk) => Held): Promise<void> => {
      if (asking.current.has(name)) return;
      // The name may be another's by the time the answer comes: that of the next question.
      const own = {};
      asking.current.set(name, own);
      const isAwaited = (): boolean => latest.current.question === question && asking.current.get(name) === own;
      try {
        const chunk = await ask(place);
        if (isAwaited()) setHeld((now) => ({ ...take(now, chunk), question, error: null }));
      } catch (error) {
        if (isAwaited() && error instanceof Error)
          setHeld((now) => (now.question === question ? { ...now, error } : { ...NOTHING, seeks: now.seeks, question, error }));
      } finally {
        if (asking.current.get(name) === own) asking.current.delete(name);
      }
    },
    [ask, question],
  );
  const seek = useCallback(
    (place: Place): Promise<void> => {
      // What is asked beyond the ends of the old window must not be put to the new one.
      asking.current.clear();
      return run(`seek ${JSON.stringify(place)}`, place, (now, chunk) => ({ ...now, window: { chunks: [chunk] }, seeks: now.seeks + 1 }));
    },
    [run],
  );
  const extend = useCallback(
    (side: Side): void => {
      const { held: now } = latest.current;
      const place = placeBeyond(now.window, side);
      // After an error only the reader asks again.
      if (place === null || now.question !== question || now.error !== null) return;
      void run(side, place, (then, chunk) => (then.seeks === now.seeks ? { ...then, window: extended(then.window, side, chunk) } : then));
    },
    [run, question],
  );
  const renewHead = useCallback(
    (): void => void run("head", NEWEST, (now, chunk) => ({ ...now, window: headReplaced(now.window, chunk) })),
    [run],
  );

  useEffect(() => {
    asking.current.clear();
    const before = client.getQueryData<Held>(kept);
    if (before) setHeld(before);
    else void seek(NEWEST);
  }, [question]);
  // A list that failed while the server was away is asked again when it is back; live changes wait for that.
  useEffect(
    () =>
      server.subscribe(() => {
        const { held: now } = latest.current;
        if (server.state() !== "back" || now.error === null) return;
        if (now.question === question && now.window.chunks.length > 0) renewHead();
        else void seek(NEWEST);
      }),
    [question, renewHead, seek],
  );
  const pending = held.question !== question;
  return useMemo(() => ({ ...held, pending, extend, seek, renewHead }), [held, pending, extend, seek, renewHead]);
}
