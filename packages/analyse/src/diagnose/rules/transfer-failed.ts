// A transfer was asked for and did not work: the REFER was refused, or its NOTIFY reports a failure.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const transferFailed: Rule = {
  id: "transfer_failed",
  title: "Transfer failed",
  severity: "warning",
  weight: "outcome",
  looksFor: "A REFER gets 300 or more (a challenge aside), or a NOTIFY of event refer reports a status of 300 or more in its sipfrag.",
  source: "RFC 3515 §2.4.4, §2.4.5",
  nextStep: "Follow the new call to the target (Refer-To): it says why it failed.",
  needs: [NEED.requests, NEED.responses],
  examine(examined) {
    for (const leg of examined.legs)
      for (const refer of leg.of("REFER")) {
        const request = refer.requests[0];
        const { final } = refer;
        if (request === undefined || refer.children.length > 0) continue;
        const target = request.header("refer-to") ?? "";
        const report = leg
          .requests("NOTIFY")
          .map((notify) => ({ notify, status: /^SIP\/2\.0 (\d{3}[^\r\n]*)/.exec(notify.body)?.[1] ?? "" }))
          .find(({ notify, status }) => notify.atUs > request.atUs && Number(status.slice(0, 3)) >= 300);
        const isRefused = final !== null && final.status >= 300 && final.status !== 401 && final.status !== 407;
        if (!isRefused && report === undefined) continue;
        return found({
          sentence: isRefused
            ? `${examined.name(refer.dst)} refused to transfer the call to ${target}: ${final.title}.`
            : `The transfer to ${target} failed: ${report?.status ?? ""}.`,
          host: refer.dst,
          evidence: [
            shows(request, `REFER to ${target}`),
            ...(final === null ? [] : [shows(final, final.title)]),
            ...(report === undefined ? [] : [shows(report.notify, `NOTIFY: ${report.status}`)]),
          ],
        });
      }
    return ABSENT;
  },
};
