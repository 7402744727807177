// Searches that rows cannot answer: the rows narrow, then the messages of what is left are read. One question works for a bounded time and
// says how far it came; the next one goes on there. That is the progress of a long search, and not to ask again is how to cancel it.
import { headersIn, packetText, type ViewPorts } from "@sipglass/analyse";
import { scannedHeaders, toPredicate, toRfc3339, usesRaw, withoutRaw, type Call, type Page, type Query, type Scope } from "@sipglass/model";
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";
import type { SearchOptions } from "../store/store.ts";
import { printCursor, search, type Places } from "./search.ts";

export interface RawPlaces extends Places {
  reader: Pick<LogReader, "read">;
  ports: ViewPorts;
  /** Headers (lower case) that are kept on the call: what asks for others is answered here. */
  headers: ReadonlySet<string>;
}

/** Calls asked for at a time, and packets read at a time: few enough for memory, enough to meet each block of the archive about once. */
const PAGE_CALLS = 500;
const READ_PACKETS = 4000;
/** How long one question works; the answer is then what was found so far. */
export const WORK_MS = 1500;

/** From rows alone where they can tell, else by reading messages too. */
export function searchAll(places: RawPlaces, scope: Scope, asked: SearchOptions, workMs = WORK_MS): Promise<Page<Call>> {
  return usesRaw(asked.query, places.headers) ? rawSearch(places, scope, asked, workMs) : search(places, scope, asked);
}

async function rawSearch(places: RawPlaces, scope: Scope, asked: SearchOptions, workMs: number): Promise<Page<Call>> {
  const narrowed: SearchOptions = { ...asked, query: withoutRaw(asked.query, places.headers), limit: PAGE_CALLS };
  const matches = messageTest(asked.query, places);
  const found: Page<Call> = { items: [], next: asked.cursor ?? null, partial: false, warnings: [] };
  const until = performance.now() + workMs;
  let read = 0;
  let last: Call | undefined;
  const told = (next: string | null): Page<Call> => {
    if (next === null || !last || found.items.length >= asked.limit) return { ...found, next };
    const warning = `Messages are read one by one: ${read} so far, as far as calls of ${toRfc3339(last.startedAtUs)}. Ask for the next page to go on.`;
    return { ...found, next, partial: true, warnings: [...found.warnings, warning] };
  };
  do {
    const page = await search(places, scope, found.next === null ? narrowed : { ...narrowed, cursor: found.next });
    found.partial ||= page.partial;
    found.warnings = [...new Set([...found.warnings, ...page.warnings])];
    for (const calls of together(page.items)) {
      const packets = await readByCall(places.reader, calls);
      for (const [i, call] of calls.entries()) {
        last = call;
        read += packets[i]!.length;
        if (matches(call, packets[i]!)) found.items.push(call);
        const isEnd = page.next === null && call === page.items.at(-1);
        if (found.items.length >= asked.limit) return told(isEnd ? null : printCursor(call));
      }
      if (performance.now() > until && last && last !== page.items.at(-1)) return told(printCursor(last));
    }
    found.next = page.next;
  } while (found.next !== null && performance.now() < until);
  return told(found.next);
}

/** Calls in order, as many together as have about READ_PACKETS packets. */
function together(calls: readonly Call[]): Call[][] {
  const groups: Call[][] = [];
  let packets = Infinity;
  for (const call of calls) {
    const own = call.refs.reduce((sum, { sequences }) => sum + sequences.length, 0);
    if (packets + own > READ_PACKETS) {
      groups.push([]);
      packets = 0;
    }
    groups.at(-1)!.push(call);
    packets += own;
  }
  return groups;
}

/** One reading for all of them; what retention took is missing. */
async function readByCall(reader: Pick<LogReader, "read">, calls: readonly Call[]): Promise<ArchivedPacket[][]> {
  const packets = await reader.read(calls.flatMap(({ refs }) => refs));
  const places = new Map(packets.map((packet) => [`${packet.writer}:${packet.sequence}`, packet]));
  return calls.map(({ refs }) => refs.flatMap(({ writer, sequences }) => sequences.flatMap((sequence) => places.get(`${writer}:${sequence}`) ?? [])));
}

function messageTest(query: Query, { headers, ports }: RawPlaces): (call: Call, packets: readonly ArchivedPacket[]) => boolean {
  const names = scannedHeaders(query, headers);
  return (call, packets) => {
    /** Decoded when first asked for: a call that fails another term is not looked into. */
    let folded: string[] | undefined;
    const texts = (): string[] => packets.map(({ frame }) => packetText(frame, call.callId, ports));
    const test = toPredicate(query, { raw: (_call, text) => (folded ??= texts().map((each) => each.toLowerCase())).some(containing(text)) });
    return test(names.length === 0 ? call : { ...call, headers: { ...headersOf(texts(), names), ...call.headers } });
  };
}

/** Letters in any case (ASCII), as everywhere in the language; what is beyond ASCII is looked for as its UTF-8 bytes. */
function containing(text: string): (folded: string) => boolean {
  const wanted = Buffer.from(text, "utf8").toString("latin1").toLowerCase();
  return (folded) => folded.includes(wanted);
}

/** Of each header the value in the first message that has it, as for the headers that are kept. */
function headersOf(texts: readonly string[], names: readonly string[]): Record<string, string> {
  return texts.reduce<Record<string, string>>((found, text) => ({ ...headersIn(text, names), ...found }), {});
}
