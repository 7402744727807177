// The DuckDB instance of the store: one writer at a time, a few readers beside it, each read in one snapshot.
import { mkdirSync, statSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { SipglassError } from "@sipglass/model";
import { Binder } from "./binder.ts";

export interface DatabaseOptions {
  directory: string;
  threads: number;
  memoryLimitMb: number;
}

export type Row = DuckDBValue[];

export interface Session {
  readonly connection: DuckDBConnection;
  /** The SQL is made with a binder for its parameters. */
  rows(sql: string | ((bind: Binder) => string)): Promise<Row[]>;
  /** Chunk after chunk, by column: for results too large for one array. */
  chunks(sql: string): AsyncIterable<Row[]>;
  /** How many rows it changed. */
  run(sql: string | ((bind: Binder) => string)): Promise<number>;
}

export interface Database {
  /** Work of writers runs one after the other; each in a transaction, undone when it throws. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** In the writers' order, but without a transaction. */
  maintain<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Folds the write-ahead log into the database file. Refused when the disk has no room for it: failing half-way costs a reopening. */
  checkpoint(): Promise<void>;
  /** One snapshot; several run beside each other. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` when no read runs, and lets none begin meanwhile: files may be swapped. */
  withoutReaders<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Rows per row group. DuckDB rewrites the last one at every checkpoint, so small ones keep checkpoints short (measured: 0.4 s instead of 1.2 s). */
const ROW_GROUP_ROWS = 30_720;
const READERS = 4;
const SPARE_BYTES = 16_777_216;
export const TABLES_FILE = "calls.duckdb";

const attach = (directory: string): string => `ATTACH ${quote(join(directory, TABLES_FILE))} AS sipglass (ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, STORAGE_VERSION 'latest')`;
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export async function openDatabase({ directory, threads, memoryLimitMb }: DatabaseOptions): Promise<Database> {
  mkdirSync(directory, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads), memory_limit: `${memoryLimitMb}MiB`, temp_directory: join(directory, "tmp"),
    // Checkpoints are ordered by us (upkeep.ts): an automatic one would stall a commit for seconds.
    checkpoint_threshold: "64GB", preserve_insertion_order: "false", late_materialization_max_rows: "2000",
    autoinstall_known_extensions: "false", autoload_known_extensions: "false",
  });
  const connect = async (): Promise<Session> => {
    const connection = await instance.connect();
    await connection.run("USE sipglass");
    for (const macro of MACROS) await connection.run(macro);
    return sessionOf(connection);
  };
  try {
    const keeper = sessionOf(await instance.connect());
    await keeper.run("SET GLOBAL parquet_metadata_cache = true");
    await keeper.run(attach(directory));
    return new DuckDatabase({ directory, instance, keeper, writer: await connect(), connect });
  } catch (error) {
    instance.closeSync();
    throw toSipglassError(error);
  }
}

/** ip6_key: the 32 hexadecimal digits of an IPv6 address, so that networks are ranges. */
const MACROS = [
  `CREATE OR REPLACE TEMP MACRO ip6_part(part) AS CASE WHEN part = '' THEN ''
     ELSE array_to_string(list_transform(string_split(part, ':'), lambda g: lpad(g, 4, '0')), '') END`,
  `CREATE OR REPLACE TEMP MACRO ip6_key(ip) AS CASE WHEN NOT contains(ip, '::') THEN ip6_part(lower(ip))
     ELSE ip6_part(split_part(lower(ip), '::', 1))
       || repeat('0', 32 - length(ip6_part(split_part(ip, '::', 1))) - length(ip6_part(split_part(ip, '::', 2))))
       || ip6_part(split_part(lower(ip), '::', 2)) END`,
];

function sessionOf(connection: DuckDBConnection): Session {
  const result = async (make: string | ((bind: Binder) => string)) => {
    const bind = new Binder();
    const sql = typeof make === "string" ? make : make(bind);
    try {
      return await connection.run(sql, bind.values, bind.types);
    } catch (error) {
      throw toSipglassError(error);
    }
  };
  return {
    connection,
    rows: async (sql) => (await result(sql)).getRows(),
    async *chunks(sql) {
      const streamed = await connection.stream(sql);
      for (let chunk = await streamed.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await streamed.fetchChunk()) yield chunk.getColumns();
    },
    run: async (sql) => (await result(sql)).rowsChanged,
  };
}

