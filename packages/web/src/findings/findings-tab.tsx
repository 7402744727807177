// Everything that was found, the root cause first; and what was looked at without finding anything, so that silence can be trusted.
import type { Story } from "../call/use-story.ts";
import { Icon } from "../ui/icon.tsx";
import type { CheckJson } from "../api/shapes.ts";
import { counted } from "../words/count.ts";
import { FindingCard } from "./finding-card.tsx";
import { FINDING_WORDS } from "../words/findings.ts";

export function FindingsTab({ story }: { story: Story }) {
  const { diagnosis, diagnosing, ladder, legs, messages } = story;
  if (!diagnosis)
    return diagnosing ? <div className="ladder-wait" aria-busy="true" /> : <p className="tab-empty">{FINDING_WORDS.thisCallHasNot}</p>;
  const absent = diagnosis.checks.filter(({ outcome }) => outcome === "absent");
  const unknown = diagnosis.checks.filter(({ outcome }) => outcome === "not_checkable");
  return (
    <div className="findings" tabIndex={0}>
      {diagnosis.findings.length === 0 && (
        <p className="findings-none">
          <Icon name="answered" />{" "}{FINDING_WORDS.nothingWrongWasFound}
        </p>
      )}
      {diagnosis.findings.map((finding, index) => (
        <FindingCard key={finding.id} finding={finding} root={index === 0} ladder={ladder} messages={messages} legs={legs} />
      ))}
      {unknown.length > 0 && <Unknown checks={unknown} />}
      {absent.length > 0 && (
        <details className="checks">
          <summary>{counted(absent.length, "more thing")}{" "}{FINDING_WORDS.checkedAndNotSo}</summary>
          <ul className="checks-absent">
            {absent.map(({ id, title }) => (
              <li key={id}>
                <Icon name="check" size={12} /> {title}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** By what is missing: one capture more often answers many questions. */
function Unknown({ checks }: { checks: readonly CheckJson[] }) {
  const byNeed = new Map<string, string[]>();
  for (const { needs, title } of checks) byNeed.set(needs, [...(byNeed.get(needs) ?? []), title]);
  return (
    <details className="checks">
      <summary>{counted(checks.length, "thing")}{" "}{FINDING_WORDS.couldNotBeChecked}</summary>
      <dl>
        {[...byNeed].map(([needs, titles]) => (
          <div key={needs}>
            <dt>
              <Icon name="help" size={13} /> {needs}
            </dt>
            <dd>{titles.join(", ")}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
