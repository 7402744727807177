// What the page asks the API, as hooks. Stale answers stay on show until the new ones come.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { isOpen } from "@sipglass/model";
import type { RangeText } from "../url/time-range.ts";
import { request } from "./request.ts";
import type { AgentJson, CallJson, CallsList, Histogram, Ladder, List, MessagesList, RegistrationJson, User } from "./shapes.ts";

const PAGE = 200;

export const useMe = () =>
  useQuery({ queryKey: ["me"], queryFn: ({ signal }) => request<User>("auth/me", { signal }), staleTime: Infinity, retry: false });

export function useCalls(q: string, range: RangeText) {
  return useInfiniteQuery({
    queryKey: ["calls", q, range.from, range.to ?? ""],
    queryFn: ({ pageParam, signal }) =>
      request<CallsList>("calls", { params: { q, from: range.from, to: range.to, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function useHistogram(q: string, range: RangeText, buckets: number, everyMs: number | false) {
  return useQuery({
    queryKey: ["histogram", q, range.from, range.to ?? "", buckets],
    queryFn: ({ signal }) => request<Histogram>("calls/histogram", { params: { q, from: range.from, to: range.to, buckets }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    enabled: buckets > 0,
  });
}

/** The call as a list already loaded it, so that its page opens with words at once. */
function fromLists(client: QueryClient, id: string): CallJson | undefined {
  for (const [, pages] of client.getQueriesData<InfiniteData<CallsList>>({ queryKey: ["calls"] })) {
    const call = pages?.pages.flatMap((page) => page.items).find((each) => each.id === id);
    if (call) return call;
  }
  return undefined;
}

const OPEN_POLL_MS = 2000;

export function useCall(id: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["call", id],
    queryFn: ({ signal }) => request<CallJson>(`calls/${encodeURIComponent(id)}`, { signal }),
    enabled: id !== "",
    placeholderData: () => fromLists(client, id),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data.state) ? OPEN_POLL_MS : false),
  });
}

const part =
  <T>(id: string, name: string) =>
  ({ signal }: { signal: AbortSignal }) =>
    request<T>(`calls/${encodeURIComponent(id)}/${name}`, { signal });

/** `revision` in the key: a call that grew is asked again, while its older ladder stays on show. */
export const ladderQuestion = (id: string, revision: number) => ({
  queryKey: ["ladder", id, revision],
  queryFn: part<Ladder>(id, "ladder?format=json"),
  staleTime: 60_000,
});
export const messagesQuestion = (id: string, revision: number) => ({
  queryKey: ["messages", id, revision],
  queryFn: part<MessagesList>(id, "messages"),
  staleTime: 60_000,
});

const sameCall =
  (id: string) =>
  <T>(previous: T | undefined, query: { queryKey: readonly unknown[] } | undefined): T | undefined =>
    query?.queryKey[1] === id ? previous : undefined;

export const useLadder = (id: string, revision: number) =>
  useQuery({ ...ladderQuestion(id, revision), placeholderData: sameCall(id), enabled: id !== "" });
export const useMessages = (id: string, revision: number) =>
  useQuery({ ...messagesQuestion(id, revision), placeholderData: sameCall(id), enabled: id !== "" });

export const useAgents = () =>
  useQuery({
    queryKey: ["agents"],
    queryFn: ({ signal }) => request<List<AgentJson>>("agents", { signal }),
    refetchInterval: 5000,
    placeholderData: keepPreviousData,
  });

export const useRegistrations = (prefix: string) =>
  useQuery({
    queryKey: ["registrations", prefix],
    queryFn: ({ signal }) => request<List<RegistrationJson>>("registrations", { params: { prefix, limit: 1000 }, signal }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });

export const useComplete = (field: string, prefix: string) =>
  useQuery({
    queryKey: ["complete", field, prefix],
    queryFn: ({ signal }) => request<{ items: string[] }>("complete", { params: { field, prefix, limit: 8 }, signal }),
    enabled: field !== "",
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
