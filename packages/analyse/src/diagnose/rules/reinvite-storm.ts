// The sides change the call to and fro: codec against codec, hold against resume, fax against voice.
import { endsOf, refreshesOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const MOST = 4;
const WITHIN_US = 10_000_000;

export const reinviteStorm: Rule = {
  id: "reinvite_storm",
  title: "Changes to and fro",
  severity: "warning",
  weight: "harm",
  looksFor: "Four or more re-INVITEs or UPDATEs with SDP on one hop within 10 s.",
  source: "RFC 3261 §14.1; RFC 6337 §5.1",
  nextStep: "Compare the offers: what one side changes, the other changes back. Fix codec order, hold handling or T.38 on one of them.",
  needs: [NEED.setup, NEED.requests],
  examine(examined) {
    for (const { leg, answered } of endsOf(examined.legs)) {
      const changes = refreshesOf(leg, answered.atUs)
        .filter(({ requests, parent }) => parent === null && requests[0]?.sdp)
        .toSorted((a, b) => a.startUs - b.startUs);
      const at = changes.findIndex(
        (change, i) => (changes[i + MOST - 1]?.startUs ?? Number.POSITIVE_INFINITY) - change.startUs <= WITHIN_US,
      );
      const burst = at < 0 ? [] : changes.slice(at).filter(({ startUs }) => startUs - (changes[at]?.startUs ?? 0) <= WITHIN_US);
      const [first, last] = [burst[0], burst.at(-1)];
      if (first === undefined || last === undefined) continue;
      return found({
        sentence: `The call was changed ${burst.length} times in ${spanText(last.startUs - first.startUs)}, by ${[...new Set(burst.map(({ src }) => examined.name(src)))].join(" and ")}.`,
        host: first.src,
        evidence: burst.flatMap(({ requests, method, src }) =>
          requests.slice(0, 1).map((message) => shows(message, `${method} by ${src}`)),
        ),
      });
    }
    return ABSENT;
  },
};
