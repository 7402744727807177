// The star beside the search: what is saved, own and shared, and a name for what is searched now.
import { useState } from "react";
import type { FormEvent } from "react";
import { useChangeSavedSearches, useSavedSearches } from "../api/saved-searches.ts";
import type { SavedSearchJson } from "../api/saved-searches.ts";
import type { User } from "../api/shapes.ts";
import { forgetHistory } from "../query/history.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { SEARCH_WORDS as WORDS } from "../words/search.ts";

export function SavedSearches({ user }: { user: User }) {
  return (
    <Popover label={WORDS.savedTitle} className="button-icon saved-button" button={<Icon name="star" />}>
      {(close) => <Saved user={user} close={close} />}
    </Popover>
  );
}

function Saved({ user, close }: { user: User; close: () => void }) {
  const { ask } = usePageSearch();
  const { data, error } = useSavedSearches();
  const change = useChangeSavedSearches();
  const mayChange = user.role !== "readonly";
  return (
    <div className="saved">
      <h2>{WORDS.savedTitle}</h2>
      {(error ?? change.error) && <p className="saved-fault">{(error ?? change.error)?.message}</p>}
      {data?.items.length === 0 && <p className="quiet">{WORDS.noneSaved}</p>}
      <ul>
        {data?.items.map((search) => (
          <li key={search.id}>
            <button type="button" className="saved-run" title={search.query} onClick={() => (ask({ q: search.query }), close())}>
              <b>{search.name}</b>
              <code className="clip">{search.query}</code>
              {search.user !== user.username && <span className="quiet">{WORDS.sharedBy(search.user)}</span>}
            </button>
            {search.user === user.username && mayChange && <OwnTools search={search} change={change.mutate} />}
          </li>
        ))}
      </ul>
      {mayChange && <SaveForm save={(name, query, shared) => change.mutate({ type: "create", name, query, shared })} />}
      <button type="button" className="link" onClick={() => (forgetHistory(), close())}>
        {WORDS.forgetHistory}
      </button>
    </div>
  );
}

function OwnTools({
  search: { id, name, shared },
  change,
}: {
  search: SavedSearchJson;
  change: ReturnType<typeof useChangeSavedSearches>["mutate"];
}) {
  const share = shared ? WORDS.unshare(name) : WORDS.share(name);
  return (
    <>
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-pressed={shared}
        aria-label={share}
        title={share}
        onClick={() => change({ type: "change", id, shared: !shared })}
      >
        <Icon name="link" size={14} />
      </button>
      <button
        type="button"
        className="button button-quiet button-icon"
        aria-label={WORDS.remove(name)}
        title={WORDS.remove(name)}
        onClick={() => change({ type: "remove", id })}
      >
        <Icon name="close" size={14} />
      </button>
    </>
  );
}

function SaveForm({ save }: { save: (name: string, query: string, shared: boolean) => void }) {
  const { search } = usePageSearch();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const query = search.q ?? "";
  if (query === "") return <p className="quiet">{WORDS.nothingToSave}</p>;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save(name.trim(), query, shared);
    setName("");
  };
  return (
    <form className="save-form" onSubmit={submit}>
      <h3>{WORDS.save}</h3>
      <code className="clip">{query}</code>
      <label className="field">
        {WORDS.saveName}
        <input value={name} required maxLength={128} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> {WORDS.saveShared}
      </label>
      <button type="submit" className="button button-primary">
        {WORDS.saveDo}
      </button>
    </form>
  );
}
