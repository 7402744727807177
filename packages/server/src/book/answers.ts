// What faces ask the book, answered from live calls and stored ones as if they were one.
import { countPackets, printRef, withoutRaw, type Agent, type Call, type MessageView, type Page, type PacketRefs, type Query, type Scope } from "@sipglass/model";
import { viewMessages, type ClockOffset, type ViewPorts } from "@sipglass/analyse";
import type { ArchivedPacket } from "../store/log/log.ts";
import type { SearchOptions } from "../store/store.ts";
import type { BookOptions, BookQuestions } from "./book.ts";
import { importedKeys } from "./imported-keys.ts";
import { kpi } from "./kpi.ts";
import type { BookParts } from "./parts.ts";
import { searchAll } from "./raw-search.ts";
import { complete, count, find, histogram, sessionHistogram } from "./search.ts";
import { answerSessions } from "./sessions/session-answers.ts";

export function answerQuestions(options: BookOptions, { commits, sessionBook, board, watchers }: BookParts): BookQuestions {
  const { store, reader, shards, ports } = options;
  const places = { store, shards };
  const headers = new Set(options.headers);
  /** What rows can tell of a query: numbers of calls are those whose messages might still differ. */
  const ofRows = <T extends { query: Query }>(asked: T): T => ({ ...asked, query: withoutRaw(asked.query, headers) });
  const search = (scope: Scope, asked: SearchOptions): Promise<Page<Call>> => searchAll({ ...places, reader, ports, headers }, scope, asked);
  return {
    search,
    ...answerSessions({ ...places, book: sessionBook }, search),
    find: (scope, idOrCallId) => find(places, scope, idOrCallId),
    count: (scope, asked) => commits.between(() => count(places, scope, ofRows(asked))),
    histogram: (scope, asked) => commits.between(() => histogram(places, scope, ofRows(asked))),
    sessionHistogram: (scope, asked) => commits.between(() => sessionHistogram(places, scope, ofRows(asked))),
    kpi: (scope, question) => commits.between(() => kpi(places, scope, ofRows(question))),
    complete: (scope, field, prefix, limit) => complete(places, scope, field, prefix, limit),
    registrations: (scope, asked) => store.registrations(scope, asked),
    agents: async (scope) => (scope.kind === "all" ? withOffsets(board.agents(), options.examiner?.clockOffsets ?? []) : []),
    importedKeys: (scope, packets) => importedKeys(options, scope, packets),
    subscribe: (scope, query, onChanges) => watchers.add(scope, query, onChanges),
    packets: (scope, refs) => readPackets(options, scope, refs),
    messages: async (scope, call) => viewPackets(await readPackets(options, scope, call.refs), ports, call.callId),
  };
}

function withOffsets(agents: Agent[], offsets: readonly ClockOffset[]): Agent[] {
  const known = new Map(offsets.map(({ agent, us }) => [agent, us]));
  return agents.map((agent) => {
    const clockOffsetUs = known.get(agent.name);
    return clockOffsetUs === undefined ? agent : { ...agent, clockOffsetUs };
  });
}

/** The scope was proven on the call that these references come from; what belongs to no call is for those who see everything. */
async function readPackets({ reader, shards }: BookOptions, _scope: Scope, refs: readonly PacketRefs[]): Promise<ArchivedPacket[]> {
  const packets = await reader.read(refs);
  if (packets.length === countPackets(refs)) return packets;
  // A call is told of before its last packets are on disk; who asks for them does not wait for the next beat.
  const written = await Promise.allSettled(shards.map((shard) => shard.ask("write", { refs: [...refs] })));
  return written.some((answer) => answer.status === "fulfilled" && answer.value) ? reader.read(refs) : packets;
}

function viewPackets(packets: readonly ArchivedPacket[], ports: ViewPorts, callId: string): MessageView[] {
  return viewMessages(
    packets.map(({ writer, sequence, receivedUs, eventUs, frame }) => ({ ref: printRef({ writer, sequence }), receivedUs, eventUs, frame })),
    ports,
    callId,
  );
}
