// A Homer 7 of a hundred thousand rows in a real PostgreSQL moves into a server; client and server are both killed on the way, and the recount, made
// without the program's own reading, is exact.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type pg from "pg";
import bcrypt from "bcryptjs";
import type { CallJson } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { archiveBytes, hasProgram } from "./hep-frames.ts";
import { generatedRows, insertObjects, insertRows, makeConfigDatabase, makeDataDatabase, type HomerRow } from "./homer7-database.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "./postgres-server.ts";
import { freePort, PASSWORD, sleep, startServer, until, type ServerProcess } from "./server-process.ts";

const CLI = join(import.meta.dirname, "../packages/cli/src/main.ts");
const programs = postgresPrograms();
const skip = programs === undefined ? "PostgreSQL is not installed" : ["zstd", "openssl"].every(hasProgram) ? false : "zstd or openssl is not installed";
const START_US = Date.UTC(2026, 0, 2, 9, 50) * 1000;
const HOUR_US = 3_600e6;
/** Senders need a key; who imports has signed in. */
const ENVIRONMENT = { SIPGLASS_SHARDS: "2", SIPGLASS_HEP_AUTH_KEY: "live-senders-only" };

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface TableRows {
  table: string;
  rows: number;
  archived: number;
  left_out: number;
  refused: number;
  refusals: { id: string; reason: string }[];
}

interface Report {
  objects: { kind: string; name: string; outcome: string; reason: string }[];
  packets: { tables: (TableRows & { in_homer: number })[]; brought: number; complete: boolean };
}

/** What makes a packet that packet, from a row as from the archive. */
const identity = (us: number, ends: string, protocol: number, type: number, agent: string, payload: Buffer): string =>
  `${us} ${ends} ${protocol} ${type} ${agent} ${createHash("sha1").update(payload).digest("hex")}`;

function tally(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function* archivedIdentities(stream: Buffer): Generator<string> {
  for (let at = 0; at < stream.length; ) {
    const frame = stream.subarray(at, at + stream.readUInt16BE(at + 4));
    at += frame.length;
    const chunks = new Map<number, Buffer>();
    for (let i = 6; i < frame.length; i += frame.readUInt16BE(i + 4)) chunks.set(frame.readUInt16BE(i + 2), frame.subarray(i + 6, i + frame.readUInt16BE(i + 4)));
    const number = (chunk: number): number => Number(`0x${chunks.get(chunk)?.toString("hex") || "0"}`);
    const ip = (v4: number, v6: number): string => [...(chunks.get(v4) ?? [])].join(".") || (chunks.get(v6)?.toString("hex") ?? "");
    const ends = `${ip(3, 5)}:${number(7)} ${ip(4, 6)}:${number(8)}`;
    yield identity(number(9) * 1e6 + number(10), ends, number(2), number(11), chunks.get(19)?.toString() ?? String(number(12)), chunks.get(15)!);
  }
}

const HEX6 = "20010db8000000000000000000000001";
const address = (ip: unknown): string => (ip === "2001:db8::1" ? HEX6 : String(ip));

function identityOfRow({ us, protocolHeader: h, raw }: HomerRow): string {
  return identity(us, `${address(h["srcIp"])}:${h["srcPort"]} ${address(h["dstIp"])}:${h["dstPort"]}`, Number(h["protocol"]), Number(h["payloadType"]), String(h["captureId"]), Buffer.from(raw));
}

/** Rows that no packet can be made of, one of each kind. */
function brokenRows(good: HomerRow): HomerRow[] {
  const broken = (change: object, raw = good.raw): HomerRow => ({ ...good, us: good.us + 1000, sid: "broken", protocolHeader: { ...good.protocolHeader, ...change }, raw });
  return [broken({ srcIp: "10.0.0.300" }), broken({ dstPort: 70_000 }), broken({ payloadType: 2000 }), broken({}, " \r\n"), { ...broken({}), protocolHeader: [] as unknown as HomerRow["protocolHeader"] }];
}

interface Door {
  url: string;
  /** Once, at the first such request after so many rows were brought: `act` happens instead of passing it on. */
  before(path: string, rows: number, act: (pass: () => Promise<void>) => Promise<void>): void;
  close(): void;
}

/** Stands between client and server, so that either can die at a moment of our choice. */
async function openDoor(target: () => string): Promise<Door> {
  let trap: { path: string; rows: number; act: (pass: () => Promise<void>) => Promise<void> } | undefined;
  let brought = 0;
  const proxy = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const url = request.url ?? "";
    const pass = async (): Promise<void> => {
      const { authorization = "", "content-type": type = "application/json" } = request.headers;
      const answer = await fetch(target() + url, { method: request.method ?? "GET", headers: { authorization, "content-type": type }, ...(body.length > 0 ? { body } : {}) });
      if (url.includes("/ranges")) for (const { rows } of (JSON.parse(body.toString()) as { tables: TableRows[] }).tables) brought += rows;
      response.writeHead(answer.status, { "content-type": "application/json" }).end(Buffer.from(await answer.arrayBuffer()));
    };
    try {
      const sprung = trap && url.includes(trap.path) && brought >= trap.rows ? trap : undefined;
      if (sprung) trap = undefined;
      await (sprung ? sprung.act(pass) : pass());
    } catch {
      response.destroy();
    }
    if (!response.writableEnded) response.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    before: (path, rows, act) => void (trap = { path, rows, act }),
    close: () => proxy.close(),
  };
}

