// `sipglass migrate homer`: what a Homer 7 has gathered and its people have made comes into a server, while both of them run.
import { parseMoment, type TimeRange } from "@sipglass/model";
import { createClient, SERVER_OPTIONS } from "../client.ts";
import { usageError, type Command, type CommandCall, type Values } from "../command.ts";
import { connectHomer, parseServer, TLS_MODES, type HomerDatabase, type HomerServer } from "../migrate/connection.ts";
import { clusterId, readObjects } from "../migrate/homer-tables.ts";
import { countPackets, migratePackets, type PacketsReport } from "../migrate/migrate-packets.ts";
import { printCounts, printObjects, printPackets, type MigratedObject } from "../print/migration-text.ts";

const PARTS = ["users", "calls"] as const;
const MORE = `Read are users with their passwords, API tokens, aliases, mappings, dashboards and settings (homer_config), and the packets of all
hep_proto_ tables (homer_data). Nothing is written to Homer. What is here already stays as it is, so it can be run again at any time: after it was
cut off it goes on where it stood, and later it brings what has come since.

The address with its password is better given by SIPGLASS_HOMER_DB, the password alone by PGPASSWORD or ~/.pgpass: what stands on the command line
can be read by everybody on the machine. Exit code 5: not all is here; run it again.

examples:
  PGPASSWORD=… sipglass migrate homer --from postgres://homer_user@db.example --dry-run
  sipglass migrate homer --from postgres://homer_user@db.example --only users --role tier2=support
  sipglass migrate homer --from 'postgres://homer@/homer_data?host=/run/postgresql' --since -30d`;

export const migrate: Command = {
  name: "migrate", summary: "take over a Homer 7: its users and settings, and all that it has captured", usage: "homer --from ADDRESS [options]",
  options: [
    { name: "from", value: "ADDRESS", help: "postgres://USER@HOST:PORT/DATABASE (SIPGLASS_HOMER_DB)" },
    { name: "data-database", value: "NAME", help: "where the packets are (default: that of the address, else homer_data)" },
    { name: "config-database", value: "NAME", help: "where users and settings are (default homer_config)" },
    { name: "tls", value: "MODE", help: "to PostgreSQL: off, require, or verify its certificate (default off, or what sslmode in the address says)" },
    { name: "tls-ca", value: "FILE", help: "certificates that vouch for that of PostgreSQL" },
    { name: "only", value: "PART", help: "users (all of homer_config) or calls (packets)" },
    { name: "since", value: "TIME", help: "only packets from then on: 2026-01-31, RFC 3339, or back from now like -30d" },
    { name: "until", value: "TIME", help: "only packets before then (default: all that are older than a minute)" },
    { name: "role", value: "GROUP=ROLE", multiple: true, help: "role of a group of users; known are admin, user and support (both support), customer, readonly" },
    { name: "source", value: "NAME", help: "name under which progress is kept (default: made of the database's own)" },
    { name: "dry-run", help: "only say what would be done" }, { name: "json", help: "for programs: one JSON object at the end" }, ...SERVER_OPTIONS,
  ],
  more: MORE,
  async run(call) {
    const { positionals, values, console } = call;
    if (positionals.length !== 1 || positionals[0] !== "homer") throw usageError("migrate reads from a Homer: sipglass migrate homer --from ADDRESS.");
    const server = serverOf(call);
    const range = rangeOf(values);
    const only = values.text("only") === undefined ? undefined : values.oneOf("only", PARTS, "users");
    const isJson = values.has("json");
    const done: { objects?: MigratedObject[]; packets?: PacketsReport; counts?: Awaited<ReturnType<typeof countPackets>> } = {};
    if (only !== "calls") {
      done.objects = await withDatabase(server, values.text("config-database") ?? "homer_config", (database) => migrateObjects(call, database));
      if (!isJson) await console.write(printObjects(done.objects, console.width));
    }
    if (only !== "users") await withDatabase(server, values.text("data-database") ?? server.database ?? "homer_data", async (database) => {
      const migration = { database, client: createClient(call), source: await sourceOf(values, database), range, console };
      if (values.has("dry-run")) done.counts = await countPackets(migration);
      else done.packets = await migratePackets(migration);
    });
    if (isJson) await console.write(`${JSON.stringify(done)}\n`);
    else await console.write(`${done.counts ? printCounts(done.counts, console.width) : ""}${done.packets ? printPackets(done.packets, console.width) : ""}`);
    return done.packets?.complete === false ? 5 : 0;
  },
};

function serverOf({ values, environment, console }: CommandCall): HomerServer {
  const from = values.text("from") ?? environment.homerDatabase;
  if (from === "") throw usageError("Where is Homer's PostgreSQL? Give --from postgres://USER@HOST, or SIPGLASS_HOMER_DB.");
  const tls = values.text("tls") === undefined ? undefined : values.oneOf("tls", TLS_MODES, "off");
  const server = parseServer(from, { password: environment.homerPassword, tls, tlsCa: values.text("tls-ca") });
  if (values.text("from") !== undefined && /^[a-z]+:\/\/[^@/]*:[^@/]*@/i.test(from)) console.note("The password on the command line can be read by everybody on this machine; SIPGLASS_HOMER_DB and PGPASSWORD cannot.");
  return server;
}

async function withDatabase<T>(server: HomerServer, name: string, work: (database: HomerDatabase) => Promise<T>): Promise<T> {
  const database = await connectHomer(server, name);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function migrateObjects(call: CommandCall, database: HomerDatabase): Promise<MigratedObject[]> {
  const roles = Object.fromEntries(call.values.texts("role").map((text) => {
    const [, group, role] = /^(.+)=(\w+)$/.exec(text) ?? [];
    if (group === undefined) throw usageError(`--role is written GROUP=ROLE, not "${text}".`);
    return [group, role];
  }));
  const objects = await readObjects(database);
  const query = call.values.has("dry-run") ? { dry_run: "true" } : {};
  const source = await sourceOf(call.values, database);
  return (await createClient(call).post<{ items: MigratedObject[] }>(`migrations/${encodeURIComponent(source)}/objects`, { ...objects, roles }, query)).items;
}

function rangeOf(values: Values): Partial<TimeRange> {
  const [fromUs, toUs] = [momentOf(values, "since"), momentOf(values, "until")];
  if (fromUs !== undefined && toUs !== undefined && fromUs >= toUs) throw usageError("--since must be before --until.");
  return { ...(fromUs === undefined ? {} : { fromUs }), ...(toUs === undefined ? {} : { toUs }) };
}

const NAME = /^[A-Za-z0-9._-]{1,50}$/;

/** The same for a database however it is reached: twice under two names would be twice the packets. */
async function sourceOf(values: Values, database: HomerDatabase): Promise<string> {
  const given = values.text("source");
  if (given !== undefined && !NAME.test(given)) throw usageError("--source is made of up to 50 letters, digits, '.', '_' and '-'.");
  const cluster = await clusterId(database);
  return given ?? `${database.where.slice(database.where.lastIndexOf("/") + 1)}.${cluster || database.where}`.replace(/[^\w.-]/g, "_").slice(0, 50);
}

function momentOf(values: Values, name: string): number | undefined {
  const text = values.text(name);
  if (text === undefined) return undefined;
  const moment = parseMoment(text, Date.now() * 1000);
  if (moment === undefined || moment.low < 0) throw usageError(`--${name} is a time: 2026-01-31, RFC 3339, or back from now like -30d; not "${text}".`);
  return moment.low;
}
