// The tables of the store: made when they are missing, widened when a newer sipglass has more columns.
import { SipglassError } from "@sipglass/model";
import { CALL_TABLE } from "./columns.ts";
import type { Session } from "./database.ts";

/** Rises when what older programs would do with the tables is wrong; new columns alone do not need it. */
const FORMAT = 1;

const TABLES = [
  "meta (name VARCHAR, value VARCHAR)",
  `calls (${CALL_TABLE.map(({ name, sqlType, default: value }) => `${name} ${sqlType} DEFAULT ${value}`).join(", ")})`,
  /** Ids whose row in a sealed day is outdated: the newer one is in `calls`. */
  "replaced (day INTEGER, id VARCHAR)",
  /** The truth about which Parquet file holds which UTC day (days since 1970). A file that is not named here is not read. */
  "sealed_day (day INTEGER, file VARCHAR, calls BIGINT, generation INTEGER)",
  "shard_checkpoint (shard VARCHAR, replay_from VARCHAR, taken_at BIGINT)",
  "open_call (shard VARCHAR, id VARCHAR, json VARCHAR)",
  "registration (aor VARCHAR, contact VARCHAR, last_seen_at BIGINT, json VARCHAR)",
  "agent (name VARCHAR, id BIGINT, peer VARCHAR, json VARCHAR)",
];

/** Answers the columns of `calls` in the order of the table. */
export async function makeSchema(session: Session): Promise<string[]> {
  for (const table of TABLES) await session.run(`CREATE TABLE IF NOT EXISTS ${table}`);
  const [format] = await session.rows("SELECT value FROM meta WHERE name = 'format'");
  if (!format) await session.run((bind) => `INSERT INTO meta VALUES ('format', ${bind.text(String(FORMAT))})`);
  else if (Number(format[0]) > FORMAT) throw new SipglassError("newer_version", { format: Number(format[0]) });
  const found = await session.rows("SELECT column_name FROM duckdb_columns() WHERE database_name = 'sipglass' AND table_name = 'calls' ORDER BY column_index");
  const columns = found.map(([name]) => String(name));
  for (const { name, sqlType, default: value } of CALL_TABLE) {
    if (columns.includes(name)) continue;
    await session.run(`ALTER TABLE calls ADD COLUMN ${name} ${sqlType} DEFAULT ${value}`);
    columns.push(name);
  }
  return columns;
}
