// Reads the messages of finished calls from the archive, all of a batch at once, and writes what they show in the words of their rows. Legs of one
// session are looked at together.
import { clockDifferences, diagnose, qualityOf, summariseDiagnosis, summariseQuality, viewMessages, type ClockDifference, type QualityOptions, type ViewPorts } from "@sipglass/analyse";
import {
  NOT_EXAMINABLE, PROJECTION_VERSION, countPackets, printRef, type Call, type Diagnosis, type Link, type MessageView, type PacketRefs, type Quality,
} from "@sipglass/model";
import type { CallExamination } from "../../pipeline/messages.ts";
import type { ArchivedPacket, LogReader } from "../../store/log/log.ts";

export interface Leg {
  call: Call;
  messages: MessageView[];
}

export interface ExaminerOptions {
  reader: Pick<LogReader, "read">;
  ports: ViewPorts;
  /** Of a session; throws only for faults of ours. */
  examineSession?(legs: readonly Leg[], links: readonly Link[]): CallExamination[];
  /** What several agents' clocks say about the same messages. */
  onClocks?(differences: readonly ClockDifference[]): void;
  onFailure(error: Error): void;
}

export interface Examiner {
  /** Whole sessions, each leg with its session's id. */
  examine(calls: readonly Call[], links: readonly Link[]): Promise<CallExamination[]>;
}

type Packets = ReadonlyMap<string, ReadonlyMap<number, ArchivedPacket>>;

export function createExaminer({ reader, ports, examineSession = sessionExaminations, onClocks, onFailure }: ExaminerOptions): Examiner {
  const legOf = (call: Call, packets: Packets): Leg => ({ call, messages: viewMessages(viewed(call.refs, packets), ports, call.callId === "" ? undefined : call.callId) });
  const one = (legs: readonly Call[], links: readonly Link[], packets: Packets): CallExamination[] => {
    try {
      const readable = legs.map((call) => legOf(call, packets)).filter(({ messages }) => messages.length > 0);
      const found = readable.length > 0 ? examineSession(readable, links) : [];
      const lost = legs.filter((call) => !readable.some((leg) => leg.call === call));
      return [...found, ...lost.map(notExaminable)];
    } catch (error) {
      onFailure(error as Error);
      return legs.map(notExaminable);
    }
  };
  return {
    async examine(calls, links) {
      const found: CallExamination[] = [];
      for (const sessions of portions(calls)) {
        const packets = await readTogether(reader, sessions.flat(), onFailure);
        for (const legs of sessions) {
          if (onClocks) for (const { agents, refs } of legs) if (agents.length > 1) onClocks(clockDifferences(viewed(refs, packets), ports));
          const ids = new Set(legs.map(({ id }) => id));
          found.push(...one(legs, links.filter(({ from, to }) => ids.has(from) || ids.has(to)), packets));
        }
      }
      return found;
    },
  };
}

/**
 * With the rules and formulas of analyse. A row is read by everybody whose call it is: what it says is drawn from legs that are all of theirs, or
 * nobody's; a leg of another tenant in the same session leaves no trace on it.
 */
export function sessionExaminations(legs: readonly Leg[], links: readonly Link[], options?: QualityOptions): CallExamination[] {
  const qualities = new Map(legs.map((leg) => [leg.call.id, qualityOf(leg, options)]));
  const diagnoses = new Map<string, Diagnosis>();
  const diagnosisFor = ({ tenants }: Call): Diagnosis => {
    const seen = legs.filter(({ call }) => call.tenants.length === 0 || tenants.every((tenant) => call.tenants.includes(tenant)));
    const key = seen.map(({ call }) => call.id).join();
    const known = diagnoses.get(key) ?? diagnoseLegs(seen, links, qualities);
    diagnoses.set(key, known);
    return known;
  };
  return legs.map(({ call }) => ({ ...base(call), ...summariseQuality(qualities.get(call.id)!), projectionVersion: PROJECTION_VERSION, findings: findingsOf(call, diagnosisFor(call)) }));
}

function diagnoseLegs(legs: readonly Leg[], links: readonly Link[], byCall: ReadonlyMap<string, Quality>): Diagnosis {
  const ids = new Set(legs.map(({ call }) => call.id));
  const qualities = legs.map(({ call }) => byCall.get(call.id)!);
  const quality: Quality = { streams: qualities.flatMap(({ streams }) => streams), verdicts: qualities.flatMap(({ verdicts }) => verdicts) };
  return diagnose({ legs: [...legs], links: links.filter(({ from, to }) => ids.has(from) && ids.has(to)), quality });
}

/** A finding belongs to the legs in which its evidence lies; one that names no leg, to all. */
function findingsOf({ id }: Call, diagnosis: Diagnosis): Call["findings"] {
  const own = diagnosis.findings.filter(({ evidence }) => {
    const legs = evidence.filter(({ callId }) => callId !== "");
    return legs.length === 0 || legs.some(({ callId }) => callId === id);
  });
  return summariseDiagnosis({ ...diagnosis, findings: own });
}

const base = ({ id, callId, refs }: Call) => ({ id, callId, packets: countPackets(refs) });
/** What was found before, while its packets were there, stays. */
const notExaminable = (call: Call): CallExamination => ({
  ...base(call), projectionVersion: NOT_EXAMINABLE, findings: call.findings, mos: call.mos, lossPct: call.lossPct, jitterMs: call.jitterMs, rttMs: call.rttMs,
});

function* viewed(refs: readonly PacketRefs[], packets: Packets) {
  for (const { writer, sequences } of refs) {
    const known = packets.get(writer);
    for (const sequence of sequences) {
      const packet = known?.get(sequence);
      if (packet) yield { ref: printRef(packet), receivedUs: packet.receivedUs, eventUs: packet.eventUs, frame: packet.frame };
    }
  }
}

/** Sessions that are read and held in memory together. */
const PACKETS_AT_ONCE = 5000;

function* portions(calls: readonly Call[]): Iterable<Call[][]> {
  let portion: Call[][] = [];
  let packets = 0;
  for (const legs of Map.groupBy(calls, ({ sessionId }) => sessionId).values()) {
    const more = legs.reduce((sum, { refs }) => sum + countPackets(refs), 0);
    if (portion.length > 0 && packets + more > PACKETS_AT_ONCE) {
      yield portion;
      portion = [];
      packets = 0;
    }
    portion.push(legs);
    packets += more;
  }
  if (portion.length > 0) yield portion;
}

/** Blocks hold packets of many calls: asked for together, each is read once. */
async function readTogether(reader: Pick<LogReader, "read">, calls: readonly Call[], onFailure: (error: Error) => void): Promise<Packets> {
  const wanted = new Map<string, Set<number>>();
  for (const { refs } of calls) {
    for (const { writer, sequences } of refs) {
      const known = wanted.get(writer) ?? new Set<number>();
      wanted.set(writer, known);
      for (const sequence of sequences) known.add(sequence);
    }
  }
  const found = new Map<string, Map<number, ArchivedPacket>>();
  for (const [writer, sequences] of wanted) {
    try {
      const packets = await reader.read([{ writer, sequences: [...sequences].sort((a, b) => a - b) }]);
      found.set(writer, new Map(packets.map((packet) => [packet.sequence, packet])));
    } catch (error) {
      onFailure(error as Error);
    }
  }
  return found;
}
