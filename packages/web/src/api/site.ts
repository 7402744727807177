// What the page asks about the installation itself, as hooks.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "./request.ts";
import type { AliasJson, HealthJson, ImportJson } from "./site-shapes.ts";
import type { List } from "./shapes.ts";

const HEALTH_EVERY_MS = 5000;
/** Fast while something runs, so that the bar moves. */
const RUNNING_EVERY_MS = 1000;
const IMPORTS_EVERY_MS = 10_000;

export const useHealth = () =>
  useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => request<HealthJson>("health", { signal }),
    refetchInterval: HEALTH_EVERY_MS,
    placeholderData: keepPreviousData,
  });

export const useImports = () =>
  useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) => request<List<ImportJson>>("imports", { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(({ state: of }) => of === "running") ? RUNNING_EVERY_MS : IMPORTS_EVERY_MS),
    placeholderData: keepPreviousData,
  });

/** Under the key of what settings show, so that a change there asks again. */
export const useAliases = () =>
  useQuery({ queryKey: ["settings", "aliases"], queryFn: ({ signal }) => request<List<AliasJson>>("aliases", { signal }) });
