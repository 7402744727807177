// Rules about signalling: setting up, answering, keeping and ending calls. One a file in rules/.
import type { Rule } from "./rule.ts";
import { ackLost } from "./rules/ack-lost.ts";
import { numberUnknown } from "./rules/number-unknown.ts";
import { wrongPassword } from "./rules/wrong-password.ts";

export const SIGNALLING_RULES: readonly Rule[] = [
  wrongPassword,
  ackLost,
  numberUnknown,
];
