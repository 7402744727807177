// Rules about signalling: setting up, answering, keeping and ending calls. One a file in rules/; how calls are refused in refusal-rules.ts.
import { REFUSAL_RULES } from "./refusal-rules.ts";
import type { Rule } from "./rule.ts";
import { abandonedBeforeRinging } from "./rules/abandoned-before-ringing.ts";
import { ackLost } from "./rules/ack-lost.ts";
import { authAlgorithmMismatch } from "./rules/auth-algorithm-mismatch.ts";
import { authLoop } from "./rules/auth-loop.ts";
import { authRealmMismatch } from "./rules/auth-realm-mismatch.ts";
import { callNeverCompleted } from "./rules/call-never-completed.ts";
import { callerGaveUp } from "./rules/caller-gave-up.ts";
import { challengeUnanswered } from "./rules/challenge-unanswered.ts";
import { failoverAfterTimeout } from "./rules/failover-after-timeout.ts";
import { forbiddenAfterAuth } from "./rules/forbidden-after-auth.ts";
import { hopSilent } from "./rules/hop-silent.ts";
import { noAnswer } from "./rules/no-answer.ts";
import { proxyCancelled } from "./rules/proxy-cancelled.ts";
import { responseNotReturning } from "./rules/response-not-returning.ts";
import { ringTimeout } from "./rules/ring-timeout.ts";
import { routeHunting } from "./rules/route-hunting.ts";
import { silentAfterTrying } from "./rules/silent-after-trying.ts";
import { slowSetup } from "./rules/slow-setup.ts";
import { staleNonce } from "./rules/stale-nonce.ts";
import { wrongPassword } from "./rules/wrong-password.ts";

export const SIGNALLING_RULES: readonly Rule[] = [
  // Credentials
  wrongPassword, challengeUnanswered, staleNonce, authRealmMismatch, authAlgorithmMismatch, authLoop, forbiddenAfterAuth,
  // Reaching somebody
  hopSilent, silentAfterTrying, responseNotReturning, failoverAfterTimeout, routeHunting, slowSetup, abandonedBeforeRinging, proxyCancelled, ringTimeout, callNeverCompleted,
  // Answering
  ackLost,
  // What people did
  noAnswer, callerGaveUp,
  // What was refused
  ...REFUSAL_RULES,
];
