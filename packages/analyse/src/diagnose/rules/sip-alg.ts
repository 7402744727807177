// A router on the way rewrote parts of a message (SIP ALG). The same request, before and behind it, shows what; from one side alone only the signs.
import { addressHost, isIpAddress, isPrivateAddress } from "../addresses.ts";
import type { CaseMessage } from "../case-message.ts";
import type { Case } from "../case.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const sipAlg: Rule = {
  id: "sip_alg",
  title: "A router changes SIP messages (ALG)",
  severity: "info",
  weight: "oddity",
  looksFor: "One request, known by its branch, seen with two Contacts or media addresses and no Via added between; or a Via with a private address beside a Contact or SDP that already has the public one.",
  source: "RFC 2663 §2.9; RFC 6314 §3",
  nextStep: "Switch off the SIP ALG (\"SIP helper\") of the router before this device; servers handle NAT better.",
  needs: [NEED.requests],
  explains: ["private_contact", "content_length_wrong", "ice_not_answered", "media_address_private"],
  examine(examined) {
    const pair = rewritten(examined);
    if (pair !== undefined) {
      const [before, behind, what] = pair;
      return found({
        sentence: `Something between ${examined.name(before.from)} and ${examined.name(behind.to)} rewrote the ${what} of the ${before.title}.`, host: behind.from, severity: "warning", weight: "harm",
        evidence: [shows(before, `${what} as sent: ${valueOf(before, what)}`), shows(behind, `${what} as it arrived: ${valueOf(behind, what)}`)],
      });
    }
    const half = examined.messages.find((message) => message.isRequest && message.sip.viaCount === 1 && isHalfRewritten(message));
    if (half === undefined) return ABSENT;
    return found({
      sentence: `The ${half.title} from ${examined.name(half.from)} looks rewritten by a router: its Via still has the inner address ${half.vias[0]?.host ?? ""}, its Contact the outer one.`, host: half.from,
      evidence: [shows(half, `Via ${half.vias[0]?.host ?? ""}, Contact ${addressHost(half.headers("contact")[0] ?? "")}, received from ${half.view.src}`)],
    });
  },
};

type Part = "Contact" | "media address";

function rewritten({ messages }: Case): [CaseMessage, CaseMessage, Part] | undefined {
  const byBranch = new Map<string, CaseMessage>();
  for (const message of messages) {
    if (!message.isRequest || !message.sip.branch.startsWith("z9hG4bK")) continue;
    const other = byBranch.get(message.sip.branch);
    if (other === undefined) byBranch.set(message.sip.branch, message);
    else if (other.view.src !== message.view.src && other.method === message.method && other.sip.viaCount === message.sip.viaCount) {
      for (const part of ["Contact", "media address"] as const) if (valueOf(other, part) !== "" && valueOf(message, part) !== "" && valueOf(other, part) !== valueOf(message, part)) return [other, message, part];
    }
  }
  return undefined;
}

function valueOf(message: CaseMessage, part: Part): string {
  return part === "Contact" ? addressHost(message.headers("contact")[0] ?? "") : (message.sdp?.media[0]?.address ?? "");
}

function isHalfRewritten(message: CaseMessage): boolean {
  const via = message.sip.viaSentBy.split(":")[0] ?? "";
  if (!isIpAddress(via) || !isPrivateAddress(via) || isPrivateAddress(message.view.src)) return false;
  return addressHost(message.headers("contact")[0] ?? "") === message.view.src;
}
