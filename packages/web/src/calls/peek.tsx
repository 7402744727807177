// Beside the list: verdict, facts and a small ladder of the selected call.
import { Link } from "@tanstack/react-router";
import { useCall, useFindings, useLadder, useMessages } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import { Facts } from "../call/facts.tsx";
import { VerdictLine } from "../call/verdict-line.tsx";
import { MiniLadder } from "../ladder/mini-ladder.tsx";
import { Icon } from "../ui/icon.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

interface PeekProps {
  id: string;
  /** The call as the list has it, live changes included; undefined when it stands further down than is loaded. */
  row: CallJson | undefined;
  close: () => void;
}

export function Peek({ id, row, close }: PeekProps) {
  const { search } = usePageSearch();
  const asked = useCall(row === undefined ? id : "");
  const call = row ?? asked.data;
  const ladder = useLadder(call?.id ?? "", call?.revision ?? 0);
  const messages = useMessages(call?.id ?? "", call?.revision ?? 0);
  const findings = useFindings(call?.id ?? "", String(call?.revision ?? 0));
  return (
    <aside className="peek" aria-label={CALLS_PAGE_WORDS.selectedCall}>
      <div className="peek-head">
        <Link to="/calls/$id" params={{ id }} search={carried(search)} className="button">
          <Icon name="open" />{" "}{CALLS_PAGE_WORDS.open}{" "}<kbd>{CALLS_PAGE_WORDS.enter}</kbd>
        </Link>
        <button type="button" className="button button-icon" aria-label={CALLS_PAGE_WORDS.closeThePanel} title={CALLS_PAGE_WORDS.closeEsc} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {asked.error && <ErrorNotice error={asked.error} retry={() => void asked.refetch()} />}
      {call && (
        <VerdictLine
          call={call}
          ladder={ladder.data}
          messages={messages.data?.partial ? undefined : messages.data?.items}
          diagnosis={findings.data}
          diagnosing={findings.isPending}
          level={2}
        />
      )}
      {call && <Facts call={call} />}
      {ladder.data && <MiniLadder ladder={ladder.data} callId={id} />}
    </aside>
  );
}
