// Every recorded scenario through the real server, over UDP and over TCP cut at random places, with 1 and with 3 shards. Prints the table.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { hasScenario, runScenario, type ScenarioResult } from "./corpus-run.ts";
import { hasProgram } from "./hep-frames.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
/** HEP 1 and 2 carry no length and exist only over UDP. */
const UDP_ONLY = /^(k-hep1|k-hep2|sngrep-v2)$/;
/** Differences between us and the recorded truth, each with its reason. What is not listed fails. */
const EXPLAINED: { scenario: RegExp; difference: RegExp; reason: string }[] = [
  { scenario: /^k-hep[12]$/, difference: /^1-\d+@::1: not in the truth$/, reason: "the tool that made the truth cannot read IPv6 in HEP 1 and 2" },
  { scenario: /^k-torture-kam$/, difference: /^9437892232b@foo\.bar: shows .* INVITE /, reason: "a request line with SIP/2.0/UDP: tshark takes it for no SIP, we keep it with a defect" },
  { scenario: /^k-torture-kam$/, difference: /^1953014-\S+: not in the truth$/, reason: "two blanks in a request line: tshark takes it for no SIP, we keep it with a defect" },
  { scenario: /^k-torture4475$/, difference: /^(lwsstart|lwsruri|bigcode)\.\S+: not in the truth$/, reason: "start lines that RFC 4475 calls invalid: tshark takes them for no SIP, we keep them with a defect" },
];
const unexplained = (scenario: string, differences: readonly string[]): string[] =>
  differences.filter((difference) => !EXPLAINED.some((known) => known.scenario.test(scenario) && known.difference.test(difference)));

const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : hasProgram("zstd") ? false : "zstd is not installed";
const full = process.argv.includes("--all") || process.env["CI"] === "true";

const scenarios = corpus === "" ? [] : readdirSync(corpus).filter((name) => hasScenario(corpus, name));
const results: ScenarioResult[] = [];

for (const scenario of scenarios) {
  test(`${scenario} comes out as it went in`, { skip }, async () => {
    const runs: [transport: "udp" | "tcp", shards: number][] = [["udp", 1], ["tcp", 3]];
    if (full) runs.push(["udp", 3], ["tcp", 1]);
    for (const [transport, shards] of runs) {
      if (transport === "tcp" && UDP_ONLY.test(scenario)) continue;
      const result = await runScenario(corpus, scenario, transport, shards);
      results.push(result);
      assert.equal(result.archived + result.duplicates, result.sent, `${transport}, ${shards} shards: archived ${result.archived} + duplicates ${result.duplicates} ≠ sent ${result.sent}`);
      assert.deepEqual(unexplained(scenario, result.differences), [], `${transport}, ${shards} shards`);
    }
  });
}

test("the table of all scenarios", { skip }, () => {
  console.log("scenario             transport shards  sent archived duplicates calls messages differences");
  for (const r of results) {
    const cells = [r.sent, r.archived, r.duplicates, r.calls, r.messages, r.differences.length];
    console.log(`${r.scenario.padEnd(20)} ${r.transport.padEnd(9)} ${r.shards}  ${cells.map((cell) => String(cell).padStart(8)).join(" ")}`);
  }
  assert.ok(results.length > 0);
});
