// Put on hold and never taken back: the call ended while one side could not hear.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LONG_US = 10_000_000;

export const holdNotResumed: Rule = {
  id: "hold_not_resumed",
  title: "Ended while on hold",
  severity: "info",
  weight: "harm",
  looksFor: "The last accepted offer of the call puts it on hold (sendonly, inactive, or address 0.0.0.0), and it ends more than 10 s later, not by a transfer.",
  source: "RFC 3264 §8.4, RFC 6337 §5.3",
  nextStep: "Was the other side hung up on, or was resuming impossible? Look for a re-INVITE that should have resumed and was refused.",
  needs: [NEED.offerAnswer, NEED.end],
  examine(examined) {
    for (const leg of examined.legs) {
      const last = leg.offers.filter(({ answer, transaction }) => answer !== null && transaction.parent === null).at(-1);
      if (last === undefined || last.initial || !leg.offers.some(({ initial }) => initial)) continue;
      const audio = last.offerSdp.media.find(({ kind, port }) => kind === "audio" && port > 0);
      if (audio === undefined || !(audio.direction === "sendonly" || audio.direction === "inactive" || audio.address === "0.0.0.0")) continue;
      const endUs = leg.call.endedAtUs;
      if (endUs - last.offer.atUs < LONG_US || leg.of("REFER").length > 0) continue;
      return found({
        sentence: `${examined.name(last.offeredBy)} put the call on hold, and it ended ${spanText(endUs - last.offer.atUs)} later without being resumed.`, host: last.offeredBy,
        evidence: [shows(last.offer, `offer: ${audio.direction}, ${audio.address}`)],
      });
    }
    return ABSENT;
  },
};
