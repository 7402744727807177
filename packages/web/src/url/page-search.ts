// Every state of the page is its URL. This is the search part: what may stand there, its defaults, and a spelling people can read.
import { liftRange } from "../query/edit.ts";
import { readLadderSearch } from "./ladder-search.ts";
import type { LadderSearch } from "./ladder-search.ts";

export const TABS = ["ladder", "messages", "quality", "findings", "negotiation", "logs", "raw"] as const;
export type Tab = (typeof TABS)[number];

export const WEEK_MAPS = ["asr", "ner", "failed"] as const;
export type WeekMapChoice = (typeof WEEK_MAPS)[number];

/** Absent = default, so that a fresh page has a clean URL. */
export interface PageSearch extends LadderSearch {
  q?: string;
  /** "-2h" or RFC 3339. */
  from?: string;
  /** RFC 3339; absent = now. */
  to?: string;
  /** "0" = the list stands still. */
  live?: "0";
  /** "all" = registrations, OPTIONS and the like too. */
  kinds?: "all";
  /** "legs" = a row for each leg; absent = a row for each session. */
  group?: "legs";
  /** Columns of the list, where they are shared: `time,caller,…`. */
  cols?: string;
  /** Dashboard on show. */
  dash?: string;
  /** Calls of one ladder. */
  ids?: string;
  /** What a list of other things than calls is searched for, and the state that it is held to. */
  find?: string;
  state?: string;
  /** Selected call of the list. */
  sel?: string;
  /** "1" = side panel open. */
  peek?: "1";
  tab?: Tab;
  /** Selected message of a call. */
  msg?: string;
  /** "1" = every end that speaks only media has a column of its own. */
  media?: "1";
  /** "1" = the links between the legs of a call are on show. */
  legs?: "1";
  /** What the map of the week shows; absent = calls. */
  map?: WeekMapChoice;
  /** Letters of the legs that the ladder leaves out: "bc". */
  hide?: string;
}

export const DEFAULT_FROM = "-2h";

const RELATIVE = /^-\d{1,4}(m|h|d|w)$/;
const ABSOLUTE = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

const COLUMNS = /^[a-z]+(,[a-z]+)*$/;
const IDS = /^[\w.:@-]+(,[\w.:@-]+)*$/;
const LETTERS = /^[a-z]{1,26}$/;

type Loose = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Whatever stands in the URL, made into a PageSearch; nonsense is dropped. */
export function readSearch(raw: Loose): PageSearch {
  const search: PageSearch = {};
  // A range within the query rules over the one beside it, so it takes that one's place: the page then shows what applies.
  const { query: q, from: lifted } = liftRange(text(raw["q"]));
  const [from, to] = lifted === null ? [text(raw["from"]), text(raw["to"])] : [lifted, ""];
  const [sel, msg] = [text(raw["sel"]), text(raw["msg"])];
  if (q) search.q = q;
  if ((RELATIVE.test(from) && from !== DEFAULT_FROM) || ABSOLUTE.test(from)) search.from = from;
  if (ABSOLUTE.test(to)) search.to = to;
  if (raw["live"] === "0") search.live = "0";
  if (raw["kinds"] === "all") search.kinds = "all";
  if (raw["group"] === "legs") search.group = "legs";
  const [cols, ids] = [text(raw["cols"]), text(raw["ids"])];
  if (COLUMNS.test(cols)) search.cols = cols;
  if (IDS.test(ids)) search.ids = ids;
  const dash = text(raw["dash"]);
  if (/^\w{1,64}$/.test(dash)) search.dash = dash;
  const [find, state] = [text(raw["find"]), text(raw["state"])];
  if (find) search.find = find;
  if (/^[a-z]{1,20}$/.test(state)) search.state = state;
  if (sel) search.sel = sel;
  if (raw["peek"] === "1" && sel) search.peek = "1";
  const tab = TABS.find((each) => each === raw["tab"]);
  if (tab && tab !== "ladder") search.tab = tab;
  if (msg) search.msg = msg;
  if (raw["media"] === "1") search.media = "1";
  if (raw["legs"] === "1") search.legs = "1";
  const map = WEEK_MAPS.find((each) => each === raw["map"]);
  if (map) search.map = map;
  const hide = text(raw["hide"]);
  if (LETTERS.test(hide)) search.hide = hide;
  return { ...search, ...readLadderSearch(raw) };
}

export function parseSearchText(search: string): Loose {
  return Object.fromEntries(new URLSearchParams(search));
}

/** encodeURIComponent, minus what a query string may carry as it is: `?q=from:+4930*` reads better than percent signs. */
const readable = (value: string): string =>
  encodeURIComponent(value).replace(/%(3A|2F|40|2C|20)/g, (_, hex: string) =>
    hex === "20" ? "+" : String.fromCharCode(Number.parseInt(hex, 16)),
  );

export function printSearchText(search: PageSearch | Loose): string {
  const pairs = Object.entries(search).filter(([, value]) => typeof value === "string" && value !== "");
  return pairs.length === 0 ? "" : `?${pairs.map(([key, value]) => `${key}=${readable(text(value))}`).join("&")}`;
}
