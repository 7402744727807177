// Beside the list: verdict, facts and a small ladder of the selected call.
import { Link } from "@tanstack/react-router";
import { useLadder } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import { Facts } from "../call/facts.tsx";
import { VerdictLine } from "../call/verdict-line.tsx";
import { MiniLadder } from "../ladder/mini-ladder.tsx";
import { Icon } from "../ui/icon.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";

export function Peek({ call, close }: { call: CallJson; close: () => void }) {
  const { search } = usePageSearch();
  const ladder = useLadder(call.id, call.revision);
  return (
    <aside className="peek" aria-label="Selected call">
      <div className="peek-head">
        <Link to="/calls/$id" params={{ id: call.id }} search={carried(search)} className="button"><Icon name="open" /> Open <kbd>Enter</kbd></Link>
        <button type="button" className="button button-icon" aria-label="Close the panel" title="Close (Esc)" onClick={close}><Icon name="close" /></button>
      </div>
      <VerdictLine call={call} ladder={ladder.data} level={2} />
      <Facts call={call} brief />
      {ladder.data ? <MiniLadder ladder={ladder.data} callId={call.id} /> : <div className="mini-ladder-wait" />}
    </aside>
  );
}
