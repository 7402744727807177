// Door of the embedded store.
export { openEmbeddedStore, type EmbeddedOptions } from "./embedded.ts";
