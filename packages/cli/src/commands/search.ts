// `search`, `show`, `ladder`: calls that a server holds.
import type { Ladder } from "@sipglass/analyse";
import { SipglassError, type CallJson, type DiagnosisJson, type MessageJson, type NegotiationJson, type Page, type QualityJson } from "@sipglass/model";
import { createClient, SERVER_OPTIONS, type Client } from "../client.ts";
import { usageError, type Command, type CommandCall, type Option } from "../command.ts";
import { qualityText } from "../print/quality-text.ts";
import { callDetails, callTable, messageTable, rawMessages } from "../print/call-text.ts";
import { negotiationText } from "../print/negotiation-text.ts";
import { sessionText, type SessionJson, type SessionRowJson } from "../print/session-text.ts";
import { findingsText, verdictText } from "../print/findings-text.ts";
import { drawn, LADDER_FORMATS } from "./open.ts";

export const JSON_OPTION: Option = { name: "json", help: "for programs: JSON as the API gives it" };
const MOST_A_PAGE = 1000;

export const search: Command = {
  name: "search", summary: "find calls", usage: "[QUERY…] [options]",
  options: [
    { name: "from", value: "TIME", help: "RFC 3339, or back from now like -2h (default -24h)" }, { name: "to", value: "TIME", help: "the same (default now)" },
    { name: "limit", short: "n", value: "N", help: "most calls (default 100)" }, { name: "oldest", help: "oldest first" },
    { name: "sessions", short: "s", help: "sessions instead of calls: legs that belong together are one line" }, JSON_OPTION, ...SERVER_OPTIONS,
  ],
  more: "Words of QUERY are joined by blanks; quote it for the shell.\n\nexamples:\n  sipglass search 'code:5xx last:2h'\n  sipglass search from:+4930* --from -7d --json",
  async run(call) {
    const { values, console } = call;
    const client = createClient(call);
    const limit = values.number("limit", { least: 1, whole: true }) ?? 100;
    const q = call.positionals.join(" ");
    const onUnfinished = ({ warnings }: Page<unknown>): void => warnings.forEach((warning) => console.note(`… ${warning}`));
    const query = { q, from: values.text("from"), to: values.text("to"), sort: values.has("oldest") ? "oldest" : "newest" };
    const pages = <T>(more: Record<string, string>): Promise<Page<T>> =>
      searchPages<T>(client, { ...query, ...more }, { limit, onUnfinished }).catch((error: unknown) => {
        throw withQuery(error, q);
      });
    if (values.has("sessions")) return listSessions(await pages<SessionRowJson>({ group: "session" }), call);
    const found = await pages<CallJson>({});
    if (values.has("json")) await console.write(`${JSON.stringify(found)}\n`);
    else await printList(found, call);
    return 0;
  },
};

/** A query error points into the query. */
export function withQuery(error: unknown, query: string): unknown {
  if (!(error instanceof SipglassError) || error.code !== "bad_query") return error;
  return new SipglassError("bad_query", { ...error.details, query }, error.message, { cause: error });
}

interface Paging {
  limit: number;
  /** A page that is not full and not the last: the server is still reading, and says how far it is. */
  onUnfinished(page: Page<unknown>): void;
}

/** Page after page until `limit` is reached or nothing is left. */
async function searchPages<T>(client: Client, query: Record<string, string | undefined>, { limit, onUnfinished }: Paging): Promise<Page<T>> {
  const all: Page<T> = { items: [], next: null, partial: false, warnings: [] };
  do {
    const asked = Math.min(limit - all.items.length, MOST_A_PAGE);
    const page = await client.json<Page<T>>("calls", { ...query, limit: asked, cursor: all.next ?? undefined });
    all.items.push(...page.items);
    all.next = page.next;
    if (page.next !== null && page.items.length < asked) onUnfinished(page);
    else {
      all.partial ||= page.partial;
      all.warnings = [...new Set([...all.warnings, ...page.warnings])];
    }
  } while (all.next !== null && all.items.length < limit);
  return all;
}

