// A fax asked for T.38 and was refused. It goes on as sound, which a compressed codec does not carry.
import { answeredPairs, codecText, speechCodecs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const t38Refused: Rule = {
  id: "t38_refused",
  title: "Fax (T.38) refused",
  severity: "info",
  weight: "harm",
  looksFor: "A re-INVITE with an image stream (udptl, T.38) answered by a refusal or with port 0. A warning where the codec left for the call is not G.711.",
  source: "ITU-T T.38 Annex D; RFC 3261 §14.1",
  nextStep: "Let the refusing side take T.38, or force G.711 without silence suppression for fax numbers.",
  needs: [NEED.bothWays],
  explains: ["reinvite_refused_then_bye"],
  examine(examined) {
    for (const leg of examined.legs) {
      for (const one of leg.transactions) {
        const request = one.requests[0];
        const image = one.method === "INVITE" && request?.sip.toTag ? request.sdp?.media.find(({ kind, port, transport }) => kind === "image" && port > 0 && /udptl|t\.?38|tcp|rtp/i.test(transport)) : undefined;
        const isRefused = one.final !== null && (one.final.status >= 400 || one.final.sdp?.media.find(({ kind }) => kind === "image")?.port === 0);
        if (request === undefined || image === undefined || !isRefused || one.final === null || one.children.length > 0) continue;
        const codec = answeredPairs(examined).findLast(({ exchange, answer }) => exchange.callId === leg.call.id && answer.port > 0 && exchange.offer.atUs < (one.final?.atUs ?? 0))?.answer;
        const left = codec === undefined ? undefined : speechCodecs(codec)[0];
        const isSpoilt = left !== undefined && left.name !== "" && !/^PCM[AU]$/i.test(left.name);
        return found({
          sentence: `${examined.name(one.dst)} refused to take the fax as data (${one.final.title})${left === undefined ? "" : `; it goes on as sound in ${codecText(left)}${isSpoilt ? ", which does not carry fax" : ""}`}.`, host: one.dst, severity: isSpoilt ? "warning" : "info", weight: isSpoilt ? "mechanism" : "harm",
          evidence: [shows(request, `asks for T.38 (${image.transport}, port ${image.port})`), shows(one.final, one.final.title)],
        });
      }
    }
    return ABSENT;
  },
};