describe("a Homer 7 is migrated", { skip, timeout: 600_000 }, () => {
  let postgres: PostgresServer;
  let server: ServerProcess;
  let packets: pg.Client;
  let config: pg.Client;
  /** As they are in the database, by table. */
  let rows: HomerRow[];
  let copies: HomerRow[];
  let broken: HomerRow[];
  let door: Door;
  let ports: { hep: number; http: number };

  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [CLI, "migrate", "homer", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], SIPGLASS_URL: door.url, SIPGLASS_HOMER_DB: `postgres://postgres@127.0.0.1:${postgres.port}`, PGPASSWORD: postgres.password },
    });
  const ended = (child: ChildProcess): Promise<Ended> => {
    let [out, err] = ["", ""];
    child.stdout?.on("data", (chunk) => (out += String(chunk)));
    child.stderr?.on("data", (chunk) => (err += String(chunk)));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  };
  const asAdmin = ["--user", "admin", "--password", PASSWORD];
  const run = async (...args: string[]): Promise<Ended> => ended(start([...asAdmin, ...args]));
  const here = async (source: string): Promise<number> => {
    const { items } = await server.get<{ items: TableRows[] }>(`migrations/${source}`);
    return items.reduce((sum, each) => sum + each.rows, 0);
  };

  before(async () => {
    postgres = await startPostgres(programs!);
    const generated = [...generatedRows({ calls: 12_000, rate: 12, startUs: START_US, seed: 3 })];
    const calls = generated.filter(({ table }) => table === "1_call");
    // What a mirror sent twice, a millisecond later.
    copies = calls.filter((_, i) => i % 4000 === 17).map((row) => ({ ...row, us: row.us + 1000, protocolHeader: { ...row.protocolHeader, timeUseconds: (row.us + 1000) % 1e6 } }));
    const strange: HomerRow[] = [
      { ...calls[5]!, us: calls[5]!.us + 11, sid: "v6@pbx", raw: calls[5]!.raw.replace(/^Call-ID:.*\r$/im, "Call-ID: v6@pbx\r"), protocolHeader: { ...calls[5]!.protocolHeader, protocolFamily: 10, protocol: 6, srcIp: "2001:db8::1", dstIp: "2001:db8::1", correlation_id: "v6@pbx" } },
    ];
    broken = brokenRows(calls[2000]!);
    rows = [...generated, ...copies, ...strange];
    packets = await makeDataDatabase(postgres, START_US, START_US + 4 * HOUR_US);
    await insertRows(packets, [...rows, ...broken]);
    config = await makeConfigDatabase(postgres);
    ports = { hep: await freePort(), http: await freePort() };
    server = await startServer({ ports, environment: ENVIRONMENT });
    door = await openDoor(() => server.http);
  });
  after(async () => {
    await packets?.end();
    await config?.end();
    door?.close();
    await server?.stop();
    server?.remove();
    await postgres?.stop();
  });

  test("a hundred thousand rows come over exactly, though the client and then the server are killed on the way", async () => {
    const counted = await packets.query<{ count: string }>("SELECT count(*) FROM hep_proto_1_call");
    assert.ok(rows.length >= 100_000 && Number(counted.rows[0]?.count) > 80_000);
    const source = ["--only", "calls", "--source", "old-homer"];

    const dry = await run(...source, "--dry-run", "--json");
    assert.equal(dry.code, 0, dry.err);
    assert.equal((JSON.parse(dry.out) as { counts: { rows: number }[] }).counts.reduce((sum, each) => sum + each.rows, 0), rows.length + broken.length);
    assert.equal(await here("old-homer"), 0);

    // What is brought and not yet written down as here is what a next run must tell apart.
    const first = start([...asAdmin, ...source]);
    door.before("/ranges", 10_000, async () => void first.kill("SIGKILL"));
    assert.equal((await ended(first)).code, null);
    await diesAt("/ranges", 40_000, source, () => server.kill());
    await diesAt("/packets", 70_000, source, async (pass) => {
      const passed = pass().catch(() => undefined);
      await sleep(30);
      await server.kill();
      await passed;
    });
    const kept = await here("old-homer");
    assert.ok(kept > 60_000 && kept < rows.length, String(kept));

    const third = await run(...source, "--json");
    assert.equal(third.code, 0, third.err);
    assert.ok(!third.err.includes(postgres.password) && !third.out.includes(postgres.password));
    const { packets: report } = JSON.parse(third.out) as Report;
    assert.equal(report.brought, rows.length + broken.length - kept);
    checkReport(report);

    const again = JSON.parse((await run(...source, "--json")).out) as Report;
    assert.equal(again.packets.brought, 0);
    assert.deepEqual(again.packets.tables, report.tables);
  });

  /** The server is killed while the client asks for this, and begins anew with what it has. */
  async function diesAt(path: string, rowsBefore: number, source: readonly string[], kill: (pass: () => Promise<void>) => Promise<void>): Promise<void> {
    door.before(path, rowsBefore, kill);
    const { code, err } = await run(...source);
    assert.equal(code, 5, err);
    assert.match(err, /No sipglass server answers/);
    server = await startServer({ ports, directory: server.directory, environment: ENVIRONMENT });
  }

  function checkReport(report: Report["packets"]): void {
    const byTable = Map.groupBy([...rows, ...broken], ({ table }) => `hep_proto_${table}`);
    for (const { table, rows: read, archived, left_out: leftOut, refused, in_homer: inHomer } of report.tables) {
      const all = byTable.get(table)?.length ?? 0;
      const isCalls = table === "hep_proto_1_call";
      assert.deepEqual({ table, read, inHomer, leftOut, refused, archived }, {
        table, read: all, inHomer: all, leftOut: isCalls ? copies.length : 0, refused: isCalls ? broken.length : 0, archived: all - (isCalls ? copies.length + broken.length : 0),
      });
    }
    const reasons = report.tables.flatMap(({ refusals }) => refusals.map(({ reason }) => reason)).sort();
    assert.deepEqual(reasons, ["bad_address", "bad_port", "empty_payload", "no_protocol_header", "unknown_payload_type"]);
  }

  test("the archive, read by zstd and counted by packet, holds each row once and nothing else", () => {
    const expected = tally(rows.filter((row) => !copies.includes(row)).map(identityOfRow));
    const found = tally(archivedIdentities(archiveBytes(server.directory)));
    const wrong = [...new Set([...expected.keys(), ...found.keys()])].filter((key) => expected.get(key) !== found.get(key));
    assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${expected.size}`);
  });

  test("counted by Call-ID the calls have the messages that Homer has of them", async () => {
    const wanted = tally(rows.filter((row) => row.table.startsWith("1_") && !copies.includes(row)).map(({ sid }) => sid));
    const calls = await until(() => allCalls(server), (all) => all.every(({ state }) => !["trying", "ringing"].includes(state)), 120_000);
    const found = new Map<string, number>();
    for (const { call_id: callId, messages } of calls) found.set(callId, (found.get(callId) ?? 0) + messages);
    const wrong = [...new Set([...wanted.keys(), ...found.keys()])].filter((callId) => wanted.get(callId) !== found.get(callId));
    assert.deepEqual(wrong.slice(0, 5).map((callId) => ({ callId, wanted: wanted.get(callId), found: found.get(callId) })), [], `${wrong.length} of ${wanted.size}`);
    assert.equal(calls.reduce((sum, { duplicates }) => sum + duplicates, 0), copies.length);
  });

  test("reports and logs stand with their calls", async () => {
    const log = rows.find(({ table }) => table === "100_default")!;
    const { items: [call] } = await server.get<{ items: CallJson[] }>(`calls?q=${encodeURIComponent(`callid:"${log.sid}"`)}&from=2026-01-01T00:00:00Z`);
    const { items } = await server.get<{ items: { type: number; raw: string; time: string }[] }>(`calls/${call!.id}/messages`);
    assert.equal(items.filter(({ type }) => type === 1).length, rows.filter(({ sid, table }) => sid === log.sid && table.startsWith("1_")).length);
    assert.ok(items.some(({ type, raw }) => type === 100 && raw === log.raw), JSON.stringify(items.map(({ type }) => type)));
    assert.ok(items.some(({ type }) => type === 35));
  });

  test("rows that come later are brought by the next run; those that come into a time that was read are told", async () => {
    const last = Math.max(...rows.map(({ us }) => us));
    const later = rows.slice(0, 7).map((row, i): HomerRow => ({ ...row, us: last + 1e6 + i }));
    await insertRows(packets, [...later, { ...rows[0]!, us: START_US + 60e6 }]);
    const { out, code } = await run("--only", "calls", "--source", "old-homer");
    assert.equal(code, 0);
    assert.match(out, /^rows brought: 7$/m);
    assert.match(out, /hep_proto_1_call: came later into the time that was migrated, and not brought: 1$/m);
  });

  test("what heplify-server may still be writing is left for the next run, and a time that is to come is not taken for read", async () => {
    const nowUs = Date.now() * 1000;
    await packets.query(`CREATE TABLE hep_proto_1_call_now PARTITION OF hep_proto_1_call FOR VALUES FROM ('${new Date(nowUs / 1000 - HOUR_US / 1000).toISOString()}') TO ('${new Date((nowUs + 2 * HOUR_US) / 1000).toISOString()}')`);
    const at = (us: number): HomerRow => ({ ...rows[0]!, us: Math.round(us), sid: "young@pbx" });
    await insertRows(packets, [at(nowUs - 120e6), at(nowUs - 1e6)]);
    const calls = ["--only", "calls", "--source", "old-homer"];
    const first = await run(...calls);
    assert.match(first.out, /^younger than a minute, [^]*: 1\nrows brought: 1$/m);
    assert.match((await run(...calls, "--until", "+7d")).out, /^rows brought: 1$/m);
    await insertRows(packets, [at(nowUs + HOUR_US)]);
    assert.match((await run(...calls, "--until", "+7d")).out, /^rows brought: 1$/m);
  });

  test("people sign in with the passwords that they had, and find their dashboards", async () => {
    const guid = "6a0c2a7e-7a0b-4d5e-9d5b-3f1f6f3a0001";
    const person = { guid, partid: 10, email: "ute@example.org", firstname: "Ute", lastname: "Ohm", department: "NOC", hash: bcrypt.hashSync("sipcapture", 4) };
    await insertObjects(config, "users", [{ ...person, username: "ute", usergroup: "user" }, { ...person, guid: `${guid.slice(0, -1)}2`, username: "tier", usergroup: "tier2" }]);
    await insertObjects(config, "alias", [{ guid, alias: "core sbc", ip: "10.9.0.0", port: 0, mask: 16, captureID: "0", status: true }]);
    await insertObjects(config, "user_settings", [{ guid, username: "ute", partid: 10, category: "dashboard", param: "home", data: { id: "home", name: "Night shift" } }]);
    const token = "Q".repeat(40) + "z".repeat(40);
    await insertObjects(config, "auth_token", [{ guid, creator_guid: guid, name: "cdr", token, user_object: { usergroup: "user" }, expire_date: "2090-01-01T00:00:00Z", active: true }]);

    const { code, out, err } = await run("--only", "users", "--role", "tier2=customer");
    assert.equal(code, 0, err);
    assert.match(out, /^user +2 +0 +0 +0$/m);
    assert.match(out, /token cdr: it ends after two years/);
    const signedIn = await server.fetch("/api/v3/auth", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "ute", password: "sipcapture" }) });
    assert.equal(signedIn.status, 201);
    const home = await fetch(`${server.http}/api/v3/dashboard/store/home`, { headers: { "auth-token": token } });
    assert.equal(((await home.json()) as { data: { name: string } }).data.name, "Night shift");
    assert.match((await run("--only", "users", "--role", "tier2=customer")).out, /^user +0 +2 +0 +0$/m);
  });

  test("PostgreSQL is reached by TLS, trusted or not, and by its socket", async () => {
    const dry = ["--only", "calls", "--source", "old-homer", "--dry-run", "--from"];
    const at = `postgres://postgres@127.0.0.1:${postgres.port}/homer_data`;
    const ways = [[`${at}?sslmode=require`], [at, "--tls", "require"], [at, "--tls", "verify", "--tls-ca", postgres.authority], [`${at}?sslmode=verify-full&sslrootcert=${postgres.authority}`], [`postgres://postgres@/homer_data?host=${postgres.socketDirectory}&port=${postgres.port}`]];
    for (const way of ways) {
      const { code, out, err } = await run(...dry, ...way);
      assert.equal(code, 0, `${way.join(" ")}: ${err}`);
      assert.match(out, /hep_proto_1_call/);
    }
  });

  test("what is wrong with the database is said so that it can be mended", async () => {
    const complaint = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
      const child = spawn(process.execPath, [CLI, "migrate", "homer", ...asAdmin, ...args], { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env["PATH"], SIPGLASS_URL: door.url, PGPASSWORD: postgres.password, ...env } });
      const { code, out, err } = await ended(child);
      assert.ok(code !== 0 && out === "" && !err.includes("    at "), err);
      return err;
    };
    const at = `postgres://postgres@127.0.0.1:${postgres.port}`;
    assert.match(await complaint([]), /Where is Homer's PostgreSQL\?/);
    assert.match(await complaint(["--from", at], { PGPASSWORD: "wrong" }), /does not accept this user and password/);
    assert.match(await complaint(["--from", `postgres://postgres:wrong-secret@127.0.0.1:${postgres.port}`]), /can be read by everybody on this machine[^]*does not accept/);
    assert.match(await complaint(["--from", at, "--only", "calls", "--data-database", "nowhere"]), /There is no such database[^]*homer_data/);
    assert.match(await complaint(["--from", at, "--only", "calls", "--data-database", "homer_config"]), /no tables of Homer 7[^]*That is Homer's configuration/);
    assert.match(await complaint(["--from", at, "--only", "users", "--config-database", "homer_data"]), /no configuration of a Homer 7/);
    assert.match(await complaint(["--from", "postgres://postgres@127.0.0.1:9", "--only", "calls"]), /PostgreSQL does not answer \(ECONNREFUSED\)/);
    assert.match(await complaint(["--from", at, "--only", "calls", "--tls", "verify"]), /certificate is not trusted[^]*--tls-ca/);
    assert.match(await complaint(["--from", at, "--only", "calls", "--tls", "verify", "--tls-ca", "/nowhere.pem"]), /certificates cannot be read/);
    assert.match(await complaint(["--from", `postgres://postgres@/homer_data?host=${postgres.socketDirectory}&port=${postgres.port}`, "--only", "calls", "--since", "2026-13-01"]), /--since is a time/);
  });
});
