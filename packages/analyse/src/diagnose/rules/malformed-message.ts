// A message that is not written as it should be. Told when somebody refused it for that, noted when nobody minded.
import type { CaseMessage } from "../case-message.ts";
import type { Case } from "../case.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { listed } from "../words.ts";

/** Harmless in practice, or the matter of another rule. */
const ELSEWHERE = /^(content_length|line_feed_only$|bad_date$)/;

export const malformedMessage: Rule = {
  id: "malformed_message",
  title: "Malformed message",
  severity: "info",
  weight: "oddity",
  looksFor: "A message with a defect of grammar (RFC 4475 names them). An error when it was a request refused with 400, 416, 420 or 505, or never answered although it was repeated.",
  source: "RFC 3261 §7.3, §16.3, §25; RFC 4475 §3.1.2",
  nextStep: "Compare with the same message a hop before: either the device writes it so, or something in between broke it.",
  needs: [NEED.signalling],
  explains: ["bad_request", "extension_refused", "method_refused", "request_refused"],
  examine(examined) {
    const odd = examined.messages.filter(({ sip }) => sip.defects.length > 0 && defectsOf(sip.defects).length > 0);
    if (odd.length === 0) return ABSENT;
    const refused = odd.map((message) => ({ message, answer: refusalOf(examined, message) })).find(({ answer }) => answer !== undefined);
    const message = refused?.message ?? odd[0];
    if (message === undefined) return ABSENT;
    const names = listed(defectsOf(message.sip.defects).map((defect) => defect.replaceAll("_", " ")));
    return found({
      sentence: `The ${message.title} of ${examined.name(message.from)} is not well formed (${names})${refused?.answer === undefined ? "" : `, and ${examined.name(refused.answer.from)} refused it: ${refused.answer.title}`}.`, host: message.from,
      severity: refused === undefined ? "info" : "error", weight: refused === undefined ? "oddity" : "mechanism",
      evidence: [shows(message, names), ...(refused?.answer === undefined ? [] : [shows(refused.answer, refused.answer.title)])],
    });
  },
};

const defectsOf = (defects: readonly string[]): string[] => defects.filter((defect) => !ELSEWHERE.test(defect));
const REFUSALS = new Set([400, 416, 420, 505]);

function refusalOf({ transactions }: Case, message: CaseMessage): CaseMessage | undefined {
  const final = transactions.find(({ requests }) => requests.includes(message))?.final;
  return final != null && REFUSALS.has(final.status) ? final : undefined;
}
