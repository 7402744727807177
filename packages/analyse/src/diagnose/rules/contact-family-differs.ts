// The dialog was made over one family of addresses and its Contact names the other.
import { addressHost, isIpAddress } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const contactFamilyDiffers: Rule = {
  id: "contact_family_differs",
  title: "Contact of another address family",
  severity: "info",
  weight: "oddity",
  looksFor: "An INVITE or its 2xx over IPv4 whose Contact is an IPv6 address, or the reverse, without a Record-Route to reach it by. An error when a later request of the call is not answered.",
  source: "RFC 6157 §3.1; RFC 3261 §12.1.1, §12.2.1.1",
  nextStep: "Let a proxy with both families record its route, or give the device a Contact of the family it uses.",
  needs: [NEED.setup],
  explains: ["ack_lost", "bye_unanswered", "refresh_failed", "dropped_after_half_a_minute", "response_retransmissions"],
  examine(examined) {
    for (const leg of examined.legs) {
      for (const message of leg.messages) {
        if (message.method !== "INVITE" || !(message.isRequest || (message.status >= 200 && message.status < 300)) || message.sip.viaCount > 1) continue;
        const contact = message.header("contact") ?? "";
        // The brackets of an IPv6 address tell the family before the address is taken apart.
        if (contact.includes("[") === message.view.src.includes(":")) continue;
        const host = addressHost(contact);
        if (!isIpAddress(host) || host.includes(":") === message.view.src.includes(":") || message.headers("record-route").length > 0) continue;
        const victim = leg.transactions.find((one) => one.startUs > message.atUs && (one.requests[0]?.sip.toTag ?? "") !== "" && one.responses.length === 0 && one.method !== "CANCEL")?.requests[0];
        return found({
          sentence: `${examined.name(message.from)} speaks ${message.view.src.includes(":") ? "IPv6" : "IPv4"} but wants to be reached at ${host}${victim === undefined ? "" : `, and the ${victim.method} to it stayed without an answer`}.`, host: message.from,
          severity: victim === undefined ? "info" : "error", weight: victim === undefined ? "oddity" : "mechanism", evidence: [shows(message, `Contact ${host}, sent from ${message.from}`), ...(victim === undefined ? [] : [shows(victim, "not answered")])],
        });
      }
    }
    return ABSENT;
  },
};
