// The 2xx agrees on a session timer and does not say who refreshes it.
import { answer } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { sessionTimer } from "../session-timer.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const sessionTimerWithoutRefresher: Rule = {
  id: "session_timer_without_refresher",
  title: "Nobody named to refresh",
  severity: "info",
  weight: "oddity",
  looksFor: "A 2xx with Session-Expires and without its refresher parameter.",
  source: "RFC 4028 §9",
  nextStep: "Mend the answering side: a 2xx with a timer must name the refresher. Until then such calls may end when the timer runs out.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    for (const invite of examined.invites) {
      const ok = answer(invite);
      const timer = ok === undefined ? null : sessionTimer(ok);
      if (ok === undefined || timer === null || timer.refresher !== "") continue;
      return found({
        sentence: `${examined.name(ok.from)} agreed on a session timer of ${timer.seconds} s without saying who refreshes it.`,
        host: ok.from,
        evidence: [shows(ok, `Session-Expires: ${timer.text}`)],
      });
    }
    return ABSENT;
  },
};
