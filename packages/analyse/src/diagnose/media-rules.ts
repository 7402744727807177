// Rules about media, registration, identity, transport, attacks and the capture itself. One a file in rules/.
import type { Rule } from "./rule.ts";

export const MEDIA_RULES: readonly Rule[] = [];
