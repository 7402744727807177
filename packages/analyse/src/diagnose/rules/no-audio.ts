// Both sides were to speak, and neither was heard.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { announced, silencesOf } from "../silence.ts";
import { spanText } from "../words.ts";

export const noAudio: Rule = {
  id: "no_audio",
  title: "No audio in either direction",
  severity: "error",
  weight: "harm",
  looksFor: "An answered call of five seconds or more in which both sides report by RTCP or device report, and neither received anything.",
  source: "RFC 3264 §5.1, §6.1; RFC 3550 §6.4",
  nextStep: "Test whether the two announced media addresses can reach each other; look at firewall and media relay, and for SRTP at whether the keys were agreed.",
  needs: [NEED.media, NEED.bothMediaEnds],
  explains: ["poor_quality", "very_short_call", "media_timeout"],
  examine(examined) {
    const silence = silencesOf(examined).find(({ unheard }) => unheard.length === 2);
    if (silence === undefined) return ABSENT;
    const { call } = silence.media.leg;
    const [caller, callee] = [announced(examined, call.id, "caller"), announced(examined, call.id, "callee")];
    const ends = caller === undefined || callee === undefined ? "" : ` between ${caller.end} and ${callee.end}`;
    return found({
      sentence: `Neither side heard the other in ${spanText(silence.openUs)}: no audio arrived${ends}.`, host: callee?.host ?? "",
      evidence: [
        ...[caller, callee].flatMap((one) => (one === undefined ? [] : [shows(one.message, `audio announced at ${one.end}`)])),
        missing(call.id, call.answeredAtUs, "both sides report, and neither received media"),
      ],
    });
  },
};
