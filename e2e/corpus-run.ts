// One recorded scenario through the real server and back: what was sent against what is archived and what each call shows.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CallJson, MessageJson } from "@sipglass/model";
import { archiveBytes, countHep3, randomFrom, readFrames, sendTcp, sendUdp } from "./hep-frames.ts";
import { startServer, until, type HealthJson, type ServerProcess } from "./server-process.ts";

export interface ScenarioResult {
  scenario: string;
  transport: "udp" | "tcp";
  shards: number;
  sent: number;
  archived: number;
  duplicates: number;
  calls: number;
  messages: number;
  /** Sentences; empty = all equal. */
  differences: string[];
}

interface TruthPacket {
  src: string;
  dst: string;
  sport: number;
  dport: number;
  sec?: number;
  usec?: number;
  method?: string;
  status?: number;
  call_id?: string;
  col?: string;
}

interface List<T> {
  items: T[];
  next: string | null;
}

export async function allCalls(server: ServerProcess): Promise<CallJson[]> {
  const calls: CallJson[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: List<CallJson> = await server.get(`calls?from=1990-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&limit=1000${cursor === "" ? "" : `&cursor=${cursor}`}`);
    calls.push(...page.items);
    cursor = page.next;
  }
  return calls;
}

/**
 * Several scenarios, one after the other, into one server; their Call-IDs must not meet. The archive is counted from outside at the end,
 * the server's own counters say what each scenario added.
 */
export async function runScenarios(corpus: string, scenarios: readonly string[], transport: "udp" | "tcp", shards: number): Promise<ScenarioResult[]> {
  const server = await startServer({ environment: { SIPGLASS_SHARDS: String(shards) } });
  const results: ScenarioResult[] = [];
  const known = new Set<string>();
  try {
    for (const scenario of scenarios) results.push(await runOne(server, corpus, scenario, { transport, shards }, known));
    const health = await server.health();
    for (const { room, reason, count } of health.dropped) if (room === "capture") results.at(-1)?.differences.push(`capture dropped ${count}: ${reason}`);
    await server.stop();
    const archived = countHep3(archiveBytes(server.directory));
    if (archived !== health.stored) results.at(-1)?.differences.push(`zstd -dc shows ${archived} packets, the server counts ${health.stored}`);
    return results;
  } finally {
    await server.kill();
    server.remove();
  }
}

async function runOne(server: ServerProcess, corpus: string, scenario: string, how: { transport: "udp" | "tcp"; shards: number }, known: Set<string>): Promise<ScenarioResult> {
  const frames = readFrames(join(corpus, scenario, "frames.bin"));
  const before = await server.health();
  if (how.transport === "udp") await sendUdp(frames, server.hepPort);
  else await sendTcp(frames, server.hepPort, randomFrom(frames.length * 7919 + how.shards));
  const sum = (health: HealthJson): number => health.stored + health.duplicates - before.stored - before.duplicates;
  const after = await until(() => server.health(), (seen) => sum(seen) >= frames.length, 10_000).catch(() => server.health());
  const { differences, calls, messages } = await compare(server, join(corpus, scenario, "truth.json"), known);
  return { scenario, ...how, sent: frames.length, archived: after.stored - before.stored, duplicates: after.duplicates - before.duplicates, calls, messages, differences };
}

/** `known`: ids of calls of earlier scenarios; those that are new are this one's. */
async function compare(server: ServerProcess, truthFile: string, known: Set<string>): Promise<{ differences: string[]; calls: number; messages: number }> {
  const truth = truthByCall(truthFile);
  const calls = (await allCalls(server)).filter(({ id }) => !known.has(id));
  for (const { id } of calls) known.add(id);
  const differences: string[] = [];
  let messages = 0;
  const seen = new Map<string, string[]>();
  for (const call of calls) {
    const { items } = await server.get<List<MessageJson>>(`calls/${encodeURIComponent(call.id)}/messages`);
    const sip = items.filter(({ type }) => type === 1);
    messages += sip.length;
    if (sip.length !== call.messages) differences.push(`${call.call_id.slice(0, 100)}: the call counts ${call.messages} messages and shows ${sip.length}`);
    seen.set(call.call_id, [...(seen.get(call.call_id) ?? []), ...sip.map(lineOfMessage)]);
  }
  for (const [callId, expected] of truth) differences.push(...compareCall(callId, expected, seen.get(callId) ?? []));
  for (const callId of seen.keys()) if (callId !== "" && !truth.has(callId)) differences.push(`${callId}: not in the truth`);
  return { differences, calls: calls.length, messages };
}

/** Every line of the truth must be shown; of equal lines (mirror duplicates differ only in µs) one is enough. */
function compareCall(callId: string, expected: string[], shown: string[]): string[] {
  const differences: string[] = [];
  const known = new Set(expected);
  // HEP 1 carries no time: such lines of the truth begin with a blank.
  for (const line of shown) if (!known.has(line) && !known.has(` ${withoutTime(line)}`)) differences.push(`${callId}: shows ${line}, which was not sent`);
  const have = new Set(shown.map(withoutTime));
  for (const line of expected) if (!have.has(withoutTime(line))) differences.push(`${callId}: does not show ${line}`);
  return differences;
}

const withoutTime = (line: string): string => line.replace(/^\S* /, "");

function lineOfMessage(message: MessageJson): string {
  return `${message.time} ${message.method ?? message.status_code} ${message.src} > ${message.dst}`;
}

function truthByCall(file: string): Map<string, string[]> {
  const byCall = new Map<string, string[]>();
  const host = (ip: string, port: number): string => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);
  for (const packet of (JSON.parse(readFileSync(file, "utf8")) as { packets: TruthPacket[] }).packets) {
    if (!packet.call_id || (packet.method === undefined && packet.status === undefined)) continue;
    const time = packet.sec === undefined ? "" : `${new Date(packet.sec * 1000).toISOString().slice(0, 19)}.${String(packet.usec ?? 0).padStart(6, "0")}Z`;
    const line = `${time} ${packet.method ?? packet.status} ${host(packet.src, packet.sport)} > ${host(packet.dst, packet.dport)}`;
    byCall.set(packet.call_id, [...(byCall.get(packet.call_id) ?? []), line]);
  }
  return byCall;
}

export const callIdsOf = (corpus: string, scenario: string): Set<string> => new Set(truthByCall(join(corpus, scenario, "truth.json")).keys());

export const hasScenario = (corpus: string, scenario: string): boolean => existsSync(join(corpus, scenario, "frames.bin"));
