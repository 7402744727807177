// @sipglass/model: the nouns of the house and nothing that moves. No I/O, no imports from other rooms.
export * from "./decoded.ts";
export * from "./packet.ts";
export * from "./payload-type.ts";
export * from "./sip-message.ts";
export * from "./message.ts";
export * from "./call.ts";
export * from "./call-row.ts";
export * from "./call-json.ts";
export * from "./call-state.ts";
export * from "./registration.ts";
export * from "./agent.ts";
export * from "./packet-ref.ts";
export * from "./scope.ts";
export * from "./page.ts";
export * from "./errors.ts";
export * from "./time.ts";
export * from "./query/query.ts";
