// Why legs are one session: each link with its rule, evidence and confidence; what somebody says of it wins. Possible legs stand apart.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { LinkJson } from "../api/shapes.ts";
import type { Story } from "../call/use-story.ts";
import { operates } from "../api/operators.ts";
import { useMe } from "../api/questions.ts";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { confidenceText, isJoined, morePossibleText, ruleWord, LEGS_WORDS } from "../words/links.ts";
import { LegChip } from "./leg-chip.tsx";
import { useDecide } from "./use-decide.ts";

const VERDICT_WORD: Record<LinkJson["verdict"], string> = {
  joined: "joined",
  possible: "possible",
  confirmed: "confirmed by hand",
  split: "split by hand",
};

export function LegsPanel({ story, close }: { story: Story; close: () => void }) {
  const me = useMe();
  const decide = useDecide();
  const mayDecide = operates(me.data) && !story.readOnly;
  const groups = [
    {
      title: LEGS_WORDS.oneSession,
      links: story.links.filter(isJoined),
      empty: story.legs.length > 1 ? "" : "No other leg is joined to this call.",
    },
    {
      title: LEGS_WORDS.possibleLegsNotJoined,
      links: story.links.filter(({ verdict }) => verdict === "possible"),
      empty: "",
      more: morePossibleText(story.morePossible),
    },
    { title: LEGS_WORDS.splitByHand, links: story.links.filter(({ verdict }) => verdict === "split"), empty: "" },
  ];
  return (
    <section className="legs-panel" id="legs-panel" aria-label={LEGS_WORDS.legsAndLinks}>
      <button type="button" className="button button-icon button-quiet" aria-label={LEGS_WORDS.closeTheLinks} title={LEGS_WORDS.closeL} onClick={close}>
        <Icon name="close" />
      </button>
      {decide.error && <ErrorNotice error={decide.error} />}
      {groups.map(({ title, links, empty, more }) =>
        links.length === 0 && empty === "" ? null : (
          <div key={title}>
            <h2>{title}</h2>
            {links.length === 0 && <p className="quiet">{empty}</p>}
            <ul>
              {links.map((link) => (
                <LinkRow key={`${link.rule} ${link.from} ${link.to}`} link={link} story={story}>
                  {mayDecide && (
                    <span className="link-buttons">
                      {link.verdict !== "confirmed" && (
                        <button
                          type="button"
                          className="button"
                          disabled={decide.isPending}
                          onClick={() => decide.mutate({ link, verdict: "confirmed" })}
                        >
                          {link.verdict === "joined" ? LEGS_WORDS.confirm : LEGS_WORDS.join}
                        </button>
                      )}
                      {link.verdict !== "split" && (
                        <button
                          type="button"
                          className="button"
                          disabled={decide.isPending}
                          onClick={() => decide.mutate({ link, verdict: "split" })}
                        >
                          {link.verdict === "possible" ? LEGS_WORDS.notRelated : LEGS_WORDS.split}
                        </button>
                      )}
                    </span>
                  )}
                </LinkRow>
              ))}
            </ul>
            {more && <p className="quiet">{more}</p>}
          </div>
        ),
      )}
    </section>
  );
}

function LinkRow({ link, story, children }: { link: LinkJson; story: Story; children: ReactNode }) {
  return (
    <li className="link-row">
      <span className="link-ends">
        <LegName id={link.from} story={story} /> <Icon name="link" size={13} /> <LegName id={link.to} story={story} />
      </span>
      <span className="link-why">
        <b>{ruleWord(link.rule)}</b> <span className="quiet">{VERDICT_WORD[link.verdict]}</span> {link.evidence}
      </span>
      <span className="link-sure" title={LEGS_WORDS.confidence0To1}>
        <meter min={0} max={1} value={link.confidence} aria-label={LEGS_WORDS.confidence} /> {confidenceText(link.confidence)}
      </span>
      {children}
    </li>
  );
}

function LegName({ id, story: { legs, possible } }: { id: string; story: Story }) {
  const { search } = usePageSearch();
  const leg = legs.findIndex((each) => each.id === id);
  const call = legs[leg] ?? possible.find((each) => each.id === id);
  return (
    <Link to="/calls/$id" params={{ id }} search={carried(search)} className="leg-name" title={call?.call_id}>
      {leg !== -1 && <LegChip leg={leg} />}
      {call ? `${call.caller || "?"} → ${call.callee || "?"}` : LEGS_WORDS.aCall}
    </Link>
  );
}
