// A Homer 7 as heplify-server and homer-app leave it: both databases made from their documented schema, and filled as heplify-server fills them.
// Written down a second time here: nothing of the program's own reading is used.
import type pg from "pg";
import { generateCalls } from "sipglass/simulate";
import type { PostgresServer } from "./postgres-server.ts";

const PARENTS = ["1_call", "1_registration", "1_default", "5_default", "35_default", "54_default", "100_default"];
const PARTITION_MS = 2 * 3_600_000;
const BATCH = 5_000;

export interface HomerRow {
  /** Without `hep_proto_`. */
  table: string;
  sid: string;
  us: number;
  protocolHeader: Record<string, unknown>;
  dataHeader: Record<string, unknown>;
  raw: string;
}

const iso = (us: number): string => `${new Date(Math.floor(us / 1000)).toISOString().slice(0, -1)}${String(us % 1000).padStart(3, "0")}Z`;

/** Parents partitioned by time, with the indexes of heplify-server. */
export async function makeDataDatabase(server: PostgresServer, fromUs: number, toUs: number): Promise<pg.Client> {
  const admin = await server.connect("postgres");
  await admin.query("CREATE DATABASE homer_data");
  await admin.end();
  const database = await server.connect("homer_data");
  for (const parent of PARENTS) {
    const name = `hep_proto_${parent}`;
    await database.query(`CREATE TABLE ${name} (id BIGSERIAL NOT NULL, sid varchar NOT NULL, create_date timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
      protocol_header jsonb NOT NULL, data_header jsonb NOT NULL, raw varchar NOT NULL) PARTITION BY RANGE (create_date)`);
    for (let ms = Math.floor(fromUs / 1000 / PARTITION_MS) * PARTITION_MS; ms * 1000 < toUs; ms += PARTITION_MS) {
      const stamp = new Date(ms).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(\d+):(\d+).*/, "$1$2$3_$4$5");
      const partition = `${name}_${stamp}`;
      await database.query(`CREATE TABLE ${partition} PARTITION OF ${name} FOR VALUES FROM ('${iso(ms * 1000)}') TO ('${iso((ms + PARTITION_MS) * 1000)}')`);
      for (const [what, on] of [["create_date", "create_date"], ["sid", "sid"], ["srcip", "((protocol_header->>'srcIp'))"], ["correlation", "((protocol_header->>'correlation_id'))"]]) {
        await database.query(`CREATE INDEX ${partition}_${what} ON ${partition} (${on})`);
      }
    }
  }
  return database;
}

export async function insertRows(database: pg.Client, rows: readonly HomerRow[]): Promise<void> {
  for (const [table, all] of Map.groupBy(rows, (row) => row.table)) {
    for (let at = 0; at < all.length; at += BATCH) {
      const values = all.slice(at, at + BATCH).map((row) => ({ sid: row.sid, create_date: iso(row.us), protocol_header: row.protocolHeader, data_header: row.dataHeader, raw: row.raw }));
      await database.query(`INSERT INTO hep_proto_${table} (sid, create_date, protocol_header, data_header, raw)
        SELECT sid, create_date, protocol_header, data_header, raw FROM jsonb_to_recordset($1::jsonb) AS r(sid varchar, create_date timestamptz, protocol_header jsonb, data_header jsonb, raw varchar)`, [JSON.stringify(values)]);
    }
  }
}

/** Rows of generated calls with their RTCP, a log line for every tenth, in the order of time. */
export function* generatedRows(options: { calls: number; rate: number; startUs: number; seed: number }): Generator<HomerRow> {
  let logged = 0;
  for (const { frame } of generateCalls({ ...options, agents: 3 })) {
    const row = rowOfFrame(Buffer.from(frame));
    yield row;
    if (row.table !== "1_call" || row.dataHeader["method"] !== "INVITE" || (logged += 1) % 10 !== 0) continue;
    const header = { ...row.protocolHeader, payloadType: 100, correlation_id: row.sid, timeUseconds: (row.us + 7) % 1e6 };
    yield { table: "100_default", sid: row.sid, us: row.us + 7, protocolHeader: header, dataHeader: { node: "pbx1", proto: "log" }, raw: `NOTICE: routing ${row.sid} – Überlauf "2"` };
    yield { ...row, table: "35_default", sid: row.sid, us: row.us + 9, protocolHeader: { ...header, payloadType: 35 }, dataHeader: { node: "pbx1", proto: "rtcpxr" }, raw: `VQSessionReport: CallTerm\r\nMOSLQ=4.${logged % 10}` };
  }
}

