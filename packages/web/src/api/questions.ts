// What the page asks the API, as hooks. Stale answers stay on show until the new ones come.
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { isOpen } from "@sipglass/model";
import type { Place } from "../calls/list-window.ts";
import type { PageSearch } from "../url/page-search.ts";
import type { RangeText } from "../url/time-range.ts";
import { isLocal } from "../capture/local-id.ts";
import { request } from "./request.ts";
import { isShared, sharedAnswer, sharedObject } from "./shared.ts";
import type { Params } from "./request.ts";
import type {
  AgentJson,
  CallJson,
  CallsList,
  DiagnosisJson,
  Histogram,
  Ladder,
  LinksJson,
  List,
  MessagesList,
  NegotiationJson,
  QualityJson,
  RegistrationJson,
  SessionRowJson,
  ShareJson,
  User,
} from "./shapes.ts";

/** Of a file that was opened here, the same questions are answered here. */
const local = async <T>(id: string, name: string): Promise<T> => (await import("../capture/opened-files.ts")).answerOf(id, name) as T;

const part =
  <T>(id: string, name: string) =>
  ({ signal }: { signal: AbortSignal }) =>
    isLocal(id)
      ? local<T>(id, name)
      : isShared(id)
        ? (sharedAnswer(id, name, signal) as Promise<T>)
        : request<T>(`calls/${encodeURIComponent(id)}${name === "" ? "" : `/${name}`}`, { signal });

export const useMe = () =>
  useQuery({ queryKey: ["me"], queryFn: ({ signal }) => request<User>("auth/me", { signal }), staleTime: Infinity, retry: false });

export type Grouping = "session" | "leg";

/** What the page lists and counts. */
export const groupingOf = ({ group }: PageSearch): Grouping => (group === "legs" ? "leg" : "session");

/** One answer of the list, whatever its rows are: the calls that stand for them, and how many legs their sessions have. */
export interface CallsPageJson extends CallsList {
  /** By session id. */
  legs: [string, number][];
}

async function askCalls(params: Params, group: Grouping, signal: AbortSignal): Promise<CallsPageJson> {
  if (group === "leg") return { ...(await request<CallsList>("calls", { params, signal })), legs: [] };
  const page = await request<List<SessionRowJson>>("calls", { params: { ...params, group }, signal });
  return { ...page, items: page.items.map(({ call }) => call), legs: page.items.map(({ session_id, legs }) => [session_id, legs]) };
}

/** One answer of the list, from a place on; kept a while, so that a call opens with the words that the list has. */
export const callsQuestion = (q: string, range: RangeText, group: Grouping, place: Place, limit: number) => ({
  queryKey: ["calls", q, range.from, range.to ?? "", group, place, limit],
  queryFn: ({ signal }: { signal: AbortSignal }) => askCalls({ q, from: range.from, to: range.to, limit, ...place }, group, signal),
  staleTime: 0,
  gcTime: 120_000,
});

/** Legs of sessions that are unfolded in a list, by id of the call that stands for each. */
export const useUnfolded = (ids: readonly string[]) =>
  useQueries({
    queries: ids.map((id) => ({ queryKey: ["links", id, "unfolded"], queryFn: part<LinksJson>(id, "links"), staleTime: 10_000 })),
  });

/** How the API names what is counted. */
export const countParam = (group: Grouping): "sessions" | "legs" => (group === "session" ? "sessions" : "legs");

export function useHistogram(q: string, range: RangeText, group: Grouping, buckets: number, everyMs: number | false) {
  return useQuery({
    queryKey: ["histogram", q, range.from, range.to ?? "", group, buckets],
    queryFn: ({ signal }) =>
      request<Histogram>("calls/histogram", { params: { q, from: range.from, to: range.to, buckets, count: countParam(group) }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    enabled: buckets > 0,
  });
}

/** The call as a list already loaded it, so that its page opens with words at once. */
function fromLists(client: QueryClient, id: string): CallJson | undefined {
  for (const [, page] of client.getQueriesData<CallsPageJson>({ queryKey: ["calls"] })) {
    const call = page?.items.find((each) => each.id === id);
    if (call) return call;
  }
  return undefined;
}

const OPEN_POLL_MS = 2000;

export const callQuestion = (id: string) => ({ queryKey: ["call", id], queryFn: part<CallJson>(id, "") });

export function useCall(id: string) {
  const client = useQueryClient();
  return useQuery({
    ...callQuestion(id),
    enabled: id !== "",
    placeholderData: () => fromLists(client, id),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data.state) ? OPEN_POLL_MS : false),
  });
}

/** `revision` in the key: a call that grew is asked again, while its older ladder stays on show. */
export const ladderQuestion = (id: string, revision: number) => ({
  queryKey: ["ladder", id, revision],
  queryFn: part<Ladder>(id, "ladder"),
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

export const useSessionLadder = (id: string, revision: string, on: boolean) =>
  useQuery({
    queryKey: ["ladder", id, revision],
    queryFn: ({ signal }) =>
      isLocal(id) || isShared(id)
        ? part<Ladder>(id, "session-ladder")({ signal })
        : request<Ladder>(`sessions/${encodeURIComponent(id)}/ladder`, { params: { format: "json" }, signal }),
    placeholderData: sameCall(id),
    staleTime: 60_000,
    enabled: on,
  });

export const useLegMessages = (legs: readonly CallJson[]) =>
  useQueries({ queries: legs.map(({ id, revision }) => ({ ...messagesQuestion(id, revision), placeholderData: sameCall(id) })) });

/** `revision`: findings of an open call change with it. */
export const useFindings = (id: string, revision: string) =>
  useQuery({
    queryKey: ["findings", id, revision],
    queryFn: part<DiagnosisJson>(id, "findings"),
    placeholderData: sameCall(id),
    staleTime: 60_000,
    enabled: id !== "",
  });

/** Of all legs of its session. */
export const useNegotiation = (id: string, revision: string) =>
  useQuery({
    queryKey: ["negotiation", id, revision],
    queryFn: part<NegotiationJson>(id, "negotiation"),
    placeholderData: sameCall(id),
    staleTime: 60_000,
  });

export const useLegQualities = (legs: readonly CallJson[]) =>
  useQueries({
    queries: legs.map(({ id, revision }) => ({
      queryKey: ["quality", id, revision],
      queryFn: part<QualityJson>(id, "quality"),
      placeholderData: sameCall(id),
      staleTime: 60_000,
    })),
  });

export const useLinks = (id: string, revision: string) =>
  useQuery({
    queryKey: ["links", id, revision],
    queryFn: part<LinksJson>(id, "links"),
    placeholderData: sameCall(id),
    staleTime: 10_000,
    enabled: id !== "",
  });

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

/** What a link shows to whoever has it. */
export const useShared = (secret: string) =>
  useQuery({ queryKey: ["shared", secret], queryFn: ({ signal }) => sharedObject(secret, signal), staleTime: 60_000, retry: false });

export const useShares = (on: boolean) =>
  useQuery({ queryKey: ["shares"], queryFn: ({ signal }) => request<List<ShareJson>>("shares", { signal }), enabled: on });
