// Somebody says that two legs are one session, or that they are not; everything that tells of sessions is asked again.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import type { LinkJson } from "../api/shapes.ts";

export interface Decision {
  link: LinkJson;
  verdict: "confirmed" | "split";
}

const TELLS_OF_SESSIONS = ["session", "links", "ladder", "findings", "call", "calls"];

export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ link: { from, to }, verdict }: Decision) =>
      request<unknown>(`calls/${encodeURIComponent(from)}/links`, { method: "POST", body: { to, verdict } }),
    onSuccess: () => Promise.all(TELLS_OF_SESSIONS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
