// Packets of a kind that no session description names: the receiver throws them away or makes noise of them.
import { hearing, heardIn } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

/** Comfort noise, of today and of old, is sent by many without saying so. */
const UNSAID = new Set([13, 19]);

export const payloadTypeNotAgreed: Rule = {
  id: "payload_type_not_agreed",
  title: "Media of a kind that nobody announced",
  severity: "warning",
  weight: "mechanism",
  looksFor: "Captured RTP with a payload type that stands in no session description of its leg; comfort noise (13, 19) is left out.",
  source: "RFC 3264 §5.1, §6.1; RFC 3551 §3",
  nextStep: "Find out what the sender sends: a codec that was not agreed, telephone events under an old number, or media of another call at this port.",
  needs: [NEED.rtp, NEED.offer],
  explains: ["one_way_audio", "poor_quality"],
  examine(examined) {
    for (const { call, messages } of examined.legs) {
      const announcing = messages.filter(({ sdp }) => sdp !== null);
      const known = new Set(announcing.flatMap(({ sdp }) => sdp?.media.flatMap(({ formats }) => formats.map(Number)) ?? []));
      if (known.size === 0) continue;
      for (const stream of examined.quality?.streams ?? []) {
        const strange = stream.callId === call.id ? stream.rtp?.payloadTypes.find((type) => !known.has(type) && !UNSAID.has(type)) : undefined;
        if (strange === undefined) continue;
        const { speaker, path, host } = hearing(examined, stream);
        return found({
          sentence: `The device of ${speaker} sends media of payload type ${strange}, which neither side announced${path}.`, host,
          evidence: [heardIn(stream, `payload types sent: ${stream.rtp?.payloadTypes.join(", ")}`), ...announcing.slice(0, 2).map((message) => shows(message, `announced: ${message.sdp?.media.flatMap(({ formats }) => formats).join(", ")}`))],
        });
      }
    }
    return ABSENT;
  },
};
