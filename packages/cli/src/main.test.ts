// The command as a whole: help, exit codes, words for what went wrong.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { COMMANDS } from "./commands/commands.ts";
import { commandHelp, mainHelp } from "./help.ts";
import { cliReference } from "./reference.ts";
import { freePort, runCli, startCli, workplace } from "./run-cli.fixture.ts";

const LAUNCHER = join(import.meta.dirname, "../bin/sipglass.mjs");
const REFERENCE = join(import.meta.dirname, "../../../docs/reference/cli.md");

suite("sipglass", { concurrency: true }, () => {
  const place = workplace();
  after(() => place.remove());

  test("help lists every command, and every command has help of its own", async () => {
    const help = await runCli(["--help"]);
    assert.deepEqual([help.code, help.out, help.err], [0, mainHelp(COMMANDS), ""]);
    const [one, other] = await Promise.all([runCli(["import", "-h"]), runCli(["help", "import"])]);
    assert.equal(one.out, commandHelp(COMMANDS.find(({ name }) => name === "import") ?? assert.fail()));
    assert.equal(other.out, one.out);
  });

  test("the reference in docs says what the program says", () => {
    assert.equal(readFileSync(REFERENCE, "utf8"), cliReference(COMMANDS), "make it anew: sipglass help --reference > docs/reference/cli.md");
  });

  test("without a command it shows what there is, on standard error, and exits with 2", async () => {
    const { code, out, err } = await runCli([]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /usage: sipglass COMMAND/);
  });

  test("usage errors name the fault and the help, and exit with 2", async () => {
    const faults: [string[], RegExp][] = [
      [["opne"], /There is no command "opne"\. Did you mean "open"\?\n {2}Try: sipglass --help/], [["open", "--bogus"], /Unknown option '--bogus'\.\n {2}Try: sipglass open --help/],
      [["open"], /open needs the name of a capture file/], [["simulate", "--rate", "fast"], /--rate takes a number of at least 1, not "fast"/],
      [["simulate", "--transport", "sctp"], /--transport is one of udp, tcp; not "sctp"/], [["replay", "x", "--to", "a:b:c:d"], /x cannot be read/],
      [["search", "--server", "ftp://x"], /is no address of a server/], [["search", "--user", "x"], /--user needs --password/], [["show"], /It takes one id or Call-ID/],
      [["simulate", "--shape", "nonsense"], /There is no shape "nonsense"\. Known: mixed/], [["doctor", "--sender", "avaya"], /--sender is one of kamailio/],
    ];
    const results = await Promise.all(faults.map(([args]) => runCli(args)));
    results.forEach(({ code, err }, i) => {
      assert.match(err, faults[i]?.[1] ?? /^$/);
      assert.equal(code, /cannot be read/.test(err) ? 4 : 2, err);
    });
  });

  test("errors say what was wrong, where, and what to do, with the exit code of the table", async () => {
    const port = await freePort();
    const text = place.write("text.pcap", "this is no capture");
    const [missing, noCapture, directory, query, away, collector] = await Promise.all([
      runCli(["open", join(place.directory, "none.pcap")]), runCli(["open", text]), runCli(["open", place.directory]), runCli(["open", text, "--query", "cod:1"]),
      runCli(["search", "--server", `127.0.0.1:${port}`]), runCli(["simulate", "--to", `127.0.0.1:${port}`, "--transport", "tcp"]),
    ]);
    assert.match(missing.err, /none\.pcap cannot be read: there is no such file\.\n {2}Name a pcap/);
    assert.match(noCapture.err, /text\.pcap is not a capture that sipglass can read\.\n {2}It reads/);
    assert.match(directory.err, /is a directory, not a capture/);
    assert.match(away.err, new RegExp(`No sipglass server answers \\(ECONNREFUSED\\)\\.\\n {2}at http://127.0.0.1:${port}\\n {2}Start it with`));
    assert.match(collector.err, new RegExp(`Nothing takes HEP over tcp at 127.0.0.1:${port} \\(ECONNREFUSED\\)`));
    assert.deepEqual([missing, noCapture, directory, query, away, collector].map(({ code }) => code), [4, 2, 2, 2, 5, 5]);
    assert.ok([missing, noCapture, directory, query, away].every(({ out }) => out === ""));
  });

  test("as a process: results on standard output, words on standard error, exit codes of the table", async () => {
    const text = place.write("words.pcap", "this is no capture");
    const port = await freePort();
    const [help, usage, noCapture, away, missing] = await Promise.all([
      startCli(["--help"]).finished, startCli(["opne"]).finished, startCli(["open", text]).finished, startCli(["search"], { env: { SIPGLASS_URL: `127.0.0.1:${port}` } }).finished,
      startCli(["open", join(place.directory, "none.pcap"), "--json"]).finished,
    ]);
    assert.deepEqual([help.code, help.out, help.err], [0, mainHelp(COMMANDS), ""]);
    assert.deepEqual([usage, noCapture, away, missing].map(({ code, out }) => [code, out]), [[2, ""], [2, ""], [5, ""], [4, ""]]);
    assert.match(away.err, new RegExp(`at http://127.0.0.1:${port}`));
    assert.equal((JSON.parse(missing.err) as { error: { code: string } }).error.code, "not_found");
  });

  test("with --json errors are JSON on standard error", async () => {
    const { code, err } = await runCli(["open", join(place.directory, "none.pcap"), "--json"]);
    const { error } = JSON.parse(err) as { error: { code: string; message: string; details: { file: string } } };
    assert.deepEqual([code, error.code, error.details.file], [4, "not_found", join(place.directory, "none.pcap")]);
  });

  test("the launcher runs with the Node that runs it, or finds one that can", async () => {
    const own = await startCli(["--version"], { command: [process.execPath, LAUNCHER] }).finished;
    assert.match(own.out, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual([own.code, own.err], [0, ""]);
  });

  test("an older Node starts the one that npm brought, and passes on its exit code", { skip: oldNode() === "" ? "no older Node on this machine" : false }, async () => {
    const command = [oldNode(), LAUNCHER];
    const [version, wrong] = await Promise.all([startCli(["--version"], { command }).finished, startCli(["opne"], { command }).finished]);
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual([version.code, wrong.code], [0, 2]);
  });
});

function oldNode(): string {
  return ["/usr/bin/node", "/usr/local/bin/node"].find((path) => existsSync(path)) ?? "";
}