interface Connections {
  directory: string;
  instance: DuckDBInstance;
  /** Attaches and detaches: not possible from a session that uses the database. */
  keeper: Session;
  writer: Session;
  connect(): Promise<Session>;
}

class DuckDatabase implements Database {
  private readonly to: Connections;
  private writing: Promise<unknown> = Promise.resolve();
  private readonly idle: Session[] = [];
  private readonly waiting: (() => void)[] = [];
  private reading = 0;
  private closedTo = 0;
  private readonly whenStill: (() => void)[] = [];
  /** DuckDB gave the database up (a failed checkpoint); its file and log are whole, and are opened again before the next use. */
  private invalid = false;

  constructor(to: Connections) {
    this.to = to;
  }

  maintain<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const result = this.writing.then(async () => {
      if (this.invalid) await this.reattach();
      return this.noting(() => work(this.to.writer));
    });
    this.writing = result.catch(() => undefined);
    return result;
  }

  write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.maintain((session) => transaction(session, "BEGIN", work));
  }

  checkpoint(): Promise<void> {
    return this.maintain(async (session) => {
      const log = statSync(join(this.to.directory, `${TABLES_FILE}.wal`), { throwIfNoEntry: false })?.size ?? 0;
      const { bavail, bsize } = statfsSync(this.to.directory);
      if (bavail * bsize < log + SPARE_BYTES) throw new SipglassError("disk_full");
      await session.run("CHECKPOINT");
    });
  }

  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (this.invalid) await this.maintain(() => Promise.resolve());
    while (this.reading >= READERS || this.closedTo > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.reading++;
    try {
      const session = this.idle.pop() ?? (await this.to.connect());
      try {
        return await this.noting(() => transaction(session, "BEGIN TRANSACTION READ ONLY", work));
      } finally {
        this.idle.push(session);
      }
    } finally {
      this.reading--;
      if (this.reading === 0) for (const resolve of this.whenStill.splice(0)) resolve();
      this.wake();
    }
  }

  async withoutReaders<T>(work: () => Promise<T>): Promise<T> {
    this.closedTo++;
    try {
      while (this.reading > 0) await new Promise<void>((resolve) => this.whenStill.push(resolve));
      return await work();
    } finally {
      this.closedTo--;
      this.wake();
    }
  }

  async close(): Promise<void> {
    await this.writing;
    await this.checkpoint().catch(() => undefined);
    await this.withoutReaders(async () => {
      for (const session of [this.to.keeper, this.to.writer, ...this.idle]) session.connection.closeSync();
      this.to.instance.closeSync();
    });
  }

  private async noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { cause } = toSipglassError(error);
      if (cause instanceof Error && /has been invalidated/.test(cause.message)) this.invalid = true;
      throw error;
    }
  }

  private reattach(): Promise<void> {
    return this.withoutReaders(async () => {
      await this.to.keeper.run("DETACH sipglass").catch(() => undefined);
      await this.to.keeper.run(attach(this.to.directory));
      this.invalid = false;
    });
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

async function transaction<T>(session: Session, begin: string, work: (session: Session) => Promise<T>): Promise<T> {
  await session.run(begin);
  try {
    const result = await work(session);
    await session.run("COMMIT");
    return result;
  } catch (error) {
    await session.run("ROLLBACK").catch(() => undefined);
    throw toSipglassError(error);
  }
}

/** DuckDB's errors are texts; those that an operator can act on get their own code. */
export function toSipglassError(error: unknown): SipglassError {
  if (error instanceof SipglassError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  if (/no space left|ENOSPC|disk quota/i.test(cause.message)) return new SipglassError("disk_full", {}, undefined, { cause });
  if (/conflicting lock|could not set lock/i.test(cause.message)) {
    return new SipglassError("conflict", {}, "The index is in use by another process. Stop it, or set SIPGLASS_DATA to another directory.", { cause });
  }
  if (/invalid regex|regular expression|RE2|bad repetition|no argument for repetition/i.test(cause.message)) return new SipglassError("bad_query", {}, undefined, { cause });
  return new SipglassError("unavailable", {}, `The index could not do that: ${cause.message}`, { cause });
}
