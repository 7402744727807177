// A sips: address demands TLS on every hop; this hop has none.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const sipsOverPlain: Rule = {
  id: "sips_over_plain",
  title: "Secure address over a plain hop",
  severity: "info",
  weight: "oddity",
  looksFor: "A request with a sips: Request-URI over UDP, TCP or WS without TLS, between two hosts.",
  source: "RFC 3261 §26.2.2; RFC 5630 §4",
  nextStep: "Use TLS on this hop too. Between a load balancer that ends TLS and its servers the network itself must be safe.",
  needs: [NEED.requests],
  examine(examined) {
    const plain = examined.messages.find(({ isRequest, sip, view }) => isRequest && /^sips:/i.test(sip.requestUri) && view.src !== view.dst && /^(udp|tcp|ws|sctp)$/.test(view.transport));
    if (plain === undefined) return ABSENT;
    return found({
      sentence: `${examined.name(plain.from)} sent a request for a secure address (sips:) to ${examined.name(plain.to)} by ${plain.view.transport.toUpperCase()}, readable on the way.`, host: plain.from,
      evidence: [shows(plain, `${plain.title} ${plain.sip.requestUri} over ${plain.view.transport.toUpperCase()}`)],
    });
  },
};
