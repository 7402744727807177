// One finding: how grave, what, where, the messages that show it, what to do, and by which rule of the book.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { CallJson, EvidenceJson, FindingJson, Ladder, MessageJson } from "../api/shapes.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { hostName } from "../ladder/born.ts";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { readSearch } from "../url/page-search.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts } from "../words/clock.ts";
import { SEVERITY_ICON, SEVERITY_WORD, FINDING_WORDS } from "../words/findings.ts";

interface FindingCardProps {
  finding: FindingJson;
  root: boolean;
  ladder: Ladder | undefined;
  messages: readonly MessageJson[] | undefined;
  legs: readonly CallJson[];
}

export function FindingCard({ finding, root, ladder, messages, legs }: FindingCardProps) {
  const { search } = usePageSearch();
  const { id, title, severity, sentence, evidence, source, next_step, host } = finding;
  const column = ladder?.columns.findIndex(({ address }) => address === host) ?? -1;
  const born = host === "" ? "" : ladder && column !== -1 ? hostName(ladder, column) : host;
  return (
    <article className={`finding-card finding-card-${severity}`} aria-label={title}>
      <header>
        <span className={`severity severity-${severity}`}>
          <Icon name={SEVERITY_ICON[severity]} size={14} /> {SEVERITY_WORD[severity]}
        </span>
        <h2>{title}</h2>
        {root && severity !== "info" && <span className="root-mark">{FINDING_WORDS.rootCause}</span>}
        <Link
          to="/"
          search={readSearch({ from: search.from, to: search.to, q: `finding:${id}` })}
          className="finding-more"
          title={`${FINDING_WORDS.finding}${id}`}
        >
          {FINDING_WORDS.allCallsWithThis}
        </Link>
      </header>
      <p className="finding-sentence">{sentence}</p>
      {evidence.length > 0 && (
        <ul className="evidence" aria-label={FINDING_WORDS.evidence}>
          {evidence.map((each, index) => (
            <EvidenceRow
              key={index}
              evidence={each}
              leg={legs.length > 1 ? legs.findIndex((call) => call.id === each.call_id) : -1}
              place={messages?.findIndex(({ ref }) => ref === each.ref) ?? -1}
            />
          ))}
        </ul>
      )}
      <p className="next-step">
        <b>{FINDING_WORDS.whatToDo}</b> {next_step}
      </p>
      <footer>
        {born !== "" && <span>{FINDING_WORDS.bornAt}{" "}{born}</span>}
        <span>{source}</span>
      </footer>
    </article>
  );
}

/** Opens its message in the ladder. What is missing has a time, and nothing to open. */
function EvidenceRow({ evidence, leg, place }: { evidence: EvidenceJson; leg: number; place: number }) {
  const { zone } = useSettings();
  const parts = evidence.at === null ? null : clockParts(fromRfc3339(evidence.at), zone);
  const body = (
    <>
      <span className="evidence-time mono">{parts ? `${parts.clock}.${parts.ms}` : ""}</span>
      {leg !== -1 && <LegChip leg={leg} />}
      <span className="evidence-text">{evidence.text}</span>
    </>
  );
  if (evidence.ref === "")
    return (
      <li className="evidence-missing">
        {body} <span className="quiet">{FINDING_WORDS.notSeen}</span>
      </li>
    );
  return (
    <li>
      <Link to="." search={(now) => readSearch({ ...now, tab: "ladder", hide: undefined, msg: evidence.ref })} title={FINDING_WORDS.showInTheLadder}>
        {body}
        <span className="evidence-place">
          {place >= 0 ? `${FINDING_WORDS.message} ${place + 1}` : FINDING_WORDS.message} <Icon name="right" size={11} />
        </span>
      </Link>
    </li>
  );
}
