// 180 without a session description after a 183 with one: devices differ on what the caller hears then.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const ringbackAfterEarlyMedia: Rule = {
  id: "ringback_after_early_media",
  title: "Ringing after early media",
  severity: "info",
  weight: "oddity",
  looksFor: "On the caller's own hop a 18x with session description and later, in the same dialog, a 180 without one.",
  source: "RFC 3960 §3.2",
  nextStep: "If callers hear two tones at once, or the ringing stops: let the border controller send either 180 or 183, not both.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    for (const top of examined.attempts) {
      const early = top.responses.find(({ status, sdp }) => status > 100 && status < 200 && sdp !== null);
      const ringing = top.responses.find(({ status, sdp, sip, atUs }) => early !== undefined && status === 180 && sdp === null && atUs > early.atUs && sip.toTag === early.sip.toTag);
      if (early === undefined || ringing === undefined) continue;
      return found({
        sentence: `${examined.name(early.from)} first sent its own sound and then asked the caller's phone to ring by itself.`, host: early.from,
        evidence: [shows(early, `${early.title} with session description`), shows(ringing, `${ringing.title} without`)],
      });
    }
    return ABSENT;
  },
};
