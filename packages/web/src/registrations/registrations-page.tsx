// Registrations: which address is reachable where, until when, who is refused and who comes and goes.
import { useRegistrations } from "../api/questions.ts";
import { FindField, useFind } from "../ui/find-field.tsx";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { useNowUs } from "../ui/now.ts";
import { PlainTable } from "../ui/plain-table.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { REGISTRATION_WORDS } from "../words/registrations.ts";
import { RegistrationRow } from "./registration-row.tsx";
import { isShown } from "./registration-state.ts";
import { StateSwitch } from "./state-switch.tsx";

export function RegistrationsPage() {
  const { search } = usePageSearch();
  const prefix = useFind();
  const nowUs = useNowUs(10_000);
  const found = useRegistrations(prefix);
  const items = found.data?.items;
  const shown = items?.filter((each) => isShown(each, search.state, nowUs));
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{REGISTRATION_WORDS.title}</h1>
        <FindField label={REGISTRATION_WORDS.filter} example={REGISTRATION_WORDS.example} />
        {items !== undefined && items.length > 0 && <StateSwitch items={items} nowUs={nowUs} />}
        {shown && <span className="quiet">{REGISTRATION_WORDS.count(shown.length, (found.data?.next ?? null) !== null)}</span>}
      </div>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data?.partial && <PartialNotice warnings={found.data.warnings} />}
      {items?.length === 0 && (
        <div className="blank">
          <h2>{prefix ? REGISTRATION_WORDS.noneOf(prefix) : REGISTRATION_WORDS.none}</h2>
          {!prefix && <p>{REGISTRATION_WORDS.noneHint}</p>}
        </div>
      )}
      {items !== undefined && items.length > 0 && shown?.length === 0 && <p>{REGISTRATION_WORDS.noneLeft}</p>}
      {shown !== undefined && shown.length > 0 && (
        <PlainTable
          className={found.isPlaceholderData ? "sheet-scroll stale" : "sheet-scroll"}
          heads={[
            REGISTRATION_WORDS.aor, REGISTRATION_WORDS.state, REGISTRATION_WORDS.contact, REGISTRATION_WORDS.seen,
            REGISTRATION_WORDS.valid, { number: REGISTRATION_WORDS.flaps, hint: REGISTRATION_WORDS.flapsHint }, REGISTRATION_WORDS.agent,
            { number: REGISTRATION_WORDS.counts, hint: REGISTRATION_WORDS.countsHint }, REGISTRATION_WORDS.via,
          ]}
        >
          {shown.map((each) => (
            <RegistrationRow key={`${each.aor} ${each.contact}`} registration={each} nowUs={nowUs} />
          ))}
        </PlainTable>
      )}
    </div>
  );
}