async function listSessions(found: Page<SessionRowJson>, call: CommandCall): Promise<number> {
  if (call.values.has("json")) await call.console.write(`${JSON.stringify(found)}\n`);
  else await printList({ ...found, items: found.items.map((row) => row.call) }, call, { what: "sessions", legOf: new Map(found.items.map((row) => [row.call.id, `${row.legs} ${row.legs === 1 ? "leg" : "legs"}`])) });
  return 0;
}

interface ListText {
  what?: string;
  legOf?: ReadonlyMap<string, string>;
}

async function printList({ items, next, partial, warnings }: Page<CallJson>, { console }: CommandCall, { what = "calls", legOf = new Map() }: ListText = {}): Promise<void> {
  if (items.length > 0) await console.write(callTable(items, { ...console, legOf }));
  for (const warning of warnings) console.note(`! ${warning}`);
  const more = next === null ? "" : "; there are more: raise --limit or narrow the query";
  console.note(items.length === 0 ? `No ${what}.` : `${items.length} ${what}${more}${partial ? "; not everything could be read" : ""}`);
}

const NO_OFFER = "No session description was captured.\n";
const NOT_MEASURED = "Nobody measured its media.\n";
const partOf = (text: string): string => (text === "" ? "" : `${text}\n`);

export const show: Command = {
  name: "show", summary: "one call: what happened and why, its legs, its messages", usage: "ID [options]",
  options: [{ name: "raw", short: "r", help: "print the messages as they were" }, { name: "quality", help: "how it sounded, with the sums behind each figure" }, { name: "negotiation", help: "offers and answers: codecs, directions, addresses, what changed and what does not fit" }, JSON_OPTION, ...SERVER_OPTIONS], more: "ID is the id of the call or its Call-ID.",
  async run(call) {
    const { values, console } = call;
    const client = createClient(call);
    const path = `calls/${encodeURIComponent(oneId(call))}`;
    if (values.has("negotiation")) {
      const negotiation = await client.json<NegotiationJson>(`${path}/negotiation`);
      await console.write(values.has("json") ? `${JSON.stringify(negotiation)}\n` : negotiationText(negotiation) || NO_OFFER);
      return 0;
    }
    const [about, { items }, diagnosis, session, quality] = await Promise.all([
      client.json<CallJson>(path), client.json<Page<MessageJson>>(`${path}/messages`), client.json<DiagnosisJson>(`${path}/findings`), client.json<SessionJson>(`${path}/links`),
      client.json<QualityJson>(`${path}/quality`),
    ]);
    const legs = sessionText(session, console);
    if (values.has("json")) await console.write(`${JSON.stringify({ call: about, diagnosis, session, quality, messages: items })}\n`);
    else if (values.has("raw")) await console.write(rawMessages(items));
    else if (values.has("quality")) await console.write(qualityText(quality, { width: console.width, why: true }) || NOT_MEASURED);
    else await console.write(`${verdictText(diagnosis)}\n${callDetails(about)}\n${legs === "" ? "" : `${legs}\n`}${findingsText(diagnosis, console)}\n${partOf(qualityText(quality, console))}${messageTable(items, console.width)}`);
    return 0;
  },
};

export const ladder: Command = {
  name: "ladder", summary: "draw the ladder of a call", usage: "ID [options]",
  options: [
    { name: "format", value: "FORMAT", help: `${LADDER_FORMATS.join(", ")} (default text)` }, { name: "session", help: "ID is a session: all its legs in one ladder" }, JSON_OPTION, ...SERVER_OPTIONS,
  ],
  async run(call) {
    const { values, console } = call;
    const path = `${values.has("session") ? "sessions" : "calls"}/${encodeURIComponent(oneId(call))}/ladder`;
    const found = await createClient(call).json<Ladder>(path);
    await console.write(values.has("json") ? `${JSON.stringify(found)}\n` : drawn(found, call));
    return 0;
  },
};

/** The one id that a command takes. */
export function oneId({ positionals }: CommandCall): string {
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw usageError("It takes one id or Call-ID.");
  return id;
}
