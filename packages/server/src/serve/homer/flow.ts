// The call flow of the seed's own clients: the Go client reads `callid`, `start_time`, `raw_message` at the root, the TypeScript one `callId`,
// `startTime`, `message`; both spellings are there.
import { hostPort, toRfc3339 } from "@sipglass/model";
import type { HomerRow } from "../../search/homer/homer-row.ts";
import { isSipTable } from "../../search/homer/homer-table.ts";

export function flowJson(rows: readonly HomerRow[]): Record<string, unknown> {
  const sip = rows.filter(({ table }) => isSipTable(table));
  const first = sip[0];
  const last = sip.at(-1);
  const callId = first?.sid ?? "";
  const start = first ? toRfc3339(first.timeUs) : null;
  const end = last ? toRfc3339(last.timeUs) : null;
  const header = first?.dataHeader ?? {};
  const from = partyOf(header["from_user"], header["from_domain"]);
  const to = partyOf(header["to_user"], header["to_domain"]);
  return {
    callid: callId, callId, start_time: start, startTime: start, end_time: end, endTime: end, duration: first && last ? Math.round((last.timeUs - first.timeUs) / 1e3) / 1e3 : 0,
    from, to, messages: sip.map(messageOf),
  };
}

const partyOf = (user: unknown, domain: unknown): string => [user, domain].filter((part) => part !== undefined && part !== "").join("@");

function messageOf({ timeUs, dataHeader, protocolHeader, raw, sid }: HomerRow): Record<string, unknown> {
  const end = (side: "src" | "dst"): string => hostPort(String(protocolHeader[`${side}Ip`]), Number(protocolHeader[`${side}Port`]));
  return { timestamp: toRfc3339(timeUs), callid: sid, method: dataHeader["method"], cseq: dataHeader["cseq"], source: end("src"), destination: end("dst"), raw_message: raw, message: raw };
}
