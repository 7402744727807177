// Rows in the shapes of homer-app's answers: both JSON columns flattened into one object, times in milliseconds and microseconds.
import { hostPort } from "@sipglass/model";
import type { HeaderValue, HomerRow } from "./homer-row.ts";
import { arrowOf, isSipTable } from "./homer-table.ts";
import { reportText } from "./report-text.ts";

export type AliasOf = (ip: string, port: number) => string;
type Json = Record<string, unknown>;

const ms = (us: number): number => Math.floor(us / 1000);

/**
 * Who reads an answer. homer-ui of every version draws `micro_ts` as milliseconds, which homer-app sent until 1.5.15; since then it is
 * microseconds, as programs read it. And where a report is no JSON, homer-ui shows none of them.
 */
export type HomerReader = "page" | "program";
const microTs = (us: number, reader: HomerReader): number => (reader === "page" ? ms(us) : us);

/** A key in both headers holds the values of both (`node` of reports: its agent and the database). */
function flattened({ protocolHeader, dataHeader }: HomerRow): Json {
  const flat: Json = { ...protocolHeader };
  for (const [key, value] of Object.entries(dataHeader)) flat[key] = key in flat ? [flat[key], value] : value;
  return flat;
}

const ends = ({ protocolHeader: header }: HomerRow) => ({
  srcIp: String(header["srcIp"]), srcPort: Number(header["srcPort"]), dstIp: String(header["dstIp"]), dstPort: Number(header["dstPort"]),
});

/** Union of the keys, as `keys` of every answer. */
export const keysOf = (rows: readonly Json[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

/** `/search/call/data`. */
export function searchJson(row: HomerRow, aliasOf: AliasOf): Json {
  const { srcIp, srcPort, dstIp, dstPort } = ends(row);
  const { node: _, ...headers } = flattened(row);
  return {
    id: row.id, uuid: row.id, sid: row.sid, node: "localnode", dbnode: "localnode", table: `hep_proto_${row.table}`, create_date: ms(row.timeUs), ...headers,
    aliasSrc: aliasOf(srcIp, srcPort), aliasDst: aliasOf(dstIp, dstPort), ...(row.table === "100_default" ? { raw: row.raw } : {}),
  };
}

/** `/search/call/message`. */
export const messageJson = (row: HomerRow, reader: HomerReader): Json => ({
  id: row.id, uuid: row.id, sid: row.sid, raw: row.raw, create_ts: ms(row.timeUs), micro_ts: microTs(row.timeUs, reader), ...flattened(row),
});

const transactionMessage = (row: HomerRow, reader: HomerReader): Json => ({
  id: row.id, sid: row.sid, raw: row.raw, profile: row.table, node: row.node, dbnode: "localnode", create_date: ms(row.timeUs), create_ts: ms(row.timeUs), micro_ts: microTs(row.timeUs, reader),
  ...flattened(row), ...(isSipTable(row.table) ? {} : { node: [row.node, "localnode"] }),
});

interface Place {
  host: string[];
  position: number;
}

/** homer-ui puts messages and arrows together by id: further messages of one payload take numbers that are nobody's. */
function withOwnIds(rows: readonly HomerRow[]): HomerRow[] {
  const taken = new Set<number>();
  return rows.map((row, i) => {
    const own = taken.has(row.id) ? { ...row, id: -(i + 1) } : row;
    taken.add(row.id);
    return own;
  });
}

/** `/call/transaction`: messages, arrows, columns and their names. */
export function transactionJson(found: readonly HomerRow[], aliasOf: AliasOf, reader: HomerReader): Json {
  const rows = withOwnIds(found);
  const hosts = new Map<string, Place>();
  const alias: Record<string, string> = {};
  const place = (ip: string, port: number): Place => {
    const id = hostPort(ip, port);
    alias[id] = aliasOf(ip, port);
    const known = hosts.get(id) ?? { host: [id], position: hosts.size };
    hosts.set(id, known);
    return known;
  };
  const calldata = rows.map((row) => {
    const { srcIp, srcPort, dstIp, dstPort } = ends(row);
    place(srcIp, srcPort);
    const destination = place(dstIp, dstPort).position;
    const method = methodOf(row);
    return {
      id: row.id, sid: row.sid, srcHost: srcIp, dstHost: dstIp, srcId: hostPort(srcIp, srcPort), dstId: hostPort(dstIp, dstPort), srcIp, dstIp, srcPort, dstPort,
      aliasSrc: aliasOf(srcIp, srcPort), aliasDst: aliasOf(dstIp, dstPort), method, method_text: method, create_date: ms(row.timeUs), micro_ts: microTs(row.timeUs, reader),
      protocol: row.protocolHeader["protocol"], msg_color: "blue", table: "", ruri_user: row.raw.slice(0, 50), destination,
    };
  });
  const messages = rows.map((row) => transactionMessage(row, reader));
  return { total: rows.length, keys: keysOf(messages), data: { messages, calldata, hosts: Object.fromEntries(hosts), alias } };
}

function methodOf(row: HomerRow): HeaderValue {
  return isSipTable(row.table) ? (row.dataHeader["method"] ?? "") : arrowOf(row.payloadType);
}

/** RFC 3339 with microseconds, as these two reports alone have it. */
const rfc3339 = (us: number): string => new Date(Math.floor(us / 1000)).toISOString().replace(/\.(\d{3})Z$/, (_, millis: string) => `.${millis}${String(us % 1000).padStart(3, "0")}Z`);

/** `/call/report/qos` and `/call/report/log`. */
export const reportJson = (row: HomerRow, reader: HomerReader): Json => ({
  id: row.id, sid: row.sid, raw: reader === "page" && row.table === "35_default" ? reportText(row) : row.raw, create_date: rfc3339(row.timeUs), dbnode: "localnode", node: [row.node, "localnode"], profile: "", proto: row.dataHeader["proto"], ...row.protocolHeader,
});
