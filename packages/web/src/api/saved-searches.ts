// Searches kept under a name on the server: one's own, and those that others share.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { List } from "./shapes.ts";

export interface SavedSearchJson {
  id: string;
  user: string;
  name: string;
  query: string;
  shared: boolean;
}

export const useSavedSearches = (on = true) =>
  useQuery({
    queryKey: ["saved-searches"],
    queryFn: ({ signal }) => request<List<SavedSearchJson>>("saved-searches", { signal }),
    staleTime: 60_000,
    enabled: on,
  });

type Change =
  | { type: "create"; name: string; query: string; shared: boolean }
  | { type: "change"; id: string; shared: boolean }
  | { type: "remove"; id: string };

function send(change: Change): Promise<unknown> {
  if (change.type === "create") {
    const { name, query, shared } = change;
    return request("saved-searches", { method: "POST", body: { name, query, shared } });
  }
  const path = `saved-searches/${encodeURIComponent(change.id)}`;
  return change.type === "remove"
    ? request(path, { method: "DELETE" })
    : request(path, { method: "PATCH", body: { shared: change.shared } });
}

export function useChangeSavedSearches() {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ["saved-searches"] }) });
}
