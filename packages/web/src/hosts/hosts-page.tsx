// Hosts: the names and colours that people give to addresses and networks, with the calls that pass each.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { operates } from "../api/operators.ts";
import { useMe } from "../api/questions.ts";
import { useAliases } from "../api/site.ts";
import type { AliasJson } from "../api/site-shapes.ts";
import { ConfirmButton } from "../settings/confirm-button.tsx";
import { TimeCell } from "../settings/time-cell.tsx";
import { useChange } from "../settings/use-change.ts";
import { FindField, useFind } from "../ui/find-field.tsx";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { HOST_WORDS } from "../words/hosts.ts";
import { HostForm } from "./host-form.tsx";
import { HostSwatch } from "./host-swatch.tsx";
import { byAddress, callsQuery, isFound } from "./host-list.ts";

export function HostsPage() {
  const { data: user } = useMe();
  const hosts = useAliases();
  const change = useChange();
  const find = useFind();
  const [open, setOpen] = useState<AliasJson | "new" | null>(null);
  const mayChange = operates(user);
  const items = hosts.data?.items.toSorted(byAddress);
  const shown = items?.filter((host) => isFound(host, find));
  const error = hosts.error ?? change.error;
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{HOST_WORDS.title}</h1>
        <FindField label={HOST_WORDS.filter} example={HOST_WORDS.filter} />
        {mayChange && (
          <button type="button" className="button" onClick={() => setOpen("new")}>
            <Icon name="plus" /> {HOST_WORDS.add}
          </button>
        )}
      </div>
      <p>{HOST_WORDS.about}</p>
      {error && <ErrorNotice error={error} retry={() => void hosts.refetch()} />}
      {items?.length === 0 && (
        <div className="blank">
          <h2>{HOST_WORDS.none}</h2>
        </div>
      )}
      {shown !== undefined && shown.length > 0 && (
        <PlainTable className="sheet-scroll" heads={[HOST_WORDS.name, HOST_WORDS.address, HOST_WORDS.changed, HOST_WORDS.by]} actions>
          {shown.map((host) => (
            <HostRow key={host.address} host={host} edit={mayChange ? () => setOpen(host) : undefined} remove={(path) => change.mutate({ path, method: "DELETE" })} />
          ))}
        </PlainTable>
      )}
      {open !== null && <HostForm host={open === "new" ? null : open} close={() => setOpen(null)} />}
    </div>
  );
}

/** `edit` is undefined for who may only look. */
function HostRow({ host, edit, remove }: { host: AliasJson; edit: (() => void) | undefined; remove: (path: string) => void }) {
  const { search } = usePageSearch();
  return (
    <tr>
      <td>
        {host.name} {host.colour !== "" && <HostSwatch colour={host.colour} />}
      </td>
      <td className="mono">
        <Link to="/" search={{ ...carried(search), q: callsQuery(host.address) }} title={HOST_WORDS.callsOf(host.name)}>
          {host.address}
        </Link>
      </td>
      <TimeCell at={host.changed_at} />
      <td className="quiet">{host.changed_by}</td>
      <td className="row-actions">
        {edit && (
          <>
            <button type="button" className="link" onClick={edit}>
              {HOST_WORDS.edit}
            </button>
            <ConfirmButton
              label={HOST_WORDS.remove}
              question={HOST_WORDS.reallyRemove}
              onConfirm={() => remove(`aliases/${encodeURIComponent(host.address)}`)}
            />
          </>
        )}
      </td>
    </tr>
  );
}
