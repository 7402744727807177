// 423 names the shortest registration that is allowed; the device must ask again for that much.
import { NEED } from "../needs.ts";
import { registersOf, userOf } from "../registers.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

export const registrationIntervalTooBrief: Rule = {
  id: "registration_interval_too_brief",
  title: "Registration too short, and not corrected",
  severity: "error",
  weight: "mechanism",
  looksFor: "423 Interval Too Brief with Min-Expires, after which the device asks for less again, or not at all.",
  source: "RFC 3261 §10.2.8, §10.3, §20.23",
  nextStep: "Set the device's registration interval to at least Min-Expires.",
  needs: [NEED.registration],
  explains: ["registration_refused", "method_refused", "request_refused"],
  examine(examined) {
    const all = registersOf(examined);
    for (const [i, one] of all.entries()) {
      if (one.final?.status !== 423) continue;
      const least = one.final.numberIn("min-expires");
      const next = all[i + 1];
      if (next?.isAccepted === true || (next !== undefined && (least === undefined || (next.askedS ?? least) >= least))) continue;
      return found({
        sentence: `${examined.name(one.final.from)} registers for ${least ?? "more"} s at least; ${examined.name(one.request.from)} asked for ${one.askedS ?? "less"} s${next === undefined ? " and did not try again" : ` and again for ${next.askedS ?? "less"} s`} (${userOf(one)}).`, host: one.request.from,
        evidence: [shows(one.request, `asks for ${one.askedS ?? "no"} s`), shows(one.final, `Min-Expires ${least ?? "not given"}`), next === undefined ? missing(one.transaction.callId, one.final.atUs, "no further REGISTER") : shows(next.request, `asks for ${next.askedS ?? "no"} s`)],
      });
    }
    return ABSENT;
  },
};
