// A real PostgreSQL of its own for a test: made by initdb in a folder that goes away again, reached by a socket there and by TCP with
// passwords, with TLS or without.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort, until } from "./server-process.ts";
import { makeCertificates } from "./slapd.ts";

const DEBIAN = "/usr/lib/postgresql";
const PASSWORD = "only-for-this-test";

export interface PostgresServer {
  readonly port: number;
  readonly socketDirectory: string;
  readonly password: string;
  /** Certificate of the authority that vouches for the server's; TLS is offered, not asked for. */
  readonly authority: string;
  /** A connection as the superuser. */
  connect(database: string): Promise<pg.Client>;
  stop(): Promise<void>;
}

/** Folder of initdb and postgres; undefined when they are not installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, "bin")), ...(process.env["PATH"] ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** PostgreSQL refuses to run as root: then it is the user whom its package made. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-pg-"));
  const as = owner();
  if (as) chownSync(directory, as.uid, as.gid);
  chmodSync(directory, 0o755);
  const cluster = join(directory, "cluster");
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  mkdirSync(join(directory, "run"), { mode: 0o777 });
  chmodSync(join(directory, "run"), 0o777);
  execFileSync(join(programs, "initdb"), ["-D", cluster, "-U", "postgres", "-E", "UTF8", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256", `--pwfile=${passwordFile}`], { cwd: directory, stdio: "pipe", ...as });
  makeCertificates(directory);
  const key = join(directory, "server.key");
  chmodSync(key, 0o600);
  if (as) chownSync(key, as.uid, as.gid);
  const port = await freePort();
  const socketDirectory = join(directory, "run");
  const settings = ["-c", `port=${port}`, "-c", `unix_socket_directories=${socketDirectory}`, "-c", "listen_addresses=127.0.0.1", "-c", "ssl=on", "-c", `ssl_cert_file=${join(directory, "server.pem")}`, "-c", `ssl_key_file=${key}`, "-c", "fsync=off", "-c", "max_wal_size=2GB"];
  const child = spawn(join(programs, "postgres"), ["-D", cluster, ...settings], { cwd: directory, stdio: ["ignore", "ignore", "pipe"], ...as });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ host: socketDirectory, port, user: "postgres", database });
    await client.connect();
    return client;
  };
  await until(async () => said, (text) => text.includes("ready to accept connections") || child.exitCode !== null, 30_000);
  if (child.exitCode !== null) throw new Error(said);
  return {
    port, socketDirectory, password: PASSWORD, authority: join(directory, "ca.pem"), connect,
    async stop() {
      await ended(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** SIGINT is PostgreSQL's fast shutdown. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}
