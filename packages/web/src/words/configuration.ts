// Words of the settings that configuration decides, of correlation rules, codecs and this browser's own choices.

export const DISPLAY_WORDS = {
  title: "Display",
  about: "Kept in this browser.",
  zone: "Time zone",
  zoneHint: "All times on all pages, in what is typed, in tickets and copied text",
  local: (name: string): string => `Of this browser (${name})`,
  utc: "UTC",
  named: "A zone by name",
  density: "Rows",
  dense: "dense",
  comfortable: "comfortable",
  theme: "Colours",
  auto: "as the system",
  light: "light",
  dark: "dark",
  now: (time: string): string => `Now it is ${time}.`,
} as const;

export const CONFIGURATION_WORDS = {
  title: "Configuration",
  retention: "Retention",
  retentionAbout:
    "How long packets are kept, by what they are. Calls stay in the index while one of their packets may be there. Restart after a change.",
  about: "What is in force. It is changed by the variable (or its flag, or the file) and a restart. Secrets are only said to be set.",
  kept: "kept for",
  forever: "for ever",
  noLimit: "no limit",
  what: "what",
  variable: "variable",
  value: "value",
  from: "comes from",
  usual: "default",
  help: "takes",
  unset: "not set",
  secret: "set, not shown",
  filter: "Find a setting",
} as const;

/** What each class of packets is; the variable is SIPGLASS_RETENTION_ and its name. */
export const RETENTION_CLASSES: Record<string, string> = {
  retainCallUs: "Calls: INVITE dialogues",
  retainRegisterUs: "Registrations",
  retainOtherUs: "Other SIP: OPTIONS, MESSAGE, SUBSCRIBE …",
  retainMediaUs: "RTCP and media reports",
  retainLogUs: "Log lines",
  retainBytes: "All together, at most",
};

export const RULES_WORDS = {
  title: "Correlation",
  about: "Legs are joined to sessions by headers, Call-IDs, media and numbers. Rules of one's own come first: legs with the same value are one session.",
  add: "Add a rule",
  kind: "kind",
  value: "value",
  kinds: { header: "header", call_id_pattern: "pattern on the Call-ID" },
  valueHint: "Name of a header (X-My-Id), or a regular expression whose first group legs share (^(.*)-b2b$)",
  changed: "changed",
  by: "by",
  remove: "Remove",
  reallyRemove: "Sessions stay until a rebuild. Remove?",
  none: "No rule of one's own. The built-in ones are always in force.",
  configured: "Headers from the configuration",
} as const;

export const CODECS_WORDS = {
  title: "Codecs",
  about: "By which the MOS is computed: impairment without loss (Ie) and robustness against loss (Bpl), ITU-T G.113. Own values by SIPGLASS_CODECS, such as OPUS=10/20.",
  name: "codec",
  scale: "band",
  scales: { nb: "narrow", wb: "wide", fb: "full" } as Record<string, string>,
  ie: "Ie",
  bpl: "Bpl",
  frame: "frame",
  lookAhead: "look-ahead",
  source: "source",
  published: "published",
  estimated: "an estimate",
  ms: (value: number): string => `${value} ms`,
} as const;
