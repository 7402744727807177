// The generator process of the benchmarks: options as JSON in, manifest as JSON out.
import { runSimulation } from "sipglass/simulate";

const asked = JSON.parse(process.argv[2] ?? "{}") as { port: number; rate: number; seconds: number; seed: number; transport?: "udp" | "tcp"; firstCall?: number };
const manifest = await runSimulation({ host: "127.0.0.1", transport: "udp", firstCall: 0, agents: 4, shape: "mixed", talkS: 2, ringS: 1, authKey: "", ...asked });
console.log(JSON.stringify(manifest));
