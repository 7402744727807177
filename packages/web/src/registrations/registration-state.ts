// The state of a registration as it is now: one whose time ran out since it was last seen has run out, though nobody said so.
import { fromRfc3339 } from "@sipglass/model";
import type { RegistrationJson } from "../api/shapes.ts";

/** So many returns are no single reboot. */
export const FLAPPING = 3;

export const validUntilUs = ({ last_seen_at, expires_s }: Pick<RegistrationJson, "last_seen_at" | "expires_s">): number =>
  last_seen_at === null ? 0 : fromRfc3339(last_seen_at) + expires_s * 1e6;

export const shownState = (each: Pick<RegistrationJson, "state" | "last_seen_at" | "expires_s">, nowUs: number): RegistrationJson["state"] =>
  each.state === "registered" && validUntilUs(each) <= nowUs ? "expired" : each.state;

/** `choice`: a state, "flapping", or undefined for all. */
export const isShown = (each: Pick<RegistrationJson, "state" | "last_seen_at" | "expires_s" | "flaps">, choice: string | undefined, nowUs: number): boolean =>
  choice === undefined || (choice === "flapping" ? each.flaps >= FLAPPING : shownState(each, nowUs) === choice);
