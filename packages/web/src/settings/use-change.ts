// Changes what settings show, and asks the lists that it touches again.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import type { RequestOptions } from "../api/request.ts";
import type { List } from "../api/shapes.ts";

/** One list of the API by its path. */
export const useList = <T>(path: string) =>
  useQuery({ queryKey: ["settings", path], queryFn: ({ signal }) => request<List<T>>(path, { signal }) });

interface Change extends RequestOptions {
  path: string;
}

export function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...options }: Change) => request<unknown>(path, options),
    onSuccess: () => client.invalidateQueries({ queryKey: ["settings"] }),
  });
}
