// Door of the memory store.
export { openMemoryStore } from "./memory.ts";
