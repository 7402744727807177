// Questions about sessions: all legs of one, under whatever id it had; why they are one; and a list of sessions instead of calls.
import { createLinkEngine, legFactsOf, type LinkEngine } from "@sipglass/analyse";
import { ALL, parseQuery, toPredicate, type Call, type Link, type Page, type Query, type Scope } from "@sipglass/model";
import type { SearchOptions } from "../../store/store.ts";
import type { Questions, SessionLinks, SessionRow } from "../questions.ts";
import { find, mergeCalls, session, sessions, type Places } from "../search.ts";
import type { SessionBook } from "./session-book.ts";

export interface SessionPlaces extends Places {
  book: SessionBook;
}

type SearchCalls = (scope: Scope, asked: SearchOptions) => Promise<Page<Call>>;

export function answerSessions(places: SessionPlaces, searchCalls: SearchCalls): Pick<Questions, "session" | "sessions" | "links" | "decideLink" | "linkKnowledge"> {
  return {
    session: (scope, sessionId) => legsOfSession(places, scope, sessionId),
    sessions: (scope, asked) => listSessions(places, searchCalls, scope, asked),
    links: (scope, call) => linksOfCall(places, scope, call),
    async decideLink(from, to, decision) {
      for (const id of [from, to]) {
        const calls = (await find(places, ALL, id)).filter((call) => call.id === id);
        places.book.bring([...calls, ...(await sessions(places, ALL, calls.map(({ sessionId }) => sessionId)))]);
      }
      places.book.decide(from, to, decision);
      await places.book.settled();
    },
    async linkKnowledge(decisions, rules) {
      places.book.know(decisions, rules);
      await places.book.settled();
    },
  };
}

/** A session may have had another id: that of a leg which was then the earliest. That of a leg which the scope hides names nothing. */
async function legsOfSession(places: SessionPlaces, scope: Scope, sessionId: string): Promise<Call[]> {
  // Where it just grew, the engine knows first; by what name those know it who see a part of it, their calls say.
  const current = scope.kind === "all" ? (places.book.engine.sessionOf(sessionId) ?? sessionId) : sessionId;
  const legs = await session(places, scope, current);
  if (legs.length > 0 || current !== sessionId) return legs;
  const [call] = await find(places, scope, sessionId);
  return call && call.id === sessionId && call.sessionId !== sessionId ? session(places, scope, call.sessionId) : legs;
}

const NEIGHBOURS_US = 15_000_000;
const MOST_NEIGHBOURS = 1000;
const LEGS: Query = (() => {
  const parsed = parseQuery("kind:call", { nowUs: 0 });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.query;
})();

async function linksOfCall(places: SessionPlaces, scope: Scope, call: Call): Promise<SessionLinks> {
  const legs = await legsOfSession(places, scope, call.sessionId);
  if (call.kind !== "call") return { sessionId: call.sessionId, legs, possible: [], links: [], morePossible: 0 };
  const engine = places.book.engine.has(call.id) ? places.book.engine : await engineAround(places, legs);
  const links = engine.linksOf(call.id);
  const visible = new Map(legs.map((leg) => [leg.id, leg]));
  const strangers = [...new Set(links.flatMap(({ from, to }) => [from, to]))].filter((id) => !visible.has(id));
  const possible = (await Promise.all(strangers.map(async (id) => (await find(places, scope, id)).filter((each) => each.id === id)))).flat();
  for (const leg of possible) visible.set(leg.id, leg);
  return {
    sessionId: legs[0]?.sessionId ?? call.sessionId, legs, possible, morePossible: scope.kind === "all" ? engine.morePossibleOf(call.id) : 0,
    links: links.filter(({ from, to }) => visible.has(from) && visible.has(to)).map((link) => asStored(link, legs)),
  };
}

/** Made anew with fewer calls around it, a link may be in doubt that was none when its legs were joined: what is stored counts. */
function asStored(link: Link, legs: readonly Call[]): Link {
  const within = (id: string): boolean => legs.some((leg) => leg.id === id);
  return link.verdict === "possible" && within(link.from) && within(link.to) ? { ...link, verdict: "joined" } : link;
}

/** Legs that the engine has let go of are joined again, with those around them. */
async function engineAround(places: SessionPlaces, legs: readonly Call[]): Promise<LinkEngine> {
  const engine = createLinkEngine();
  engine.useRules(places.book.rules);
  for (const decision of places.book.decisions) engine.decide(decision.from, decision.to, decision);
  const [first, last] = [legs[0], legs.at(-1)];
  if (!first || !last) return engine;
  const around = await places.store.search(ALL, {
    query: LEGS, fromUs: first.startedAtUs - NEIGHBOURS_US, toUs: last.startedAtUs + NEIGHBOURS_US, limit: MOST_NEIGHBOURS, order: "oldest",
  });
  for (const call of mergeCalls(legs, around.items)) if (call.kind === "call") engine.add(legFactsOf(call));
  return engine;
}

/** Pages of calls that are read for one page of sessions; a page may come out short. */
const MOST_LOOKS = 10;

/** Sessions at the place of their first matching leg in the order of the list. */
async function listSessions(places: SessionPlaces, searchCalls: SearchCalls, scope: Scope, asked: SearchOptions): Promise<Page<SessionRow>> {
  const rows: SessionRow[] = [];
  const warnings = new Set<string>();
  let partial = false;
  let { cursor } = asked;
  let looks = 0;
  do {
    looks += 1;
    const page = await searchCalls(scope, { ...asked, limit: asked.limit - rows.length, ...(cursor === undefined ? {} : { cursor }) });
    partial ||= page.partial;
    for (const warning of page.warnings) warnings.add(warning);
    rows.push(...(await rowsOf(places, scope, asked, page.items)));
    cursor = page.next ?? undefined;
  } while (rows.length < asked.limit && cursor !== undefined && looks < MOST_LOOKS);
  return { items: rows, next: cursor ?? null, partial, warnings: [...warnings] };
}

async function rowsOf(places: SessionPlaces, scope: Scope, { query, fromUs, toUs, order }: SearchOptions, calls: readonly Call[]): Promise<SessionRow[]> {
  const legs = await legsBySession(places, scope, [...new Set(calls.map(({ sessionId }) => sessionId))]);
  const matches = toPredicate(query);
  const found = new Set(calls.map(({ id }) => id));
  return calls.flatMap((call) => {
    const all = legs.get(call.sessionId) ?? [call];
    const matched = all.filter((leg) => found.has(leg.id) || (leg.startedAtUs >= fromUs && leg.startedAtUs < toUs && matches(leg)));
    const first = order === "newest" ? matched.at(-1) : matched[0];
    return first && first.id !== call.id ? [] : [{ id: call.sessionId, legs: all, matched: matched.map(({ id }) => id) }];
  });
}

async function legsBySession(places: SessionPlaces, scope: Scope, ids: readonly string[]): Promise<Map<string, Call[]>> {
  return Map.groupBy(await sessions(places, scope, [...ids]), ({ sessionId }) => sessionId);
}