const CALL = new Set(["INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "REFER", "INFO", "NOTIFY"]);

/** One HEP 3 frame as heplify-server stores it. */
function rowOfFrame(frame: Buffer): HomerRow {
  const chunks = new Map<number, Buffer>();
  for (let at = 6; at < frame.length; at += frame.readUInt16BE(at + 4)) chunks.set(frame.readUInt16BE(at + 2), frame.subarray(at + 6, at + frame.readUInt16BE(at + 4)));
  const number = (chunk: number): number => Number(`0x${chunks.get(chunk)?.toString("hex") ?? "0"}`);
  const text = (chunk: number): string => chunks.get(chunk)?.toString("utf8") ?? "";
  const ip = (chunk: number): string => [...(chunks.get(chunk) ?? [])].join(".");
  const [seconds, micros, payloadType, raw] = [number(9), number(10), number(11), text(15)];
  const header = (name: string): string => new RegExp(`^${name}: *(.*?)\\r?$`, "im").exec(raw)?.[1] ?? "";
  const callId = payloadType === 1 ? header("(?:Call-ID|i)") : text(17);
  const cseq = header("CSeq");
  const method = cseq.split(" ")[1] ?? "";
  const table = payloadType === 1 ? (CALL.has(method) ? "1_call" : method === "REGISTER" ? "1_registration" : "1_default") : payloadType === 5 ? "5_default" : payloadType === 100 ? "100_default" : "35_default";
  return {
    table, sid: callId, us: seconds * 1e6 + micros, raw,
    protocolHeader: {
      protocolFamily: 2, protocol: number(2), srcIp: ip(3), dstIp: ip(4), srcPort: number(7), dstPort: number(8), timeSeconds: seconds, timeUseconds: micros, payloadType,
      captureId: text(19).replace("sim-03", "2003") || String(number(12)), correlation_id: text(17) || callId,
    },
    dataHeader: payloadType === 1 ? { callid: callId, cseq, method: /^SIP\/2.0 (\d+)/.exec(raw)?.[1] ?? method, from_user: "", to_user: "", ruri_user: "" } : { node: text(19), proto: "rtcp" },
  };
}

const CONFIG = `
CREATE TABLE users (id SERIAL PRIMARY KEY, username varchar(50) NOT NULL, partid integer NOT NULL, email varchar(250) NOT NULL, firstname varchar(50) NOT NULL, lastname varchar(50) NOT NULL,
  department varchar(50) NOT NULL, usergroup varchar(250) NOT NULL, hash varchar(128) NOT NULL, guid uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), enabled boolean NOT NULL DEFAULT true, params jsonb);
CREATE TABLE alias (id SERIAL PRIMARY KEY, guid uuid, alias varchar(40), ip varchar(60), port integer, mask integer, "captureID" varchar(20), status boolean, create_date timestamptz NOT NULL DEFAULT now());
CREATE TABLE mapping_schema (id SERIAL PRIMARY KEY, guid uuid, profile varchar(100) NOT NULL, hepid integer NOT NULL, hep_alias varchar(100), partid integer NOT NULL, version integer NOT NULL,
  retention integer NOT NULL, partition_step integer NOT NULL, create_index json, create_table text, correlation_mapping json, fields_mapping json, schema_mapping json, schema_settings json, fields_settings json, create_date timestamptz NOT NULL DEFAULT now());
CREATE TABLE hepsub_mapping_schema (id SERIAL PRIMARY KEY, guid uuid, profile varchar(100) NOT NULL, hepid integer NOT NULL, hep_alias varchar(100), version integer NOT NULL, mapping json, create_date timestamptz NOT NULL DEFAULT now());
CREATE TABLE user_settings (id SERIAL PRIMARY KEY, guid uuid, username varchar(100) NOT NULL, partid integer NOT NULL, category varchar(100) NOT NULL, param varchar(100) NOT NULL, data json, create_date timestamptz NOT NULL DEFAULT now());
CREATE TABLE global_settings (id SERIAL PRIMARY KEY, guid uuid, partid integer NOT NULL, category varchar(100) NOT NULL, param varchar(100) NOT NULL, data json, create_date timestamptz NOT NULL DEFAULT now());
CREATE TABLE auth_token (id SERIAL PRIMARY KEY, guid uuid, creator_guid uuid, name varchar(100), token varchar(250), user_object json, ip_address varchar(100), create_date timestamptz NOT NULL DEFAULT now(),
  lastusage_date timestamptz, expire_date timestamptz NOT NULL, usage_calls integer, limit_calls integer, active boolean);
CREATE TABLE versions (id SERIAL PRIMARY KEY, table_name varchar(50), table_version integer);
`;

/** homer_config with its tables; rows are the test's. */
export async function makeConfigDatabase(server: PostgresServer): Promise<pg.Client> {
  const admin = await server.connect("postgres");
  await admin.query("CREATE DATABASE homer_config");
  await admin.end();
  const database = await server.connect("homer_config");
  await database.query(CONFIG);
  return database;
}

export async function insertObjects(database: pg.Client, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  for (const row of rows) {
    const names = Object.keys(row);
    const values = Object.values(row).map((value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : value));
    await database.query(`INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${names.map((_, i) => `$${i + 1}`).join(", ")})`, values);
  }
}
