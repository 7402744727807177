// The answerer ends the call 30 to 33 s after its answer: that is 64·T1, the time it waits for an ACK. The ACK was lost where we cannot see.
import type { CaseLeg } from "../case.ts";
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const droppedAfterHalfAMinute: Rule = {
  id: "dropped_after_half_a_minute",
  title: "Dropped after 32 seconds",
  severity: "warning",
  weight: "mechanism",
  looksFor:
    "The called side, or a host between, sends BYE 31.5 to 33 s after the answer, and gives no reason or one other than normal clearing.",
  source: "RFC 3261 §13.3.1.4",
  nextStep:
    "Look at the other leg: its answer repeats and its ACK is missing. Compare Contact and Record-Route of that answer with where the ACK goes.",
  needs: [NEED.setup, NEED.end],
  explains: ["abnormal_release", "ended_by_network"],
  examine(examined) {
    const end = endsOf(examined.legs).find(
      ({ by, talkUs, byeMessage }) =>
        (by === "callee" || by === "middle") &&
        talkUs >= 31_500_000 &&
        talkUs <= 33_000_000 &&
        byeMessage !== null &&
        !isNormal(byeMessage.reasons.map(({ cause }) => cause)),
    );
    if (end?.byeMessage == null) return ABSENT;
    // One person in some thousands hangs up at just this second: an ACK seen on every hop, and media both ways, speak for a person.
    const isPlain = end.byeMessage.reasons.length === 0;
    const acked = end.leg.of("INVITE").some(({ acks }) => acks.length > 0);
    // Whoever waits for an ACK takes part in nothing new: a request that was answered in between shows that it had come.
    if (isPlain && isUsed(end.leg, end.answered.atUs)) return ABSENT;
    if (isPlain && acked && end.by === "callee" && end.leg.transactions.some(({ parent }) => parent !== null)) return ABSENT;
    return found({
      severity: isPlain && acked ? "info" : "warning",
      sentence: `${examined.name(end.byeMessage.from)} ended the call ${spanText(end.talkUs)} after its answer, which is how long it waits for a lost ACK.`,
      host: end.byeMessage.to,
      evidence: [shows(end.answered, `${end.answered.title}: answered`), shows(end.byeMessage, `BYE ${spanText(end.talkUs)} later`)],
    });
  },
};

const IN_BETWEEN = new Set(["INVITE", "UPDATE", "INFO", "REFER", "NOTIFY", "OPTIONS", "MESSAGE"]);

const isUsed = ({ transactions }: CaseLeg, answeredUs: number): boolean =>
  transactions.some(
    ({ method, startUs, final, requests }) =>
      IN_BETWEEN.has(method) && startUs > answeredUs && final !== null && final.status < 300 && (requests[0]?.sip.toTag ?? "") !== "",
  );

const isNormal = (causes: readonly number[]): boolean => causes.includes(16) || causes.includes(17);
