// An attended transfer: the call that should be replaced is not there any more, or on another node.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const replacesFailed: Rule = {
  id: "replaces_failed",
  title: "Call to replace not found",
  severity: "error",
  weight: "mechanism",
  looksFor: "An INVITE with Replaces gets 481, 486, 603 or 400.",
  source: "RFC 3891 §3",
  nextStep:
    "Compare call-id, to-tag and from-tag in Replaces with the call meant: tags change places depending on who looks; a B2BUA must translate them.",
  needs: [NEED.setup, NEED.responses],
  explains: ["dialog_unknown_at_setup", "callee_busy", "call_declined", "bad_request", "transfer_failed"],
  examine(examined) {
    for (const { requests, final, children, dst } of examined.invites) {
      const request = requests[0];
      const replaces = request?.header("replaces");
      if (
        request === undefined ||
        replaces === undefined ||
        final === null ||
        children.length > 0 ||
        ![400, 481, 486, 603].includes(final.status)
      )
        continue;
      return found({
        sentence: `${examined.name(dst)} could not find the call that this one should replace (${replaces.split(";")[0] ?? ""}).`,
        host: dst,
        evidence: [shows(request, `INVITE with Replaces: ${replaces}`), shows(final, final.title)],
      });
    }
    return ABSENT;
  },
};
