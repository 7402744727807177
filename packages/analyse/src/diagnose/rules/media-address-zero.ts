// c=0.0.0.0 means "send me nothing": right for an old-style hold, wrong for a call that was just answered.
import { exchangesOf, isNowhere } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const mediaAddressZero: Rule = {
  id: "media_address_zero",
  title: "Audio to nowhere (0.0.0.0)",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An answered call whose first exchange has the address 0.0.0.0 or :: for audio without ICE, and no later offer that says another one.",
  source: "RFC 3264 §5.1, §8.4; RFC 6337 §5.4; RFC 8839 §4.2.5",
  nextStep: "Find out why this device does not know its own address: start before the network, a transfer that stopped half-way, or a hold that was never taken back.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "media_timeout", "very_short_call"],
  examine(examined) {
    if (!examined.isAnswered) return ABSENT;
    const all = exchangesOf(examined);
    for (const { initial, callId, offer, offerSdp, offeredBy, answer, answerSdp, answeredBy } of all) {
      if (!initial || answer === null || all.some((later) => later.callId === callId && later.offer.atUs > answer.atUs)) continue;
      for (const [message, sdp, host] of [[offer, offerSdp, offeredBy], [answer, answerSdp, answeredBy]] as const) {
        const media = sdp?.media.find(({ kind, port, address, ice }) => kind === "audio" && port > 0 && isNowhere(address) && !ice.ufrag);
        if (media === undefined) continue;
        return found({
          sentence: `${examined.name(host)} announced ${media.address} as the place for its audio and never said another: nobody can send to it.`, host, evidence: [shows(message, `c=${media.address} for audio`)],
        });
      }
    }
    return ABSENT;
  },
};
