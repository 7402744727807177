// Rules about signalling: reaching, answering, keeping and ending calls. One a file in rules/; how calls are refused stands in refusal-rules.ts.
import { REFUSAL_RULES } from "./refusal-rules.ts";
import type { Rule } from "./rule.ts";
import { abandonedBeforeRinging } from "./rules/abandoned-before-ringing.ts";
import { abnormalRelease } from "./rules/abnormal-release.ts";
import { ackDroppedAtHop } from "./rules/ack-dropped-at-hop.ts";
import { ackLost } from "./rules/ack-lost.ts";
import { answerChanged } from "./rules/answer-changed.ts";
import { answeredElsewhere } from "./rules/answered-elsewhere.ts";
import { answeredTwice } from "./rules/answered-twice.ts";
import { authAlgorithmMismatch } from "./rules/auth-algorithm-mismatch.ts";
import { authLoop } from "./rules/auth-loop.ts";
import { authRealmMismatch } from "./rules/auth-realm-mismatch.ts";
import { byeUnanswered } from "./rules/bye-unanswered.ts";
import { callIdReused } from "./rules/call-id-reused.ts";
import { callLost } from "./rules/call-lost.ts";
import { callNeverCompleted } from "./rules/call-never-completed.ts";
import { callerGaveUp } from "./rules/caller-gave-up.ts";
import { cancelCrossedAnswer } from "./rules/cancel-crossed-answer.ts";
import { cancelIgnored } from "./rules/cancel-ignored.ts";
import { cancelNotMatched } from "./rules/cancel-not-matched.ts";
import { challengeUnanswered } from "./rules/challenge-unanswered.ts";
import { constantDuration } from "./rules/constant-duration.ts";
import { contentLengthWrong } from "./rules/content-length-wrong.ts";
import { cseqNotRising } from "./rules/cseq-not-rising.ts";
import { delayedOfferUnanswered } from "./rules/delayed-offer-unanswered.ts";
import { dialogUnknown } from "./rules/dialog-unknown.ts";
import { droppedAfterHalfAMinute } from "./rules/dropped-after-half-a-minute.ts";
import { emergencyCallFailed } from "./rules/emergency-call-failed.ts";
import { endedByNetwork } from "./rules/ended-by-network.ts";
import { failoverAfterTimeout } from "./rules/failover-after-timeout.ts";
import { forbiddenAfterAuth } from "./rules/forbidden-after-auth.ts";
import { forwardingLoop } from "./rules/forwarding-loop.ts";
import { fragmentationRisk } from "./rules/fragmentation-risk.ts";
import { glare } from "./rules/glare.ts";
import { holdNotResumed } from "./rules/hold-not-resumed.ts";
import { hopSilent } from "./rules/hop-silent.ts";
import { maxForwardsSmall } from "./rules/max-forwards-small.ts";
import { mediaTimeout } from "./rules/media-timeout.ts";
import { mergedRequest } from "./rules/merged-request.ts";
import { noAnswer } from "./rules/no-answer.ts";
import { oldBranch } from "./rules/old-branch.ts";
import { prackMissing } from "./rules/prack-missing.ts";
import { prackRefused } from "./rules/prack-refused.ts";
import { privateContact } from "./rules/private-contact.ts";
import { proxyCancelled } from "./rules/proxy-cancelled.ts";
import { recordRouteIgnored } from "./rules/record-route-ignored.ts";
import { redirectLoop } from "./rules/redirect-loop.ts";
import { refreshFailed } from "./rules/refresh-failed.ts";
import { refusalAckLost } from "./rules/refusal-ack-lost.ts";
import { refusalRewritten } from "./rules/refusal-rewritten.ts";
import { reinviteRefusedThenBye } from "./rules/reinvite-refused-then-bye.ts";
import { reinviteStorm } from "./rules/reinvite-storm.ts";
import { replacesFailed } from "./rules/replaces-failed.ts";
import { requestRefused } from "./rules/request-refused.ts";
import { requestsRetransmitted } from "./rules/requests-retransmitted.ts";
import { responseNotReturning } from "./rules/response-not-returning.ts";
import { responseRetransmissions } from "./rules/response-retransmissions.ts";
import { retransmissionStorm } from "./rules/retransmission-storm.ts";
import { retryAfterIgnored } from "./rules/retry-after-ignored.ts";
import { ringTimeout } from "./rules/ring-timeout.ts";
import { routeHunting } from "./rules/route-hunting.ts";
import { routingLoop } from "./rules/routing-loop.ts";
import { sessionTimerExpired } from "./rules/session-timer-expired.ts";
import { sessionTimerWithoutRefresher } from "./rules/session-timer-without-refresher.ts";
import { silentAfterTrying } from "./rules/silent-after-trying.ts";
import { slowSetup } from "./rules/slow-setup.ts";
import { staleNonce } from "./rules/stale-nonce.ts";
import { timeoutToNonInvite } from "./rules/timeout-to-non-invite.ts";
import { transferFailed } from "./rules/transfer-failed.ts";
import { transferUnreported } from "./rules/transfer-unreported.ts";
import { transportChanged } from "./rules/transport-changed.ts";
import { veryShortCall } from "./rules/very-short-call.ts";
import { wrongPassword } from "./rules/wrong-password.ts";

export const SIGNALLING_RULES: readonly Rule[] = [
  // Credentials
  wrongPassword,
  challengeUnanswered,
  staleNonce,
  authRealmMismatch,
  authAlgorithmMismatch,
  authLoop,
  forbiddenAfterAuth,
  // Reaching somebody
  hopSilent,
  silentAfterTrying,
  responseNotReturning,
  failoverAfterTimeout,
  routeHunting,
  slowSetup,
  abandonedBeforeRinging,
  proxyCancelled,
  ringTimeout,
  callNeverCompleted,
  fragmentationRisk,
  retryAfterIgnored,
  emergencyCallFailed,
  // Circles
  routingLoop,
  maxForwardsSmall,
  redirectLoop,
  forwardingLoop,
  mergedRequest,
  // Answering
  ackLost,
  ackDroppedAtHop,
  refusalAckLost,
  prackMissing,
  prackRefused,
  answeredTwice,
  answerChanged,
  delayedOfferUnanswered,
  privateContact,
  recordRouteIgnored,
  transportChanged,
  // Giving up
  cancelIgnored,
  cancelNotMatched,
  cancelCrossedAnswer,
  // Keeping a call
  sessionTimerExpired,
  sessionTimerWithoutRefresher,
  refreshFailed,
  reinviteRefusedThenBye,
  reinviteStorm,
  glare,
  cseqNotRising,
  dialogUnknown,
  holdNotResumed,
  transferFailed,
  transferUnreported,
  replacesFailed,
  // Ending a call
  byeUnanswered,
  callLost,
  veryShortCall,
  droppedAfterHalfAMinute,
  mediaTimeout,
  constantDuration,
  endedByNetwork,
  abnormalRelease,
  // Messages
  requestsRetransmitted,
  responseRetransmissions,
  retransmissionStorm,
  contentLengthWrong,
  callIdReused,
  oldBranch,
  requestRefused,
  timeoutToNonInvite,
  refusalRewritten,
  // What people did
  noAnswer,
  callerGaveUp,
  answeredElsewhere,
  // How calls are refused
  ...REFUSAL_RULES,
];
