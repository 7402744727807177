// It rang and nobody took it: the ringing side gave up by a code, or an INVITE ended by itself without anybody's CANCEL.
import { ringing } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { echoes, isRungOut, sayings } from "../refusal.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const noAnswer: Rule = {
  id: "no_answer",
  title: "Nobody answered",
  severity: "info",
  weight: "people",
  looksFor: "After 18x the deepest hop ends with 408, 480, Q.850 cause 19, or with 487 that no CANCEL of anybody explains.",
  source: "RFC 3261 §13.3.1, §21.4.18; ITU-T Q.850 §2.2.7 (cause 19)",
  nextStep:
    "Nothing, when nobody was there. If somebody was: did the phone ring? Look at forwarding and at the time after which this host gives up.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    const { failure } = examined;
    const message = failure?.final ?? null;
    if (failure === null || message === null) return ABSENT;
    const rang = ringing(failure.leaf);
    const ranItself = message.status === 487 && failure.leaf.cancel === null && failure.top.cancel === null;
    if (!ranItself && (!isRungOut(failure, message) || message.status === 487)) return ABSENT;
    const since = rang === undefined ? "" : ` after ${spanText(message.atUs - rang.atUs)} of ringing`;
    return found({
      sentence: `Nobody answered at ${examined.name(failure.host)}${since} (${sayings(message)}).`,
      host: failure.host,
      evidence: [
        ...(rang === undefined ? [] : [shows(rang, `${rang.title}: it rings`)]),
        shows(message, `given up: ${sayings(message)}`),
        ...echoes(failure),
      ],
    });
  },
};
