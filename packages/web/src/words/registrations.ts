// Words of the registrations.
import type { Registration } from "@sipglass/model";
import { counted } from "./count.ts";

export const REGISTRATION_STATES = {
  registered: "registered",
  expired: "ran out",
  unregistered: "taken back",
  rejected: "refused",
  challenged: "challenged",
} as const satisfies Record<Registration["state"], string>;

export const REGISTRATION_WORDS = {
  title: "Registrations",
  filter: "Address begins with",
  example: "Address begins with 1001",
  all: "all",
  states: "Only in this state",
  flapping: "flapping",
  flappingHint: "Came back three times or more after it had run out, been taken back or been refused",
  none: "No REGISTER has been seen yet.",
  noneHint: "Registrations appear as soon as a capture agent sends REGISTER requests and their answers.",
  noneOf: (prefix: string): string => `No registration begins with “${prefix}”.`,
  noneLeft: "None of these is in this state.",
  count: (shown: number, more: boolean): string => `${counted(shown, "registration")}${more ? " and more" : ""}`,
  aor: "address of record",
  state: "state",
  contact: "contact",
  seen: "last seen",
  valid: "valid",
  left: (span: string): string => `${span} left`,
  granted: (span: string, until: string): string => `Granted for ${span}, until ${until}`,
  flaps: "flaps",
  flapsHint: "How often it came back after it had run out, been taken back or been refused",
  agent: "user agent",
  counts: "accepted / refused",
  countsHint: "REGISTER requests accepted and refused",
  via: "via",
  messages: (callId: string): string => `Messages of ${callId}`,
} as const;
