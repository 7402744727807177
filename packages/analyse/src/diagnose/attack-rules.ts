// Rules about what is no call at all: scans, ghost calls, fraud, stolen digests, foreign tear-downs.
import type { Rule } from "./rule.ts";
import { digestLeak } from "./rules/digest-leak.ts";
import { foreignTeardown } from "./rules/foreign-teardown.ts";
import { ghostCall } from "./rules/ghost-call.ts";
import { injectionAttempt } from "./rules/injection-attempt.ts";
import { scanner } from "./rules/scanner.ts";
import { tollFraudProbe } from "./rules/toll-fraud-probe.ts";

export const ATTACK_RULES: readonly Rule[] = [scanner, tollFraudProbe, ghostCall, digestLeak, foreignTeardown, injectionAttempt];
