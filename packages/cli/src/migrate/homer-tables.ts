// What is asked of Homer's two databases: which tables there are, rows of a range of time, how many, and the objects of its configuration.
import { SipglassError, toRfc3339, type TimeRange } from "@sipglass/model";
import type { HomerDatabase } from "./connection.ts";
import type { HomerRow } from "./homer-row.ts";
import type { RowSource } from "./windows.ts";

/** PostgreSQL's own numbering: SIP first, so that a call is known before its reports of the same microsecond. */
const TABLES = `SELECT c.relname AS name FROM pg_class c
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND pg_table_is_visible(c.oid) AND c.relname ~ $1
  ORDER BY (substring(c.relname from '\\d+'))::int, c.relname`;
const PACKETS = "^hep_proto_\\d+_[A-Za-z0-9_]+$";
const ROWS = `SELECT id::text AS id, (extract(epoch FROM create_date) * 1000000)::bigint::text AS us, sid, protocol_header AS header, raw FROM `;
const IN_RANGE = ` WHERE create_date >= $1::timestamptz AND create_date < $2::timestamptz`;

/** A name from the catalogue; PACKETS lets no quotation mark in. */
const quoted = (table: string): string => `"${table}"`;
const bounds = ({ fromUs, toUs }: TimeRange): string[] => [toRfc3339(fromUs), toRfc3339(toUs)];

export async function packetTables(database: HomerDatabase): Promise<string[]> {
  const found = (await database.query<{ name: string }>(TABLES, [PACKETS])).map(({ name }) => name);
  if (found.length === 0) throw await whatElse(database);
  return found;
}

const OTHERS: readonly (readonly [pattern: string, meaning: string])[] = [
  ["^mapping_schema$", "That is Homer's configuration (homer_config); captured packets are in another database, usually homer_data: --data-database."],
  ["^sip_capture_", "That looks like a Homer 5, whose packets stand in other tables; only Homer 7 can be migrated."],
];

/** No table of packets: which other database is that? */
async function whatElse(database: HomerDatabase): Promise<SipglassError> {
  for (const [pattern, meaning] of OTHERS) {
    if ((await database.query(TABLES.replace(/ORDER BY.*/s, "LIMIT 1"), [pattern])).length > 0) return new SipglassError("not_found", { where: database.where, help: meaning }, "This database has no tables of Homer 7 (hep_proto_…).");
  }
  return new SipglassError("not_found", { where: database.where, help: "Homer 7 keeps packets in homer_data (--data-database). Homer 11 keeps none in PostgreSQL." }, "This database has no tables of Homer 7 (hep_proto_…).");
}

export function rowSource(database: HomerDatabase): RowSource {
  return {
    async rows(table, range, limit) {
      const rows = await database.query<Omit<HomerRow, "timeUs"> & { us: string }>(`${ROWS}${quoted(table)}${IN_RANGE} ORDER BY create_date, id LIMIT $3`, [...bounds(range), limit ?? null]);
      return rows.map(({ id, us, sid, header, raw }) => ({ id, timeUs: Number(us), sid, header, raw }));
    },
    async firstUs(table, range) {
      const [row] = await database.query<{ us: string | null }>(`SELECT (extract(epoch FROM min(create_date)) * 1000000)::bigint::text AS us FROM ${quoted(table)}${IN_RANGE}`, bounds(range));
      return row?.us ? Number(row.us) : undefined;
    },
  };
}

/** When the last row of a table was, epoch µs; undefined when it is empty. */
export async function lastUs(database: HomerDatabase, table: string): Promise<number | undefined> {
  const [row] = await database.query<{ us: string | null }>(`SELECT (extract(epoch FROM max(create_date)) * 1000000)::bigint::text AS us FROM ${quoted(table)}`);
  return row?.us ? Number(row.us) : undefined;
}

/** The database's own clock, epoch µs. */
export async function clockUs(database: HomerDatabase): Promise<number> {
  const [row] = await database.query<{ us: string }>("SELECT (extract(epoch FROM now()) * 1000000)::bigint::text AS us");
  return Number(row?.us);
}

export async function countRows(database: HomerDatabase, table: string, range: TimeRange): Promise<number> {
  const [row] = await database.query<{ count: string }>(`SELECT count(*)::text AS count FROM ${quoted(table)}${IN_RANGE}`, bounds(range));
  return Number(row?.count ?? 0);
}

/** What tells this database from every other: its cluster's own number. "" where the user may not ask. */
export async function clusterId(database: HomerDatabase): Promise<string> {
  const rows = await database.query<{ id: string }>("SELECT system_identifier::text AS id FROM pg_control_system()").catch(() => []);
  return rows[0] === undefined ? "" : BigInt(rows[0].id).toString(36);
}

/** Table of homer_config → what the server calls its rows. */
const OBJECTS = { users: "users", alias: "aliases", mapping_schema: "mappings", hepsub_mapping_schema: "hepsub", user_settings: "user_settings", global_settings: "global_settings", auth_token: "tokens" } as const;

export type HomerObjects = Partial<Record<(typeof OBJECTS)[keyof typeof OBJECTS], Record<string, unknown>[]>>;

/** Rows as they are: versions of homer-app differ in columns. Tables that are younger than the installation may be missing. */
export async function readObjects(database: HomerDatabase): Promise<HomerObjects> {
  const names = Object.keys(OBJECTS) as (keyof typeof OBJECTS)[];
  const present = new Set((await database.query<{ name: string }>(TABLES.replace(/ORDER BY.*/s, ""), [`^(${names.join("|")})$`])).map(({ name }) => name));
  if (!present.has("users")) {
    throw new SipglassError("not_found", { where: database.where, help: "Homer 7 keeps its users in homer_config (--config-database)." }, "This database has no configuration of a Homer 7 (users, alias, mapping_schema, …).");
  }
  const read: HomerObjects = {};
  for (const name of names.filter((each) => present.has(each))) {
    read[OBJECTS[name]] = (await database.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${quoted(name)} t ORDER BY id`)).map(({ row }) => row);
  }
  return read;
}
