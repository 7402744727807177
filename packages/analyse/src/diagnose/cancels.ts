// CANCELs: who sent them first, and why they say so (RFC 3326).
import type { CaseMessage } from "./case-message.ts";
import type { Case } from "./case.ts";
import type { Transaction } from "./case-transactions.ts";

/** `Reason: SIP;cause=200;text="Call completed elsewhere"` (RFC 3326 §2). */
export const isAnsweredElsewhere = (cancel: CaseMessage): boolean =>
  cancel.reasons.some(({ protocol, cause }) => protocol.toUpperCase() === "SIP" && cause >= 200 && cause < 300);

/** INVITEs that were cancelled by their sender without the hop before them being cancelled: the CANCEL was born there. */
export function cancelsBornInside({ invites }: Case): { invite: Transaction; cancel: CaseMessage }[] {
  return invites.flatMap((invite) => {
    const cancel = invite.cancel?.requests[0];
    return cancel !== undefined && invite.parent !== null && !isCancelledAbove(invite.parent, cancel) ? [{ invite, cancel }] : [];
  });
}

const INVERSION_US = 1_000_000;

const isCancelledAbove = (parent: Transaction, { atUs }: CaseMessage): boolean => {
  const above = parent.cancel?.requests[0];
  return above !== undefined && above.atUs < atUs + INVERSION_US;
};
