// One import: progress, then what came of it.
import { Link } from "@tanstack/react-router";
import type { ImportDone } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { dropWords } from "../words/agents.ts";
import { byteSize, counted, grouped } from "../words/count.ts";
import { IMPORT_WORDS } from "../words/imports.ts";
import { importedRange } from "./imported-range.ts";

export interface ImportState {
  id: number;
  name: string;
  size: number;
  share: number;
  done?: ImportDone;
  fault?: Error;
  /** Being opened in this browser, opened, or why not. */
  here?: { share?: number; key?: string; fault?: Error };
}

export function ImportCard({ state, importing, close }: { state: ImportState; importing: boolean; close: () => void }) {
  const { name, size, share, done, fault } = state;
  const range = done && importedRange(done);
  const refused = Object.entries(done?.refused ?? {});
  return (
    <div className="import-card">
      <div className="import-head">
        <Icon name={fault ? "warning" : done ? "check" : "drop"} />
        <strong className="clip" title={name}>
          {name}
        </strong>
        <span className="quiet">{byteSize(size)}</span>
        <button type="button" className="button button-icon button-quiet" aria-label={IMPORT_WORDS.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {importing && !done && !fault && (
        <>
          <progress value={share} max={1} aria-label={IMPORT_WORDS.progress(name)} />
          <p className="quiet">{share < 1 ? IMPORT_WORDS.sent(Math.round(share * 100)) : IMPORT_WORDS.reading}</p>
        </>
      )}
      {fault && <p className="import-fault">{IMPORT_WORDS.notImported(fault.message)}</p>}
      {done && (
        <>
          <p>
            {IMPORT_WORDS.came(counted(done.calls, "call"), counted(done.sip_messages, "SIP message"), counted(done.packets, "packet"))}
          </p>
          {refused.length > 0 && (
            <p className="quiet">
              {IMPORT_WORDS.leftOut(refused.map(([reason, count]) => `${grouped(count)} ${dropWords(reason)[0]}`).join(", "))}
            </p>
          )}
          {range && (
            <Link to="/" search={range} className="button button-primary" onClick={close}>
              {IMPORT_WORDS.show}
            </Link>
          )}
        </>
      )}
      {state.here && <Here here={state.here} close={close} />}
    </div>
  );
}

function Here({ here: { share, key, fault }, close }: { here: NonNullable<ImportState["here"]>; close: () => void }) {
  if (key !== undefined)
    return (
      <Link to="/files/$key" params={{ key }} className="button button-wide" onClick={close}>
        {IMPORT_WORDS.inside}
      </Link>
    );
  if (fault) return <p className="quiet">{IMPORT_WORDS.notOpened(fault.message)}</p>;
  return <p className="quiet">{IMPORT_WORDS.readingHere}{share !== undefined && `, ${Math.round(share * 100)} %`}</p>;
}
