// What a person chose for this browser: theme, density, clock zone, width of the message panel, columns. Kept in localStorage.
import { useSyncExternalStore } from "react";
import type { Zone } from "../words/clock.ts";

export interface Settings {
  theme: "auto" | "light" | "dark";
  density: "dense" | "comfortable";
  zone: Zone;
  panel: string;
  /** Columns of the list of calls, "" = the usual. */
  columns: string;
}

const DEFAULTS: Settings = { theme: "auto", density: "dense", zone: "local", panel: "420", columns: "" };
const key = (name: string): string => `sipglass.${name}`;
const listeners = new Set<() => void>();
let current: Settings = load();

function load(): Settings {
  const stored = Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, localStorage.getItem(key(name)) ?? value]));
  return { ...DEFAULTS, ...stored };
}

export function setSetting<K extends keyof Settings>(name: K, value: Settings[K]): void {
  current = { ...current, [name]: value };
  if (value === DEFAULTS[name]) localStorage.removeItem(key(name));
  else localStorage.setItem(key(name), value);
  if (name === "theme" || name === "density") document.documentElement.dataset[name] = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const FINGER = matchMedia("(pointer: coarse)");

/** The pointer is a finger. */
export const isTouched = (): boolean => FINGER.matches;

/** Height of a row of a list that draws only what is in view; `--row` of tokens.css for scripts. */
export const rowPx = ({ density }: Settings): number => (isTouched() ? 44 : density === "dense" ? 28 : 36);

export const useSettings = (): Settings => useSyncExternalStore(subscribe, () => current);
