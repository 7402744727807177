// One call: the verdict, then the evidence.
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useCall } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import { fileKeyOf, isLocal } from "../capture/local-id.ts";
import { FindingsTab } from "../findings/findings-tab.tsx";
import { birthOf } from "../findings/marks.ts";
import { useSiftedLadder } from "../ladder/use-ladder.ts";
import { LegsPanel } from "../legs/legs-panel.tsx";
import { useKeys } from "../ui/keys.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { TABS } from "../url/page-search.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { SHELL_WORDS } from "../words/shell.ts";
import { CallTabs } from "./call-tabs.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { Facts } from "./facts.tsx";
import { LadderTab } from "./ladder-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { RawTab } from "./raw-tab.tsx";
import { ShareButton } from "./share-dialog.tsx";
import { TicketButton } from "./ticket-button.tsx";
import { useStory } from "./use-story.ts";
import type { Story } from "./use-story.ts";
import { VerdictLine } from "./verdict-line.tsx";

const QualityTab = lazy(() => import("../quality/quality-tab.tsx").then(({ QualityTab: tab }) => ({ default: tab })));
const NegotiationTab = lazy(() => import("../negotiation/negotiation-tab.tsx").then(({ NegotiationTab: tab }) => ({ default: tab })));
const LogsTab = lazy(() => import("../logs/logs-tab.tsx").then(({ LogsTab: tab }) => ({ default: tab })));

export function CallPage() {
  const { id = "" } = useParams({ strict: false });
  const { search, latest, patch } = usePageSearch();
  const navigate = useNavigate();
  const call = useCall(id);
  const back = (): void => {
    const [key, list] = [fileKeyOf(id), { ...carried(search), sel: id }];
    void (key === undefined ? navigate({ to: "/", search: list }) : navigate({ to: "/files/$key", params: { key }, search: list }));
  };
  // First what is open on the page is closed, then the page.
  const leave = (): void => {
    const { cmp, legs } = latest();
    if (cmp !== undefined || legs) patch({ cmp: undefined, legs: undefined }, { replace: true });
    else back();
  };
  useKeys({ Escape: leave });
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
        <p>
          <Link to="/" search={carried(search)}>
            {SHELL_WORDS.toTheCalls}
          </Link>
        </p>
      </div>
    );
  return <div className="call call-wait" aria-busy="true" />;
}

/** The message at which it went wrong; else the first. */
function firstToRead({ ladder, diagnosis, call }: Story): string {
  const birth = ladder && birthOf(ladder, diagnosis, call.status_code);
  return ladder?.rows[birth?.index ?? 0]?.ref ?? "";
}

export function CallView({ call }: { call: CallJson }) {
  const { search, latest, patch } = usePageSearch();
  const story = useStory(call);
  const { ladder, messages, diagnosis } = story;
  const tab = search.tab ?? "ladder";
  // From arrow to arrow of those on show; elsewhere through all messages.
  const sifted = useSiftedLadder(story);
  const refs = ((tab === "ladder" ? sifted : ladder)?.rows ?? messages ?? []).map((row) => row.ref);
  const selected = search.msg ?? (story.diagnosing ? "" : firstToRead(story));
  const step = (by: 1 | -1): void => {
    const at = Math.max(0, refs.indexOf(latest().msg ?? selected));
    patch({ msg: refs[Math.max(0, Math.min(refs.length - 1, at + by))] }, { replace: true });
  };
  useKeys({
    "]": () => step(1),
    "[": () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    j: () => step(1),
    k: () => step(-1),
    l: () => patch({ legs: latest().legs ? undefined : "1" }, { replace: true }),
    ...Object.fromEntries(TABS.map((each, index) => [String(index + 1), () => patch({ tab: each }, { replace: true })])),
  });
  const error = story.error ?? story.lesserError;
  const shared = { story, selected, step };
  return (
    <div className="call">
      <header className="call-head">
        <VerdictLine
          call={call}
          ladder={ladder}
          messages={story.whole ? messages : undefined}
          diagnosis={diagnosis}
          diagnosing={story.diagnosing}
          level={1}
        />
        <div className="call-actions">
          {!isLocal(call.id) && <ExportMenu call={call} legs={story.legs.length} />}
          {!story.readOnly && <ShareButton call={call} legs={story.legs.length} />}
          <TicketButton story={story} />
        </div>
      </header>
      <Facts call={call} story={story} />
      <div className="call-notes">
        {search.legs && <LegsPanel story={story} close={() => patch({ legs: undefined }, { replace: true })} />}
        {error && <ErrorNotice error={error} retry={story.retry} />}
        {story.warnings && <PartialNotice warnings={story.warnings} />}
      </div>
      <CallTabs tab={tab} story={story} />
      <div className="call-body" role="tabpanel" id="call-panel" aria-labelledby={`tab-${tab}`}>
        {tab === "ladder" && <LadderTab {...shared} />}
        {tab === "messages" && <MessagesTab {...shared} />}
        <Suspense fallback={<div className="ladder-wait" aria-busy="true" />}>
          {tab === "quality" && <QualityTab story={story} />}
          {tab === "negotiation" && <NegotiationTab story={story} />}
          {tab === "logs" && <LogsTab story={story} />}
        </Suspense>
        {tab === "findings" && <FindingsTab story={story} />}
        {tab === "raw" && <RawTab messages={messages} />}
      </div>
    </div>
  );
}
