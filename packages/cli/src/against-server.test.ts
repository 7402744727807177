// The commands against the real server, started by the command itself: calls simulated, found, shown, exported, imported, followed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { CallJson, MessageJson, Page } from "@sipglass/model";
import { TWO_LEGS, twoLegs } from "../../../fixtures/calls/two-legs.ts";
import type { SessionRowJson } from "./print/session-text.ts";
import { capture, freePort, pcapOf, runCli, startCli, until, workplace, type Running } from "./run-cli.fixture.ts";
import { expectedCall } from "./simulate/expected-call.ts";
import type { Manifest } from "./simulate/manifest.ts";

const PASSWORD = "seen-through-the-glass";

suite("with a server", () => {
  const place = workplace();
  let server: Running;
  let [http, hep] = [0, 0];
  let manifest: Manifest;
  const ask = (...args: string[]) => runCli([...args, "--server", `127.0.0.1:${http}`, "--user", "admin", "--password", PASSWORD]);
  const asJson = async <T>(...args: string[]): Promise<T> => {
    const { code, out, err } = await ask(...args, "--json");
    assert.equal(code, 0, err);
    return JSON.parse(out) as T;
  };

  before(async () => {
    [http, hep] = [await freePort(), await freePort()];
    server = startCli(["serve", "--metrics", "off"], {
      cwd: place.directory,
      env: { SIPGLASS_DATA: join(place.directory, "data"), SIPGLASS_HTTP: `127.0.0.1:${http}`, SIPGLASS_HEP_UDP: `127.0.0.1:${hep}`, SIPGLASS_HEP_TCP: `127.0.0.1:${hep}`, SIPGLASS_ADMIN_PASSWORD: PASSWORD, SIPGLASS_CLOCK_TOLERANCE: "off" },
    });
    const url = `http://127.0.0.1:${http}/health`;
    for (let i = 0; ; i++) {
      if (await fetch(url).then((response) => response.ok, () => false)) break;
      if (i > 300 || server.child.exitCode !== null) assert.fail(`the server did not start:\n${server.out}\n${server.err}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  after(async () => {
    server.child.kill("SIGKILL");
    await server.finished;
    place.remove();
  });

  test("simulated calls are found as they were played, and search stops at --limit", async () => {
    const file = join(place.directory, "run.json");
    const { code, err } = await runCli(["simulate", "--to", `127.0.0.1:${hep}`, "--transport", "tcp", "--rate", "500", "--calls", "60", "--talk", "0.3", "--ring", "0.2", "--seed", "8", "--manifest", file, "--expected", join(place.directory, "calls.jsonl")]);
    assert.equal(code, 0, err);
    manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    assert.equal(readFileSync(join(place.directory, "calls.jsonl"), "utf8").trimEnd().split("\n").length, 60);
    let found: Page<CallJson> = { items: [], next: null, partial: false, warnings: [] };
    for (let i = 0; i < 100 && (found.items.length < 60 || found.items.some(({ state }) => ["trying", "ringing", "established"].includes(state))); i++) found = await asJson("search", "--from", "-1h");
    const calls = new Map(found.items.map((call) => [call.call_id, call]));
    for (let i = 0; i < manifest.calls; i++) {
      const { callId, state, messages, kind } = expectedCall(manifest.seed, i, manifest.options);
      const call = calls.get(callId);
      assert.deepEqual([call?.kind, call?.state, call?.messages], [kind, state, messages]);
    }
    const some = await ask("search", "--limit", "7", "--oldest");
    assert.equal(some.out.trimEnd().split("\n").length, 8);
    assert.match(some.err, /^7 calls; there are more/);
  });

  test("a call leaves as a report, many calls as one capture, and anonymously nobody is in it", async () => {
    const { callId } = expectedCall(manifest.seed, 0, manifest.options);
    const html = await ask("export", callId, "--format", "html", "-o", "-");
    assert.match(html.out, /^<!doctype html>/, html.err);
    const anonymous = await ask("export", callId, "--format", "text", "--anonymise", "-o", "-");
    assert.equal(anonymous.code, 0, anonymous.err);
    assert.ok(anonymous.out.includes("Call-ID: ") && !anonymous.out.includes(callId));
    const many = await ask("export", "--query", "kind:call", "--from", "-1h", "--limit", "3", "--format", "json", "-o", "-");
    assert.equal((JSON.parse(many.out) as { calls: unknown[] }).calls.length, 3, many.err);
    assert.match(many.err, /Only the first 3 calls/);
    assert.match((await ask("report", callId)).out, /^# Call Analysis Report\n/);
    assert.equal((await ask("report", callId, "--send", "T-1")).code, 5, "no ticket system is configured");
    assert.equal((await ask("export", callId, "--query", "kind:call")).code, 2);
  });

  test("stats counts what was played, whole and split, and says when it cannot", async () => {
    const played = Array.from({ length: manifest.calls }, (_, i) => expectedCall(manifest.seed, i, manifest.options)).filter(({ kind }) => kind === "call");
    const answer = await asJson<{ total: { counts: Record<string, number> }; groups: { value: string; calls: number }[] }>("stats", "kind:call", "--last", "1h", "--legs", "--by", "state");
    assert.equal(answer.total.counts["attempts"], played.length);
    assert.equal(answer.total.counts["completed"], played.filter(({ state }) => state === "completed").length);
    for (const { value, calls } of answer.groups) assert.equal(calls, played.filter(({ state }) => state === value).length, value);
    const [whole, split, fault, both] = await Promise.all([
      ask("stats", "--last", "1h"), ask("stats", "--by", "code", "--last", "1h", "--limit", "1"), ask("stats", "--by", "colour"), ask("stats", "--last", "1h", "--from", "-2h"),
    ]);
    assert.match(whole.out, /^KPI +VALUE +OF +P95 +COUNTED\nASR +[\d.]+ % +\d+\/\d+ +attempts with a 2xx; of/m);
    assert.match(split.out, /^VALUE +CALLS +ASR +NER +ACD +PDD +SDD +POOR MOS\n200 /);
    assert.match(split.err, /there are more lines: raise --limit/);
    assert.deepEqual([fault.code, both.code], [2, 2]);
    assert.match(both.err, /--last and --from exclude each other/);
  });

  test("show, ladder and export give the call, by id or Call-ID", async () => {
    const index = Array.from({ length: 60 }, (_, i) => i).find((i) => expectedCall(manifest.seed, i).shape === "challenged") ?? assert.fail("no challenged call");
    const { callId, messages } = expectedCall(manifest.seed, index, manifest.options);
    const shown = await asJson<{ call: CallJson; messages: MessageJson[] }>("show", callId);
    assert.deepEqual([shown.call.call_id, shown.messages.length], [callId, messages]);
    const [details, raw, ladder, plantuml] = await Promise.all([ask("show", shown.call.id), ask("show", callId, "--raw"), ask("ladder", callId), ask("ladder", callId, "--format", "plantuml")]);
    assert.match(details.out, /^Answered after .*\n\nCall-ID/);
    assert.match(details.out, /state +completed \(200 OK\)/);
    assert.equal(raw.out.match(/^---- /gm)?.length, messages);
    assert.equal(ladder.out.match(/[▶◀]/g)?.length, messages);
    assert.match(plantuml.out, /^@startuml\n[^]*407 Proxy Authentication Required[^]*@enduml\n$/);
    const file = join(place.directory, "call.pcapng");
    const exported = await ask("export", callId, "-o", file);
    assert.match(exported.err, /call\.pcapng: \d+ bytes/);
    const { calls } = JSON.parse((await runCli(["open", file, "--json"])).out) as { calls: CallJson[] };
    assert.deepEqual(calls.map((call) => [call.call_id, call.messages]), [[callId, messages]]);
    const text = await ask("export", callId, "-o", "-", "--format", "text");
    assert.match(text.out, /INVITE sip:/);
  });

  test("an imported capture is findable under its own, old time", async () => {
    const startUs = Date.parse("2025-03-04T05:06:07Z") * 1000;
    const file = place.write("old.pcap", capture("pcap", { calls: 10, seed: 99, startUs }));
    const imported = await asJson<{ packets: number; calls: number; refused: unknown }>("import", file);
    assert.deepEqual([imported.calls, imported.refused], [10, {}]);
    const found = await asJson<Page<CallJson>>("search", "--from", "2025-03-04T00:00:00Z", "--to", "2025-03-05T00:00:00Z");
    assert.equal(found.items.length, 10);
    const none = await ask("import", place.write("no.pcap", "no capture at all"));
    assert.equal(none.code, 2);
  });

  test("legs of one conversation are one session, with the reason, in lists and beside each of them", async () => {
    await asJson("import", place.write("two-legs.pcap", pcapOf(twoLegs(Date.UTC(2026, 4, 5, 12) * 1000))));
    const range = ["--from", "2026-05-05T11:00:00Z", "--to", "2026-05-05T13:00:00Z"];
    const found = await asJson<Page<SessionRowJson>>("search", "--sessions", ...range);
    assert.deepEqual(found.items.map(({ legs, call_ids }) => [legs, call_ids]).toSorted((a, b) => Number(a[0]) - Number(b[0])), [[1, [TWO_LEGS.stranger]], [2, [TWO_LEGS.first, TWO_LEGS.second]]]);
    const [list, shown] = await Promise.all([ask("search", "--sessions", ...range), ask("show", TWO_LEGS.second)]);
    assert.match(list.out, /2 legs/);
    assert.match(list.err, /^2 sessions/);
    assert.match(shown.out, /^session of 2 legs$/m);
    assert.match(shown.out, /^1 \+ 2 {2}joined {2}x_cid 0\.99 {2}The header X-CID is the Call-ID of the other leg/m);
  });

  test("errors of the server keep their words and get their exit codes", async () => {
    const [query, missing, stranger, wrong] = await Promise.all([
      ask("search", "cod:5xx"), ask("show", "nobody@nowhere"), runCli(["search", "--server", `127.0.0.1:${http}`]), runCli(["search", "--server", `127.0.0.1:${http}`, "--token", "no", "--json"]),
    ]);
    assert.deepEqual([query.code, missing.code, stranger.code, wrong.code], [2, 4, 3, 3]);
    assert.match(query.err, /\n {2}cod:5xx\n {2}\^\n$/);
    assert.match(missing.err, /There is no such call here\.\n {2}at http:/);
    assert.match(stranger.err, /Give --token \(or SIPGLASS_TOKEN\), or --user and --password\./);
    assert.equal((JSON.parse(wrong.err) as { error: { code: string } }).error.code, "unauthorized");
  });

  test("tail follows calls until it is interrupted", async () => {
    const follower = startCli(["tail", "kind:call", "--json"], { env: { SIPGLASS_URL: `http://127.0.0.1:${http}`, SIPGLASS_TOKEN: await newToken() } });
    let seed = 1000;
    // Whether the stream is open yet cannot be seen from outside: calls are sent until one is seen.
    const send = setInterval(() => void runCli(["simulate", "--to", `127.0.0.1:${hep}`, "--calls", "3", "--shape", "good", "--talk", "1", "--ring", "0.5", "--seed", String(seed++)]), 700);
    await until(() => follower.out.split("\n").some((line) => line.includes('"change":"changed"') && line.includes('"completed"')), "a call that changed to completed", 25_000).finally(() => clearInterval(send));
    follower.child.kill("SIGINT");
    const { code, out, err } = await follower.finished;
    assert.equal(code, 0, err);
    const changes = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { change: string; call: CallJson });
    assert.ok(changes.every(({ call }) => call.kind === "call"));
    assert.equal(changes[0]?.change, "new");
  });

  async function newToken(): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${http}/api/v1/auth/login`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password: PASSWORD }) });
    return ((await response.json()) as { token: string }).token;
  }

  test("doctor knows the server's own ports", async () => {
    const { out } = await runCli(["doctor", "--json", "--server", `127.0.0.1:${http}`, "--hep-port", String(hep), "--http-port", String(http), "--data", place.directory]);
    const findings = JSON.parse(out) as { check: string; state: string; text: string }[];
    const of = (check: string) => findings.find((finding) => finding.check === check);
    assert.match(of(`HTTP tcp ${http}`)?.text ?? "", /held by sipglass/);
    assert.match(of(`HEP udp ${hep}`)?.text ?? "", /held by sipglass/);
    assert.deepEqual([of("server")?.state, of("clock")?.state, of("data directory")?.state], ["ok", "ok", "ok"]);
  });

  test("serve takes the place of the command: SIGTERM ends it in order, with its own exit code", async () => {
    server.child.kill("SIGTERM");
    const { code, signal } = await server.finished;
    assert.deepEqual([code, signal], [0, null], server.err);
  });

  test("commands of the server pass on arguments, input and exit code", async () => {
    const env = { SIPGLASS_DATA: join(place.directory, "data2") };
    const [check, faults, users] = await Promise.all([
      startCli(["check-config", "--http", "127.0.0.1:1"], { env }).finished, startCli(["check-config"], { env: { ...env, SIPGLASS_SHARDS: "many" } }).finished,
      startCli(["user", "add", "eve", "readonly"], { env, input: Buffer.from("a-long-password\n") }).finished,
    ]);
    assert.deepEqual([check.code, faults.code, users.code], [0, 2, 0], users.err);
    assert.match(check.out, /SIPGLASS_HTTP +127\.0\.0\.1:1/);
    assert.match((await startCli(["user", "list"], { env }).finished).out, /^eve +readonly/m);
  });
});
