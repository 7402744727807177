// A CANCEL has no effect: it is not answered, or the INVITE never gets its 487, and the phone goes on ringing.
import type { CaseMessage } from "../case-message.ts";
import { lastSeenUs, type Transaction } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

/** 487 should come at once; what takes longer is late. */
const PATIENCE_US = 4_000_000;

export const cancelIgnored: Rule = {
  id: "cancel_ignored",
  title: "CANCEL without effect",
  severity: "warning",
  weight: "outcome",
  looksFor:
    "A CANCEL is seen, and on the same hop no final response to the INVITE follows within 4 s, though responses are captured there.",
  source: "RFC 3261 §9.1, §9.2",
  nextStep:
    "Compare branch, CSeq and Request-URI of CANCEL and INVITE on that hop: they must be the same. Else the called side has a fault.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["caller_gave_up", "call_never_completed", "no_answer", "ring_timeout"],
  examine(examined) {
    for (const invite of examined.invites) {
      const cancel = invite.cancel?.requests[0];
      if (cancel === undefined || invite.responses.length === 0 || invite.cancel?.final?.status === 481) continue;
      const after = invite.final === null ? Number.POSITIVE_INFINITY : invite.final.atUs - cancel.atUs;
      const seenUs = examined.messages.at(-1)?.atUs ?? 0;
      const isRepeated = (invite.cancel?.requests.length ?? 0) > 1;
      if (
        after < PATIENCE_US ||
        (invite.final === null && !isRepeated && seenUs - cancel.atUs < PATIENCE_US && invite.cancel?.final === null) ||
        invite.children.length > 0 ||
        // The ACK of a refusal that was not captured: it had its effect.
        (invite.final === null && (invite.acks.length > 0 || isEndedElsewhere(invite, cancel)))
      )
        continue;
      const sent = invite.cancel?.requests.length ?? 1;
      return found({
        sentence: `${examined.name(invite.dst)} did not end the call when ${examined.name(invite.src)} cancelled it${sent > 1 ? ` ${times(sent)}` : ""}${invite.final === null ? "" : `: ${invite.final.title} came late`}.`,
        host: invite.dst,
        evidence: [
          shows(cancel, "CANCEL"),
          missing(invite.callId, lastSeenUs(invite), "no 487 to the INVITE within 4 s"),
          ...(invite.final === null ? [] : [shows(invite.final, invite.final.title)]),
        ],
      });
    }
    return ABSENT;
  },
};

/** A fork that took its CANCEL and said no more, while another was answered: that it went on is seen nowhere. */
const isEndedElsewhere = ({ cancel, parent, responses }: Transaction, { atUs }: CaseMessage): boolean =>
  cancel?.final?.status === 200 &&
  parent?.final !== null &&
  parent?.final !== undefined &&
  parent.final.status < 300 &&
  responses.every((response) => response.atUs <= atUs);
