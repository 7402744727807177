// The PostgreSQL of a Homer: connects read-only, asks, and says in people's words what is wrong. The only file that knows the driver.
import { readFileSync } from "node:fs";
import { ERRORS, SipglassError, type ErrorCode } from "@sipglass/model";
import { Client, type ClientConfig } from "pg";
import { usageError } from "../command.ts";

export const TLS_MODES = ["off", "require", "verify"] as const;
export type TlsMode = (typeof TLS_MODES)[number];

export interface HomerServer {
  host: string;
  port: number;
  user: string;
  /** undefined: PGPASSFILE or ~/.pgpass may know it. */
  password: string | undefined;
  /** Named in the address. */
  database: string | undefined;
  tls: TlsMode;
  /** File of certificates that vouch for the server's. */
  tlsCa: string | undefined;
}

export interface HomerDatabase {
  /** `host:port/database`: never with a password. */
  readonly where: string;
  query<T>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const PORT = 5432;
const CONNECT_MS = 15_000;
/** As libpq has it: `require` encrypts and asks nothing of the certificate. */
const TLS_OF_SSLMODE: Readonly<Record<string, TlsMode>> = { disable: "off", allow: "off", prefer: "require", require: "require", "verify-ca": "verify", "verify-full": "verify" };

/** `postgres://user@host:port/database?sslmode=…`; a socket is `postgres://user@/database?host=/run/postgresql`. */
export function parseServer(text: string, given: { password?: string | undefined; tls?: TlsMode | undefined; tlsCa?: string | undefined }): HomerServer {
  // URL knows no address without a host.
  const url = URL.parse(text.replace(/^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)(?=[/?]|$)/i, "$1localhost"));
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw usageError("--from is written postgres://USER@HOST:PORT, or postgres://USER@/DATABASE?host=/DIRECTORY for a socket.");
  const mode = url.searchParams.get("sslmode");
  const tls = given.tls ?? (mode === null ? "off" : TLS_OF_SSLMODE[mode]);
  if (tls === undefined) throw usageError(`sslmode is one of ${Object.keys(TLS_OF_SSLMODE).join(", ")}; not "${mode}".`);
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  return {
    host: url.searchParams.get("host") ?? (url.hostname.replace(/^\[(.*)\]$/, "$1") || "localhost"), port: Number(url.port || url.searchParams.get("port") || PORT), user: user || "postgres",
    password: password || given.password, database: decodeURIComponent(url.pathname.slice(1)) || undefined, tls, tlsCa: given.tlsCa ?? url.searchParams.get("sslrootcert") ?? undefined,
  };
}

export async function connectHomer(server: HomerServer, database: string): Promise<HomerDatabase> {
  const where = `${server.host}:${server.port}/${database}`;
  const client = new Client(configOf(server, database));
  // A connection that ends between two questions is told by the next one.
  client.on("error", () => undefined);
  const query = async <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => {
    try {
      return (await client.query(sql, [...values])).rows as T[];
    } catch (error) {
      throw inWords(error, where);
    }
  };
  try {
    await client.connect();
  } catch (error) {
    throw inWords(error, where);
  }
  await query("SET default_transaction_read_only = on");
  return { where, query, close: () => client.end() };
}

function configOf({ host, port, user, password, tls, tlsCa }: HomerServer, database: string): ClientConfig {
  const ca = tlsCa === undefined ? {} : { ca: certificates(tlsCa) };
  return {
    host, port, user, database, application_name: "sipglass migrate", connectionTimeoutMillis: CONNECT_MS, ssl: tls === "off" ? false : { host, rejectUnauthorized: tls === "verify", ...ca },
    ...(password === undefined ? {} : { password }),
  };
}

function certificates(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new SipglassError("bad_request", { where: file }, `The certificates cannot be read (${(error as Error).message}).`);
  }
}

/** SQLSTATE (PostgreSQL, appendix A) → what it means to people, and what to do. */
const STATES: Readonly<Record<string, readonly [code: ErrorCode, message: string, help: string]>> = {
  "28P01": ["unauthorized", "PostgreSQL does not accept this user and password.", "The password is taken from PGPASSWORD, SIPGLASS_HOMER_DB or ~/.pgpass."],
  "28000": ["unauthorized", "PostgreSQL does not let this user in from here.", "pg_hba.conf of that server says who may come, and whether TLS is needed (--tls require)."],
  "3D000": ["not_found", "There is no such database.", "Homer 7 names them homer_data and homer_config; others: --data-database, --config-database."],
  "42501": ["forbidden", "The user may not read this table.", "It needs: GRANT SELECT ON ALL TABLES IN SCHEMA public TO that user."],
  "42P01": ["not_found", "A table that Homer 7 has is missing.", "Is that the database of a Homer 7? Others are: --data-database, --config-database."],
  "42703": ["not_found", "A column that Homer 7 has is missing.", "Is that the database of a Homer 7?"],
  "57P03": ["unavailable", "PostgreSQL is starting or stopping.", "Run the same command again: what is done is not done twice."],
};

function inWords(error: unknown, where: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = STATES[code];
  if (known) return new SipglassError(known[0], { where, help: known[2] }, `${known[1].replace(/\.$/, "")} (${error.message}).`, { cause: error });
  if (/^[0-9A-Z]{5}$/.test(code)) return new SipglassError("unavailable", { where, sqlstate: code, help: ERRORS.unavailable.help }, `PostgreSQL says: ${error.message}.`, { cause: error });
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    const help = "--tls-ca FILE says who vouches for it; --tls require encrypts without asking.";
    return new SipglassError("unavailable", { where, help }, `PostgreSQL's certificate is not trusted (${error.message}).`, { cause: error });
  }
  const help = "Is that its address? A database that speaks TLS only needs --tls require. Run again later: what is done is not done twice.";
  return new SipglassError("unavailable", { where, help }, `PostgreSQL does not answer (${code || error.message}).`, { cause: error });
}
