// Media comes from another address than its sender announced: a NAT in between. It works where the receiver answers to what it sees.
import type { Stream } from "@sipglass/model";
import type { Case } from "../case.ts";
import { hearing, heardIn, legMedia } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, notCheckable, type Rule } from "../rule.ts";
import { silencesOf } from "../silence.ts";

export const mediaSourceDiffers: Rule = {
  id: "media_source_differs",
  title: "Media from an address nobody announced",
  severity: "info",
  weight: "oddity",
  looksFor: "Captured RTP whose source host stands in no session description of the call. A warning when one side was not heard at the same time.",
  source: "RFC 4961 §3; RFC 7362 §4",
  nextStep: "Where this is the device's own NAT, its peer must send to where packets come from (symmetric RTP, latching). An address that belongs to neither side: look for injected media.",
  needs: [NEED.rtp, NEED.offerAnswer],
  explains: ["one_way_audio"],
  examine(examined) {
    const known = announcedHosts(examined);
    if (known.size === 0) return notCheckable(NEED.offerAnswer.text);
    for (const { ways } of legMedia(examined)) {
      const stranger = [...ways.caller.streams, ...ways.callee.streams].find((stream) => stream.rtp !== null && stream.src !== "" && !known.has(hostOf(stream)));
      if (stranger === undefined) continue;
      const { speaker, listener } = hearing(examined, stranger);
      const hurts = silencesOf(examined).length > 0;
      return found({
        sentence: `The audio of ${speaker} comes from ${stranger.src}, which no side announced${hurts ? `, and what ${listener} sends back does not reach it` : ""}.`, host: stranger.src,
        severity: hurts ? "warning" : "info", weight: hurts ? "mechanism" : "oddity",
        evidence: [heardIn(stranger, `RTP from ${stranger.src} to ${stranger.dst}, ${stranger.packets ?? "some"} packets; announced: ${[...known].join(", ")}`)],
      });
    }
    return ABSENT;
  },
};

const hostOf = ({ src }: Stream): string => src.slice(0, src.lastIndexOf(":")).replace(/^\[|\]$/g, "");

/** With ICE the candidates count as announced too. */
function announcedHosts({ messages }: Case): Set<string> {
  const hosts = new Set<string>();
  for (const { sdp, body } of messages) {
    for (const { address, ice } of sdp?.media ?? []) {
      hosts.add(address);
      if (ice.candidates > 0) for (const [, host] of body.matchAll(/^a=candidate:\S+ \d+ \S+ \d+ (\S+) /gim)) hosts.add(host ?? "");
    }
  }
  return hosts;
}
