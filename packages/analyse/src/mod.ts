// @sipglass/analyse: values → understanding. Pure reducers over plain records; no I/O, no clock of its own.
export * from "./view/view.ts";
export * from "./ladder/ladder.ts";
export * from "./ladder/ladder-text.ts";
export * from "./ladder/ladder-diagram.ts";
export * from "./ladder/printable.ts";
