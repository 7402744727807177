// Run by the launcher once for every change of the sources, with NODE_COMPILE_CACHE set: loads what the server and its threads load, so that
// Node keeps it compiled. Without, each thread would hold a compiler of its own (15 MB) until the first restart.
import { isMainThread, Worker } from "node:worker_threads";

const THREADS = ["book/book-thread.ts", "book/examine/examiner-thread.ts", "capture/receiver.ts", "pipeline/shard-thread.ts", "store/keeper-thread.ts"];
const load = (file) => import(new URL(`../../packages/${file}`, import.meta.url));
const loadCommand = (file, command) => {
  process.argv.splice(2, Infinity, command);
  return load(file);
};

if (isMainThread) {
  await load("server/src/commands/demo.ts");
  await loadCommand("server/src/main.ts", "check-config");
  await loadCommand("cli/src/main.ts", "--help");
  // As the server does: compiled code is kept apart for each set of flags.
  (await load("server/src/heap-flags.ts")).setHeapFlags();
  await new Promise((resolve) => new Worker(new URL(import.meta.url)).once("exit", resolve));
  // What the commands had to say is for the start to say.
  process.exitCode = 0;
} else {
  for (const file of THREADS) await load(`server/src/${file}`);
}
