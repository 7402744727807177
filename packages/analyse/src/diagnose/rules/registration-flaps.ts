// A device signs on and off again and again.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { nth, spanText } from "../words.ts";

const WINDOW_US = 600_000_000;
const LEAST = 3;

export const registrationFlaps: Rule = {
  id: "registration_flaps",
  title: "Registration comes and goes",
  severity: "warning",
  weight: "harm",
  looksFor: "Within ten minutes one address-of-record is taken back three times or more, each time after it was registered.",
  source: "RFC 3261 §10.2.2, §10.2.4",
  nextStep: "Look at the device's network at these times: Wi-Fi power saving, a restarting phone, an app that is put to sleep, two accounts that push each other out.",
  needs: [NEED.registration],
  explains: ["callee_unavailable"],
  examine(examined) {
    const accepted = registersOf(examined).filter(({ isAccepted }) => isAccepted);
    const drops = accepted.filter((one, i) => removes(one) && wasOn(accepted.slice(0, i), one.aor));
    const first = drops.find((one, i) => (drops[i + LEAST - 1]?.request.atUs ?? Number.POSITIVE_INFINITY) - one.request.atUs <= WINDOW_US);
    if (first === undefined) return ABSENT;
    const run = drops.filter(({ aor, request }) => aor === first.aor && request.atUs >= first.request.atUs && request.atUs - first.request.atUs <= WINDOW_US);
    if (run.length < LEAST) return ABSENT;
    return found({
      sentence: `${userOf(first)} signed off ${run.length} times within ${spanText((run.at(-1)?.request.atUs ?? 0) - first.request.atUs)} (${examined.name(first.request.from)}).`, host: first.request.from,
      evidence: run.slice(0, 6).map(({ request }, i) => shows(request, `taken back for the ${nth(i + 1)} time`)),
    });
  },
};

/** The last thing that happened to it was a registration. */
const wasOn = (before: ReturnType<typeof registersOf>, aor: string): boolean => {
  const last = before.findLast((one) => one.aor === aor);
  return last !== undefined && !removes(last);
};
