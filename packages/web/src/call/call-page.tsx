// One call: the verdict, then the evidence.
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useCall, useLadder, useMessages } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import { useKeys } from "../ui/keys.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { TABS } from "../url/page-search.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { CallTabs } from "./call-tabs.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { Facts } from "./facts.tsx";
import { LadderTab } from "./ladder-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { RawTab } from "./raw-tab.tsx";
import { VerdictLine } from "./verdict-line.tsx";

export function CallPage() {
  const { id = "" } = useParams({ strict: false });
  const { search } = usePageSearch();
  const navigate = useNavigate();
  const call = useCall(id);
  useKeys({ Escape: () => void navigate({ to: "/", search: { ...carried(search), sel: id } }) });
  useEffect(() => {
    if (!call.data) return;
    document.title = `${call.data.caller} → ${call.data.callee} · sipglass`;
    return () => void (document.title = "sipglass");
  }, [call.data]);
  if (call.data) return <CallView call={call.data} />;
  if (call.error)
    return (
      <div className="blank">
        <ErrorNotice error={call.error} retry={() => void call.refetch()} />
      </div>
    );
  return <div className="call call-wait" aria-busy="true" />;
}

function CallView({ call }: { call: CallJson }) {
  const { search, patch } = usePageSearch();
  const ladder = useLadder(call.id, call.revision);
  const messages = useMessages(call.id, call.revision);
  const tab = search.tab ?? "ladder";
  const refs = (ladder.data?.rows ?? messages.data?.items ?? []).map((row) => row.ref);
  const step = (by: 1 | -1): void => {
    const at = Math.max(0, refs.indexOf(search.msg ?? ""));
    patch({ msg: refs[Math.max(0, Math.min(refs.length - 1, at + by))] }, { replace: true });
  };
  useKeys({
    "]": () => step(1),
    "[": () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    j: () => step(1),
    k: () => step(-1),
    ...Object.fromEntries(TABS.map((each, index) => [String(index + 1), () => patch({ tab: each }, { replace: true })])),
  });
  const error = messages.error ?? ladder.error;
  const shared = { call, ladder: ladder.data, messages: messages.data?.items, step };
  return (
    <div className="call">
      <header className="call-head">
        <VerdictLine call={call} ladder={ladder.data} messages={messages.data} level={1} />
        <ExportMenu call={call} />
      </header>
      <Facts call={call} />
      {error && <ErrorNotice error={error} retry={() => (void messages.refetch(), void ladder.refetch())} />}
      {messages.data?.partial && <PartialNotice warnings={messages.data.warnings} />}
      <CallTabs tab={tab} count={messages.data?.items.length} />
      <div className="call-body" role="tabpanel" id="call-panel" aria-labelledby={`tab-${tab}`}>
        {tab === "ladder" && <LadderTab {...shared} />}
        {tab === "messages" && <MessagesTab {...shared} />}
        {tab === "raw" && <RawTab messages={messages.data?.items} />}
      </div>
    </div>
  );
}
