// Every recorded scenario through the real server, over UDP and over TCP cut at random places, with 1 and with 3 shards. Prints the table.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { callIdsOf, hasScenario, runScenarios, type ScenarioResult } from "./corpus-run.ts";
import { hasProgram } from "./hep-frames.ts";

const corpus = process.env["SIPGLASS_CORPUS"] ?? "";
/** HEP 1 and 2 carry no length and exist only over UDP. */
const UDP_ONLY = /^(k-hep1|k-hep2|sngrep-v2)$/;
/** Differences between us and the recorded truth, each with its reason. What is not listed fails. */
const EXPLAINED: { scenario: RegExp; difference: RegExp; reason: string }[] = [
  { scenario: /^k-hep[12]$/, difference: /^1-\d+@::1: not in the truth$/, reason: "the tool that made the truth cannot read IPv6 in HEP 1 and 2" },
  { scenario: /^k-torture-kam$/, difference: /^9437892232b@foo\.bar: shows .* INVITE /, reason: "a request line with SIP/2.0/UDP: tshark takes it for no SIP, we keep it with a defect" },
  { scenario: /^k-torture-kam$/, difference: /^1953014-\S+: not in the truth$/, reason: "two blanks in a request line: tshark takes it for no SIP, we keep it with a defect" },
  { scenario: /^k-malformed$/, difference: /^c{1000}/, reason: "a Call-ID of 4 kB: kept to 1,024 characters, the last of them a hash of the whole" },
  { scenario: /^k-torture4475$/, difference: /^(lwsstart|lwsruri|bigcode)\.\S+: not in the truth$/, reason: "start lines that RFC 4475 calls invalid: tshark takes them for no SIP, we keep them with a defect" },
];
const unexplained = (scenario: string, differences: readonly string[]): string[] =>
  differences.filter((difference) => !EXPLAINED.some((known) => known.scenario.test(scenario) && known.difference.test(difference)));

const skip = corpus === "" ? "SIPGLASS_CORPUS is not set" : hasProgram("zstd") ? false : "zstd is not installed";

/** As few servers as possible: scenarios whose Call-IDs never meet share one. */
function disjointGroups(names: readonly string[]): string[][] {
  const groups: { names: string[]; callIds: Set<string> }[] = [];
  for (const name of names) {
    const callIds = callIdsOf(corpus, name);
    const group = groups.find((each) => each.callIds.isDisjointFrom(callIds));
    if (group) {
      group.names.push(name);
      group.callIds = group.callIds.union(callIds);
    } else groups.push({ names: [name], callIds });
  }
  return groups.map((group) => group.names);
}

const scenarios = corpus === "" ? [] : readdirSync(corpus).filter((name) => hasScenario(corpus, name));
const groups = disjointGroups(scenarios);
const results: ScenarioResult[] = [];

const RUNS = [["udp", 1], ["udp", 3], ["tcp", 1], ["tcp", 3]] as const;

/** Two servers at a time: each waits a good deal for its scenarios to settle. */
describe("as they went in", { concurrency: 2 }, () => {
  for (const [transport, shards] of RUNS) {
    for (const group of groups) {
      const names = group.filter((name) => transport === "udp" || !UDP_ONLY.test(name));
      if (names.length === 0) continue;
      test(`${names.length > 1 ? `${names.length} scenarios` : names[0]} over ${transport} with ${shards} shard${shards > 1 ? "s" : ""} come out as they went in`, { skip }, async () => {
        for (const result of await runScenarios(corpus, names, transport, shards)) {
          results.push(result);
          const { scenario, archived, duplicates, sent, differences } = result;
          assert.equal(archived + duplicates, sent, `${scenario}: archived ${archived} + duplicates ${duplicates} ≠ sent ${sent}`);
          assert.deepEqual(unexplained(scenario, differences), [], scenario);
        }
      });
    }
  }
});

test("the table of all scenarios", { skip }, () => {
  console.log("scenario             transport shards  sent archived duplicates calls messages differences");
  for (const r of results.sort((a, b) => (a.scenario < b.scenario ? -1 : 1))) {
    const cells = [r.sent, r.archived, r.duplicates, r.calls, r.messages, r.differences.length];
    console.log(`${r.scenario.padEnd(20)} ${r.transport.padEnd(9)} ${r.shards}  ${cells.map((cell) => String(cell).padStart(8)).join(" ")}`);
  }
  assert.ok(results.length > 0);
});
