// Dashboards on the server. A change is shown at once and sent after it, so that arranging feels like arranging.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { List } from "./shapes.ts";

export type PanelKind = "kpi" | "course" | "top" | "distribution" | "week" | "outcomes";

export interface PanelJson {
  id: string;
  kind: PanelKind;
  of: string;
  title: string;
  query: string;
  /** 1 to 3 columns. */
  width: number;
}

export interface DashboardJson {
  id: string;
  user: string;
  name: string;
  shared: boolean;
  panels: PanelJson[];
}

const KEY = ["dashboards"];

export const useDashboards = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => request<List<DashboardJson>>("dashboards", { signal }), staleTime: 30_000 });

type Patch = Partial<Pick<DashboardJson, "name" | "shared" | "panels">>;

export function useChangeDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: Patch }) =>
      request<DashboardJson>(`dashboards/${encodeURIComponent(id)}`, { method: "PATCH", body: patch }),
    scope: { id: "dashboards" },
    onMutate: ({ id, patch }) =>
      client.setQueryData<List<DashboardJson>>(
        KEY,
        (now) => now && { ...now, items: now.items.map((each) => (each.id === id ? { ...each, ...patch } : each)) },
      ),
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useMakeDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<DashboardJson, "name" | "panels">) =>
      request<DashboardJson>("dashboards", { method: "POST", body: { ...body, shared: false } }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRemoveDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(`dashboards/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
