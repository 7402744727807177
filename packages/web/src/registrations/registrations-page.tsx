// Registrations: which address is reachable where, until when, and who is refused.
import { useDeferredValue, useState } from "react";
import { useRegistrations } from "../api/questions.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { RegistrationRow } from "./registration-row.tsx";
import { counted } from "../words/count.ts";

export function RegistrationsPage() {
  const [prefix, setPrefix] = useState("");
  const found = useRegistrations(useDeferredValue(prefix.trim()));
  const items = found.data?.items;
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>Registrations</h1>
        <label className="field sheet-filter">
          <span className="visually-hidden">Address begins with</span>
          <input
            type="search"
            value={prefix}
            placeholder="Address begins with 1001"
            spellCheck={false}
            onChange={(event) => setPrefix(event.target.value)}
          />
        </label>
        {items && (
          <span className="quiet">
            {counted(items.length, "registration")}
            {found.data?.next && " and more"}
          </span>
        )}
      </div>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data?.partial && <PartialNotice warnings={found.data.warnings} />}
      {items?.length === 0 && <p>{prefix ? `No registration begins with “${prefix}”.` : "No REGISTER has been seen yet."}</p>}
      {items !== undefined && items.length > 0 && (
        <div className={found.isPlaceholderData ? "sheet-scroll stale" : "sheet-scroll"} tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th>address of record</th>
                <th>state</th>
                <th>contact</th>
                <th>last seen</th>
                <th>valid</th>
                <th>user agent</th>
                <th className="num" title="REGISTER requests accepted and refused">
                  accepted / refused
                </th>
                <th>via</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <RegistrationRow key={`${each.aor} ${each.contact}`} registration={each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
