// A data directory as the server left it, looked at without the server: every call, stored or open, every packet, and which packet is whose.
import { join } from "node:path";
import { decodeHep } from "@sipglass/decode";
import { ALL, MATCH_ALL, printRef, type Call } from "@sipglass/model";
import { openEmbeddedStore } from "../packages/server/src/store/embedded/mod.ts";
import { openLogReader } from "../packages/server/src/store/log/mod.ts";

export interface StoredPacket {
  /** Call-ID, or the correlation id of what is no SIP. */
  callId: string;
  line: string;
}

export interface StoredCalls {
  calls: Call[];
  /** Call-IDs of those that were open when the server stopped. */
  open: Set<string>;
  packets: Map<string, StoredPacket>;
}

export async function readStoredCalls(directory: string): Promise<StoredCalls> {
  const store = await openEmbeddedStore({ directory: join(directory, "index") });
  const calls: Call[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.search(ALL, { query: MATCH_ALL, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit: 5000, order: "oldest", ...(cursor === undefined ? {} : { cursor }) });
    calls.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  const open: Call[] = [];
  for (const { openCalls } of await store.checkpoints()) for (const { json } of openCalls) open.push((JSON.parse(json) as { call: Call }).call);
  await store.close();
  return { calls: [...calls, ...open], open: new Set(open.map(({ callId }) => callId)), packets: await readPackets(directory) };
}

async function readPackets(directory: string): Promise<Map<string, StoredPacket>> {
  const reader = await openLogReader({ directory: join(directory, "archive") });
  const packets = new Map<string, StoredPacket>();
  for await (const archived of reader.scan({})) {
    const decoded = decodeHep(archived.frame, { inflate: () => undefined });
    if (!decoded.ok) continue;
    const text = Buffer.from(decoded.value.payload).toString("latin1");
    const callId = decoded.value.correlationId || (/^Call-ID: (.*)\r$/m.exec(text)?.[1] ?? "");
    packets.set(printRef(archived), { callId, line: text.split("\r\n", 1)[0] ?? "" });
  }
  await reader.close();
  return packets;
}
