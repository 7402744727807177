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

export const SERVER_WORDS = {
  away: "The server does not answer. What you see is from before; it comes back by itself.",
  back: "The server answers again; everything is up to date.",
} as const;
