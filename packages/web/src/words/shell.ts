// Words of what surrounds every page.

export const PAGE_WORDS = {
  calls: "Calls",
  overview: "Overview",
  live: "Live",
  dashboards: "Dashboards",
  registrations: "Registrations",
  agents: "Agents",
  hosts: "Hosts",
  imports: "Imports",
  health: "Health",
  settings: "Settings",
} as const;

export const TABLE_WORDS = {
  actions: "Actions",
  mark: "Marked",
} as const;

export const TOOLS_WORD = "Tools of this page";

export const SERVER_WORDS = {
  away: "The server does not answer. What you see is from before; it comes back by itself.",
  back: "The server answers again; everything is up to date.",
} as const;

export const SHELL_WORDS = {
  toTheCalls: "To the calls",
  thereIsNoSuch: "There is no such page",
  live: "live",
  reconnecting: "reconnecting",
  goToTheCalls: "go to the calls",
  or: "or",
  tryAgain: "Try again",
  close: "Close",
  thisPageMadeA: "This page made a mistake.",
  show: "Show",
  to: "To",
  from: "From",
  later: "later",
  wider: "wider",
  earlier: "earlier",
  moveTheRange: "Move the range",
  upToNow: "Up to now",
  asTheQuerySays: "as the query says",
  theQuerySetsIts: "The query sets its own time range",
  timeRange: "Time range",
  pages: "Pages",
  signIn: "Sign in",
  keysHint: "Keyboard shortcuts (?)",
  keys: "Keyboard shortcuts",
  skipToThePage: "Skip to the page",
  theme: "Theme",
  dark: "Dark",
  light: "Light",
  asTheSystem: "As the system",
  user: "User",
  signOut: "Sign out",
  comfortableRows: "Comfortable rows",
  denseRows: "Dense rows",
  localTime: "Local time",
} as const;

/** By the state of the stream; "fixed" where the range has an end. */
export const LIVE_TITLES = {
  off: "Live is off",
  connecting: "Connecting",
  open: "Live: calls appear as they happen",
  lost: "Connection lost, trying again",
  fixed: "Live needs a range that ends now",
} as const;

export const NO_ANSWER = "The sipglass server does not answer.";
