// The dialogs of a call (RFC 3261 §12): early ones of each fork, the one (or ones) that were answered, and who said BYE.
import type { Packet, SipMessage } from "@sipglass/model";
import { bounded, detached, withItem } from "./keep.ts";
import { earlier, type CallFacts, type Dialog, type Transaction } from "./open-call.ts";

const MOST_DIALOGS = 24;

/** Where BYEs of the two sides were first put on the wire: bits of `byeOrigins`. */
export const BYE_ORIGIN = { callerEnd: 1, calleeEnd: 2, callerMiddle: 4, calleeMiddle: 8 } as const;

export function dialogOf(facts: CallFacts, tag: string): Dialog | undefined {
  const wanted = bounded(tag);
  for (const dialog of facts.dialogs) if (dialog.tag === wanted) return dialog;
  return undefined;
}

function dialogFor(facts: CallFacts, tag: string): Dialog | undefined {
  const known = dialogOf(facts, tag);
  if (known || facts.dialogs.length >= MOST_DIALOGS) return known;
  const dialog: Dialog = { tag: detached(bounded(tag)), answeredUs: 0, top: false, acked: false, byeUs: 0, byeOkUs: 0, byeBy: "unknown" };
  facts.dialogs = withItem(facts.dialogs, dialog);
  return dialog;
}

/** A provisional or 2xx response to the INVITE. True when it is the first of its kind for this dialog. */
export function noteAnswer(facts: CallFacts, message: SipMessage, transaction: Transaction | undefined, atUs: number): boolean {
  const known = facts.dialogs.length;
  const dialog = dialogFor(facts, message.toTag);
  if (!dialog) return false;
  if (message.statusCode < 200) return facts.dialogs.length > known;
  const isFirst = dialog.answeredUs === 0;
  dialog.answeredUs = earlier(dialog.answeredUs, atUs);
  if (transaction?.top) dialog.top = true;
  return isFirst;
}

export function noteAck(facts: CallFacts, message: SipMessage): void {
  const dialog = dialogOf(facts, message.toTag);
  if (dialog) dialog.acked = true;
}

/** A BYE, first or further down its way. */
export function noteBye(
  facts: CallFacts,
  message: SipMessage,
  packet: Packet,
  atUs: number,
  ends: { caller: string; callees: readonly string[] },
): void {
  const { dialog, by } = byeDialog(facts, message);
  if (!dialog) return;
  if (dialog.byeUs === 0 || atUs < dialog.byeUs) {
    dialog.byeUs = atUs;
    dialog.byeBy = by;
  }
  if (by === "caller") facts.byeOrigins |= packet.src === ends.caller ? BYE_ORIGIN.callerEnd : BYE_ORIGIN.callerMiddle;
  if (by === "callee") facts.byeOrigins |= ends.callees.includes(packet.src) ? BYE_ORIGIN.calleeEnd : BYE_ORIGIN.calleeMiddle;
}

export function noteByeAnswer(facts: CallFacts, message: SipMessage, atUs: number): void {
  if (message.statusCode < 200 || message.statusCode >= 300) return;
  const { dialog } = byeDialog(facts, message);
  if (dialog) dialog.byeOkUs = earlier(dialog.byeOkUs, atUs);
}

/** The dialog of a BYE and the side that sent it: by its tags, whichever of them is known. */
function byeDialog(facts: CallFacts, { fromTag, toTag }: SipMessage): { dialog: Dialog | undefined; by: Dialog["byeBy"] } {
  const { callerTag } = facts;
  const fromCaller = callerTag !== "" && fromTag === callerTag;
  const fromCallee = callerTag !== "" && toTag === callerTag;
  const byTo = dialogOf(facts, toTag);
  const byFrom = byTo ? undefined : dialogOf(facts, fromTag);
  const by =
    fromCaller || (!fromCallee && byTo && callerTag !== "") ? "caller" : fromCallee || (byFrom && callerTag !== "") ? "callee" : "unknown";
  return { dialog: byTo ?? byFrom ?? dialogFor(facts, by === "callee" ? fromTag : toTag), by };
}

/**
 * The answered dialogs that are the caller's. A B2BUA that keeps the Call-ID has a dialog of its own further down, which must not end the
 * call; two of them side by side are a fork that was answered twice.
 */
export function answeredDialogs(facts: CallFacts): Dialog[] {
  const answered = facts.dialogs.filter((dialog) => dialog.answeredUs > 0);
  const own = answered.filter((dialog) => dialog.top);
  return own.length > 0 ? own : answered;
}

export const anyBye = (facts: CallFacts): boolean => facts.dialogs.some((dialog) => dialog.byeUs > 0);

/** The BYE that ended the call: the last one, when every answered dialog has had its own. */
export function endingBye(facts: CallFacts): Dialog | undefined {
  const answered = answeredDialogs(facts);
  const own = answered.length > 0 ? answered : facts.dialogs.filter((dialog) => dialog.byeUs > 0);
  let last: Dialog | undefined;
  for (const dialog of own) {
    if (dialog.byeUs === 0) return undefined;
    if (!last || dialog.byeUs > last.byeUs) last = dialog;
  }
  return last;
}
