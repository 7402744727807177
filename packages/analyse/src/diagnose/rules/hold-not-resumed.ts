// Put on hold and never, or only half, taken back: the call ended while one side could not hear.
import type { Sdp, SdpMedia } from "@sipglass/decode";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LONG_US = 10_000_000;

export const holdNotResumed: Rule = {
  id: "hold_not_resumed",
  title: "Ended while on hold",
  severity: "info",
  weight: "harm",
  looksFor:
    "The last accepted offer of the call puts it on hold (sendonly, inactive, or address 0.0.0.0), or takes it back and the answer still restricts the direction; it ends more than 10 s later, not by a transfer.",
  source: "RFC 3264 §8.4; RFC 6337 §5.3",
  nextStep: "Was the other side hung up on, or was resuming impossible? Look for a re-INVITE that should have resumed and was refused.",
  needs: [NEED.offerAnswer, NEED.end],
  examine(examined) {
    for (const leg of examined.legs) {
      const changes = leg.offers.filter(({ answer, transaction }) => answer !== null && transaction.parent === null);
      const last = changes.at(-1);
      if (last?.answer == null || last.initial || leg.of("REFER").length > 0) continue;
      const offered = audioOf(last.offerSdp);
      const answered = audioOf(last.answerSdp);
      const wasHeld = changes.slice(0, -1).some(({ offerSdp }) => isHeld(audioOf(offerSdp)));
      const endUs = leg.call.endedAtUs;
      const halfResumed = wasHeld && offered?.direction === "sendrecv" && answered !== undefined && answered.direction !== "sendrecv";
      if ((!isHeld(offered) && !halfResumed) || endUs - last.offer.atUs < LONG_US) continue;
      return found({
        ...(halfResumed ? { severity: "warning" as const, weight: "mechanism" as const } : {}),
        sentence: halfResumed
          ? `${examined.name(last.offeredBy)} took the call back from hold, but ${examined.name(last.answeredBy)} still answers ${answered.direction}, so one side could not hear for ${spanText(endUs - last.offer.atUs)}.`
          : `${examined.name(last.offeredBy)} put the call on hold, and it ended ${spanText(endUs - last.offer.atUs)} later without being resumed.`,
        host: halfResumed ? last.answeredBy : last.offeredBy,
        evidence: [
          shows(last.offer, `offer: ${offered?.direction ?? "no audio"}`),
          shows(last.answer, `answer: ${answered?.direction ?? "no audio"}`),
        ],
      });
    }
    return ABSENT;
  },
};

const audioOf = (sdp: Sdp | null): SdpMedia | undefined => sdp?.media.find(({ kind, port }) => kind === "audio" && port > 0);

const isHeld = (audio: SdpMedia | undefined): boolean =>
  audio !== undefined && (audio.direction === "sendonly" || audio.direction === "inactive" || audio.address === "0.0.0.0");
