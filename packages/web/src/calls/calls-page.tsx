// The list of calls: KPIs and volume of the range, what is wrong with the answer if anything, the table, and the side panel of the selected call.
import { PAGE_WORDS } from "../words/shell.ts";
import { CallsBoard } from "./calls-board.tsx";
import { CsvLink } from "./csv-link.tsx";
import { NoCalls } from "./no-calls.tsx";
import { QueryLesson } from "./query-lesson.tsx";
import { KindSwitch } from "./kind-switch.tsx";
import { useCallsView } from "./use-calls-view.ts";
import { Volume } from "./volume.tsx";

export function CallsPage() {
  const view = useCallsView();
  const tools = (
    <>
      <KindSwitch />
      <CsvLink />
    </>
  );
  return (
    <div className="calls">
      <h1 className="visually-hidden">{PAGE_WORDS.calls}</h1>
      <Volume wait={view.loading || view.stale} />
      <CallsBoard view={view} empty={<NoCalls />} wrong={<QueryLesson />} tools={tools} />
    </div>
  );
}
