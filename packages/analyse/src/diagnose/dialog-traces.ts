// Messages that could not be without an answered INVITE: where the capture missed the answer, they show it.
import type { CaseMessage } from "./case-message.ts";
import type { CaseLeg } from "./case.ts";

/** Sent within the dialog that the answer made (RFC 3261 §12.2). PRACK and UPDATE come before it too, BYE of the caller and CANCEL may. */
const AFTER_ANSWER = new Set(["INFO", "REFER", "NOTIFY", "BYE"]);

/** The first of them; undefined where nothing speaks for an answer. */
export function answerTrace({ messages }: CaseLeg): CaseMessage | undefined {
  const invites = new Set(messages.filter(({ method }) => method === "INVITE").map(({ sip }) => sip.branch));
  return messages.find((message) => isAckOfAnswer(message, invites) || isInAnswered(message));
}

/** That of a refusal has the branch of its INVITE (§17.1.1.3), that of a 2xx a branch of its own (§13.2.2.4). */
const isAckOfAnswer = ({ isRequest, method, sip }: CaseMessage, invites: ReadonlySet<string>): boolean =>
  isRequest && method === "ACK" && sip.branch !== "" && !invites.has(sip.branch);

const isInAnswered = ({ isRequest, method, status, sip }: CaseMessage): boolean =>
  sip.toTag !== "" && (isRequest || status < 300) && (AFTER_ANSWER.has(method) || (isRequest && method === "INVITE"));
