// A proxy tried several next hops in turn and each failed: the call goes wrong everywhere, or the caller pays with waiting.
import type { Transaction } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { listed, spanText } from "../words.ts";

const HUNTING = new Set([404, 408, 480, 500, 502, 503, 504]);

export const routeHunting: Rule = {
  id: "route_hunting",
  title: "Several routes tried in turn",
  severity: "warning",
  weight: "harm",
  looksFor: "A host sends the call to two next hops or more one after the other because those before failed (404, 408, 480, 5xx).",
  source: "RFC 3261 §16.5, §16.6; RFC 3263 §4.3",
  nextStep: "Look why the first route fails; take it out of the list, or to its end, while it does.",
  needs: [NEED.setup, NEED.hops],
  examine(examined) {
    for (const one of examined.invites) {
      const failed = one.children.filter(
        (child) =>
          child.final !== null &&
          HUNTING.has(child.final.status) &&
          one.children.some((next) => next.startUs > (child.final?.atUs ?? 0) - 1000 && next !== child),
      );
      const tried = [...failed, ...one.children.filter((child) => !failed.includes(child))].toSorted((a, b) => a.startUs - b.startUs);
      const [first, last] = [tried[0], tried.at(-1)];
      if (failed.length === 0 || first === undefined || last === undefined) continue;
      const ok = last.final !== null && last.final.status < 300;
      return found({
        severity: ok && last.startUs - first.startUs < 5_000_000 ? "info" : "warning",
        sentence: `${examined.name(one.dst)} tried ${tried.length} routes in turn, ${ok ? "the last one with success" : "all in vain"}: ${listed(tried.map((child) => tried1(examined.name(child.dst), child)))}; that cost ${spanText(last.startUs - first.startUs)}.`,
        host: first.dst,
        evidence: tried.flatMap(({ requests, final }) => [
          ...requests.slice(0, 1).map((message) => shows(message, `INVITE to ${message.to}`)),
          ...(final === null ? [] : [shows(final, final.title)]),
        ]),
      });
    }
    return ABSENT;
  },
};

const tried1 = (name: string, { final }: Transaction): string => `${name} (${final === null ? "no answer" : final.status})`;
