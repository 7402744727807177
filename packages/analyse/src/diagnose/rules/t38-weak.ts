// T.38 without protection against lost packets, or with packets too small for it.
import { answeredImages } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const SMALLEST = 150;

export const t38Weak: Rule = {
  id: "t38_weak",
  title: "Fax (T.38) without redundancy",
  severity: "info",
  weight: "oddity",
  looksFor: "An accepted image stream whose answer names no error correction (T38FaxUdpEC), or a T38FaxMaxDatagram below 150 bytes.",
  source: "ITU-T T.38 Annex D",
  nextStep: "Switch on redundancy (t38UDPRedundancy) and allow datagrams of 400 bytes on both sides; pages break off at the first lost packet without it.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    for (const { exchange, answer } of answeredImages(examined)) {
      const given = exchange.answer;
      if (given === null || answer.port === 0) continue;
      const datagram = Number(/^a=T38FaxMaxDatagram:\s*(\d+)/im.exec(given.body)?.[1] ?? SMALLEST);
      const protects = /^a=T38FaxUdpEC:\s*t38UDP(Redundancy|FEC)/im.test(given.body);
      if (protects && datagram >= SMALLEST) continue;
      return found({
        sentence: `${examined.name(exchange.answeredBy)} takes fax data ${protects ? `in packets of ${datagram} bytes at most, too small to repeat anything` : "without any protection against lost packets"}.`, host: exchange.answeredBy,
        evidence: [shows(exchange.offer, "asks for T.38"), shows(given, protects ? `T38FaxMaxDatagram ${datagram}` : "no T38FaxUdpEC in the answer")],
      });
    }
    return ABSENT;
  },
};
