// `npm run bench [-- --quick]`: every promise measured against the manifest of what was sent. Absolute figures depend on the machine.
import { cpus, totalmem } from "node:os";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";
import { keptCount, mebibytes } from "./measure.ts";

const quick = process.argv.includes("--quick");
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${mebibytes(totalmem())}, Node ${process.version}; generator on the same machine\n`);
await benchLatency(10_000);
await benchIngest(40_000, quick ? 8 : 30);
// Five million messages for the look-up, at a rate that one can keep up with for minutes.
if (!quick) await benchIngest(20_000, 256);
const { kept, broken } = keptCount();
console.log(`\n${kept} promises kept, ${broken} broken`);
process.exitCode = broken > 0 ? 1 : 0;
