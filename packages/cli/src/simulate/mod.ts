// sipglass/simulate: traffic of calls for tests, benchmarks and `sipglass simulate`.
export { generateCalls, type GeneratedFrame, type GenerateOptions } from "./generate-calls.ts";
export { expectedCall, type ExpectationOptions, type ExpectedCall } from "./expected-call.ts";
export { Traffic, type SendFrame, type TrafficOptions } from "./traffic.ts";
export { SHAPES, type Shape } from "./shapes.ts";
export { expectedLines, runSimulation, type SimulationControl, type SimulationOptions } from "./run-simulation.ts";
export type { Manifest } from "./manifest.ts";
