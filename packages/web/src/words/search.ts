// Words of the search bar, saved searches and the keyboard help.
export const SEARCH_WORDS = {
  placeholder: "Search calls: from:+4930* code:5xx mos<3.5",
  label: "Search calls",
  clear: "Clear",
  suggestions: "Suggestions",
  recent: "asked before",
  saved: "saved",
  sharedBy: (user: string): string => `of ${user}`,
  mended: "Perhaps you mean",
  mendKey: "Alt Enter takes it",
  savedTitle: "Saved searches",
  save: "Save this search",
  saveName: "Name",
  saveShared: "Others may use it too",
  saveDo: "Save",
  nothingToSave: "Search for something first; then it can be saved here.",
  noneSaved: "Nothing is saved yet.",
  remove: (name: string): string => `Forget ${name}`,
  share: (name: string): string => `Share ${name} with others`,
  unshare: (name: string): string => `Keep ${name} to yourself`,
  shared: "shared",
  forgetHistory: "Forget what was asked before",
} as const;

export const KEYS_WORDS: { title: string; keys: [string[], string][] }[] = [
  {
    title: "Anywhere",
    keys: [
      [["/"], "search"],
      [["?"], "this help"],
      [["Esc"], "close what is open"],
      [["g", "c"], "calls"],
      [["g", "o"], "overview"],
      [["g", "l"], "live"],
      [["g", "d"], "dashboards"],
      [["g", "r"], "registrations"],
      [["g", "a"], "agents"],
      [["g", "s"], "saved searches"],
      [["g", "t"], "time range"],
    ],
  },
  {
    title: "Search",
    keys: [
      [["↑", "↓"], "choose a suggestion"],
      [["Tab"], "take it"],
      [["Alt", "Enter"], "take the mended query"],
      [["Enter"], "search"],
    ],
  },
  {
    title: "List of calls",
    keys: [
      [["j", "↓"], "next call"],
      [["k", "↑"], "previous call"],
      [["Enter"], "open"],
      [["Space"], "look inside, beside the list"],
      [["x"], "mark, or not"],
      [["Shift", "x"], "mark up to here"],
      [["Shift", "Enter"], "one ladder of all marked"],
      [["m"], "menu of the call"],
      [["o"], "show or hide its legs"],
      [["n"], "show new calls"],
      [["Home", "End"], "newest, oldest"],
      [["PgUp", "PgDn"], "a page"],
    ],
  },
  {
    title: "Call",
    keys: [
      [["[", "]"], "previous, next message"],
      [["c"], "compare with another message"],
      [["t"], "clock, since start, since selected"],
      [["f"], "fit all hosts in the window"],
      [["+", "-"], "larger, smaller"],
      [["m"], "media ends apart or as one"],
      [["l"], "legs, and why they are one"],
      [["1", "…", "7"], "ladder, messages, quality, …"],
      [["Esc"], "back to the list"],
    ],
  },
  {
    title: "Live, dashboards",
    keys: [
      [["p"], "pause, go on"],
      [["e"], "arrange the panels"],
      [["←", "→"], "move the panel that has the focus"],
      [["+", "-"], "wider, narrower"],
    ],
  },
];
export const KEYS_TITLE = "Keyboard";
export const CLOSE = "Close";
