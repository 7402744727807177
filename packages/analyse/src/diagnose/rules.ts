// Every rule there is, in the order of the reference (docs/reference/rules.md is generated from this).
import { MEDIA_RULES } from "./media-rules.ts";
import type { Rule } from "./rule.ts";
import { SIGNALLING_RULES } from "./signalling-rules.ts";

export const RULES: readonly Rule[] = [...SIGNALLING_RULES, ...MEDIA_RULES];
