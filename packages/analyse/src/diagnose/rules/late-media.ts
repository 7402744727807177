// The call is answered and the first words are lost: the media begins late.
import { heardIn, legMedia, partyName } from "../directions.ts";
import { otherSide } from "../../quality/media-plan.ts";
import type { Case } from "../case.ts";
import { exchangesOf } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const NOTED_US = 500_000;
const CLIPPED_US = 2_000_000;

export const lateMedia: Rule = {
  id: "late_media",
  title: "Media begins late",
  severity: "info",
  weight: "harm",
  looksFor: "The first captured packet of a side comes half a second or more after the answer; two seconds are a warning. A side that begins with the call on hold does not count.",
  source: "RFC 3264 §5.1, §6.1; RFC 8445 §12.1; RFC 5763 §5",
  nextStep: "Look at what must happen before the first packet: ICE checks, the DTLS handshake, a gate in the border controller, a slow bridge.",
  needs: [NEED.rtp],
  examine(examined) {
    for (const { leg, ways } of legMedia(examined)) {
      const { call } = leg;
      if (call.answeredAtUs === 0) continue;
      const late = [ways.caller, ways.callee].filter(({ heard, streams }) => heard && streams.every(({ rtp }) => rtp !== null)).toSorted((a, b) => b.fromUs - a.fromUs)[0];
      const first = late?.streams.find(({ fromUs }) => fromUs === late.fromUs);
      const waitUs = late === undefined ? 0 : late.fromUs - call.answeredAtUs;
      if (late === undefined || first === undefined || waitUs < NOTED_US || !isOpen(examined, call.id)) continue;
      const answer = leg.messages.find(({ method, status, isRequest }) => method === "INVITE" && !isRequest && status >= 200 && status < 300);
      return found({
        sentence: `${partyName(call, otherSide(late.speaker))} heard nothing of ${partyName(call, late.speaker)} in the first ${spanText(waitUs)} after the answer.`, host: first.src, severity: waitUs >= CLIPPED_US ? "warning" : "info",
        evidence: [...(answer === undefined ? [] : [shows(answer, "the answer")]), heardIn(first, `first packet ${spanText(waitUs)} later, ${first.src} to ${first.dst}`)],
      });
    }
    return ABSENT;
  },
};

/** On hold from the beginning, or agreed before the capture began, nothing is late. */
const isOpen = (examined: Case, callId: string): boolean =>
  exchangesOf(examined).some(({ callId: of, initial, offerSdp, answerSdp }) => of === callId && initial && [offerSdp, answerSdp].every((sdp) => sdp?.media.some(({ kind, direction }) => kind === "audio" && direction === "sendrecv")));
