// What surrounds every page: mark, search, time range, live, help, theme, user; navigation; the drop target for captures.
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { operates } from "../api/operators.ts";
import type { User } from "../api/shapes.ts";
import { DropZone } from "../imports/drop-zone.tsx";
import { Icon } from "../ui/icon.tsx";
import { useKeys } from "../ui/keys.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { PAGE_WORDS, SHELL_WORDS, TOOLS_WORD } from "../words/shell.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { LiveToggle } from "./live-toggle.tsx";
import { Mark } from "./mark.tsx";
import { PAGE_TOOLS } from "./page-tools.tsx";
import { RangePicker } from "./range-picker.tsx";
import { SavedSearches } from "./saved-searches.tsx";
import { ServerLine } from "./server-line.tsx";
import { SearchBar } from "./search-bar.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { useActiveInView } from "./use-active-in-view.ts";
import { useGoKeys } from "./use-go-keys.ts";
import { UserMenu } from "./user-menu.tsx";

/** Those that `operators` alone may see tell of the platform, which is nobody's calls. */
const PAGES = [
  { to: "/", label: PAGE_WORDS.calls, operators: false },
  { to: "/overview", label: PAGE_WORDS.overview, operators: false },
  { to: "/live", label: PAGE_WORDS.live, operators: false },
  { to: "/dashboards", label: PAGE_WORDS.dashboards, operators: false },
  { to: "/registrations", label: PAGE_WORDS.registrations, operators: false },
  { to: "/agents", label: PAGE_WORDS.agents, operators: true },
  { to: "/hosts", label: PAGE_WORDS.hosts, operators: true },
  { to: "/imports", label: PAGE_WORDS.imports, operators: true },
  { to: "/system", label: PAGE_WORDS.health, operators: true },
  { to: "/settings", label: PAGE_WORDS.settings, operators: false },
] as const;

/** `user` is null where a file is looked at without signing in. */
export function Shell({ user }: { user: User | null }) {
  const { search } = usePageSearch();
  const { id: callId, secret } = useParams({ strict: false });
  // Who came by a shared link has its call, and no list to search.
  const searches = user !== null || secret === undefined;
  const list = { ...carried(search), ...(callId === undefined ? {} : { sel: callId }) };
  const isOperator = operates(user);
  const [keysOpen, setKeysOpen] = useState(false);
  useGoKeys(search);
  useActiveInView();
  useKeys({ "?": () => setKeysOpen(true), "/": () => document.getElementById("search")?.focus() });
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {SHELL_WORDS.skipToThePage}
      </a>
      <header className="bar">
        <Link to="/" search={list} className="brand" aria-label="sipglass">
          <Mark /> <span>sipglass</span>
        </Link>
        {searches && <SearchBar />}
        <div className="bar-tools">
          {user && <SavedSearches user={user} />}
          {searches && <RangePicker />}
          {searches && <LiveToggle />}
          <button
            type="button"
            className="button button-icon help-button"
            aria-label={SHELL_WORDS.keys}
            title={SHELL_WORDS.keysHint}
            onClick={() => setKeysOpen(true)}
          >
            <Icon name="help" />
          </button>
          <ThemeMenu />
          {user ? (
            <UserMenu user={user} />
          ) : (
            <Link to="/" className="button">
              {SHELL_WORDS.signIn}
            </Link>
          )}
        </div>
      </header>
      <nav className="nav" aria-label={SHELL_WORDS.pages}>
        {(user ? PAGES.filter(({ operators }) => isOperator || !operators) : []).map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            search={to === "/" ? list : carried(search)}
            className={to === "/" && callId !== undefined ? "nav-link active" : "nav-link"}
            activeOptions={{ exact: to !== "/settings", includeSearch: false }}
            data-label={label}
          >
            {label}
          </Link>
        ))}
      </nav>
      <section id={PAGE_TOOLS} className="page-tools" aria-label={TOOLS_WORD} />
      <main id="page" className="page" tabIndex={-1}>
        <Outlet />
      </main>
      <DropZone mayImport={isOperator} />
      <ServerLine />
      {keysOpen && <KeysDialog close={() => setKeysOpen(false)} />}
    </div>
  );
}
