// Every rule there is, in the order of the reference (docs/reference/rules.md is generated from this).
import type { Call } from "@sipglass/model";
import { MEDIA_RULES } from "./media-rules.ts";
import { REGISTRATION_RULES } from "./registration-rules.ts";
import type { Rule } from "./rule.ts";
import { SIGNALLING_RULES } from "./signalling-rules.ts";

export const RULES: readonly Rule[] = [...SIGNALLING_RULES, ...MEDIA_RULES];

const ABOUT_REGISTRATION: ReadonlySet<Rule> = new Set(REGISTRATION_RULES);
const OF_CALLS = RULES.filter((rule) => !ABOUT_REGISTRATION.has(rule));

/** Registrations, subscriptions and keep-alives are nothing that a call lacks: of calls alone those rules are not asked. */
export const rulesFor = (legs: readonly Pick<Call, "kind">[]): readonly Rule[] => (legs.every(({ kind }) => kind === "call") ? OF_CALLS : RULES);
