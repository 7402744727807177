// Media is to be sent to an address that nobody outside that network can reach. Harmless where the other side answers to where packets come from; else the cause of silence.
import { isIpAddress, isPrivateAddress } from "../addresses.ts";
import type { Case } from "../case.ts";
import { exchangesOf, mediaEnd, type Exchange } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { silencesOf } from "../silence.ts";

export const mediaAddressPrivate: Rule = {
  id: "media_address_private",
  title: "Private media address behind NAT",
  severity: "info",
  weight: "mechanism",
  looksFor: "An SDP with a private address (RFC 1918, RFC 6598) in c=, in a message that came from a public address, without ICE candidates. A warning when a side was not heard.",
  source: "RFC 1918 §3; RFC 6598 §7; RFC 7362 §2",
  nextStep: "Let a media relay or session border controller stand between, or give the device STUN or ICE, so that it announces an address that its peer can reach.",
  needs: [NEED.offer],
  explains: ["one_way_audio", "no_audio", "media_timeout", "very_short_call", "media_source_differs"],
  examine(examined) {
    for (const exchange of exchangesOf(examined)) {
      const at = privateEnd(exchange);
      if (at === undefined) continue;
      const hurts = silencesOf(examined).some(({ media }) => media.leg.call.id === exchange.callId);
      return found({
        sentence: `${examined.name(at.message.from)} asks for its audio at ${at.end}, an address inside its own network that ${examined.name(at.message.to)} cannot reach.`, host: at.message.from,
        severity: hurts ? "error" : "info", weight: hurts ? "mechanism" : "oddity",
        evidence: [shows(at.message, `came from ${at.message.view.src}, its SDP says c=${at.address}`), ...silence(examined, hurts)],
      });
    }
    return ABSENT;
  },
};

const silence = (examined: Case, hurts: boolean) => {
  const one = silencesOf(examined)[0];
  return hurts && one !== undefined ? [missing(one.media.leg.call.id, one.media.leg.call.answeredAtUs, `not heard: ${one.unheard.join(" and ")}`)] : [];
};

function privateEnd({ offer, offerSdp, answer, answerSdp }: Exchange) {
  for (const [message, sdp] of [[offer, offerSdp], [answer, answerSdp]] as const) {
    if (!message || !sdp || isPrivateAddress(message.view.src) || isPrivateAddress(message.view.dst)) continue;
    const media = sdp.media.find(({ kind, port, address, ice }) => kind === "audio" && port > 0 && isIpAddress(address) && isPrivateAddress(address) && ice.candidates === 0);
    if (media !== undefined) return { message, end: mediaEnd(media), address: media.address };
  }
  return undefined;
}
