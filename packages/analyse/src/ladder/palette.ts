// The page's colours for what is drawn without the page: a ladder as SVG, a report as one file. Each in light and dark.

export type Colour = readonly [light: string, dark: string];

export const PALETTE = {
  surface: ["#ffffff", "#15191e"],
  sunken: ["#eef0f3", "#0b0e11"],
  line: ["#e3e6ea", "#252b33"],
  "line-strong": ["#c6ccd4", "#39424d"],
  ink: ["#171a1f", "#e6e9ee"],
  "ink-2": ["#49525d", "#b3bbc6"],
  "ink-3": ["#626c78", "#8e98a5"],
  accent: ["#0a64a4", "#6db7f2"],
  answered: ["#0b7052", "#57c7a2"],
  live: ["#1260bd", "#74b5f7"],
  unanswered: ["#85560a", "#e0ad48"],
  cancelled: ["#6a5584", "#bda8d8"],
  rejected: ["#a02468", "#e68fbd"],
  failed: ["#bd2c12", "#ff8b6e"],
  other: ["#56616d", "#9ba6b2"],
  "leg-0": ["#cfe3f7", "#1f3a56"],
  "leg-1": ["#ded7f6", "#372f5c"],
  "leg-2": ["#c6ecee", "#14464b"],
  "leg-3": ["#efd4ee", "#4d2b52"],
  "leg-4": ["#b9cdf0", "#2b4a7d"],
  "leg-5": ["#cbbcea", "#4a3a80"],
  "host-blue": ["#2f7fd0", "#5aa2ec"],
  "host-violet": ["#7a5cc7", "#a68cec"],
  "host-teal": ["#128a87", "#4cc0bb"],
  "host-pink": ["#c2569b", "#e68bc2"],
  "host-amber": ["#c98a12", "#e6b34f"],
  "host-green": ["#3d9150", "#6fc182"],
  "host-red": ["#c8452f", "#f08672"],
  "host-grey": ["#7b8794", "#9aa5b1"],
} as const satisfies Record<string, Colour>;

/** What people may give to a host: names, of which there is one tone for light and one for dark. */
export const HOST_COLOURS = ["blue", "violet", "teal", "pink", "amber", "green", "red", "grey"] as const;

export type ColourName = keyof typeof PALETTE;

/** Colours of the reader's system, or always the same. */
export type Theme = "auto" | "light" | "dark";

/**
 * Rules in which colours are written `$name`, for a theme. Literal colours, no variables: drawing programs and mail readers know no `var()`.
 * Paper is white: on it the light colours hold.
 */
export function themed(rules: string, theme: Theme): string {
  const filled = (shade: 0 | 1): string =>
    rules.replace(/\$([a-z0-9-]+)/g, (_all, name: string) => PALETTE[name as ColourName]?.[shade] ?? "");
  if (theme !== "auto") return filled(theme === "light" ? 0 : 1);
  return `${filled(0)}@media screen and (prefers-color-scheme: dark){${filled(1)}}`;
}
