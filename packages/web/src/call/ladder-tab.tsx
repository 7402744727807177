// The ladder beside the message that its selected arrow stands for.
import type { CallJson, Ladder, MessageJson } from "../api/shapes.ts";
import { LadderView } from "../ladder/ladder-view.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { MessagePanel } from "./message-panel.tsx";
import { Split } from "./split.tsx";

export interface CallParts {
  call: CallJson;
  ladder: Ladder | undefined;
  messages: MessageJson[] | undefined;
  step: (by: 1 | -1) => void;
}

export function LadderTab({ call, ladder, messages, step }: CallParts) {
  const { search, patch } = usePageSearch();
  const selected = search.msg ?? ladder?.rows[0]?.ref ?? "";
  return (
    <Split
      left={
        ladder ? (
          <LadderView
            ladder={ladder}
            selected={selected}
            code={call.status_code}
            select={(ref) => patch({ msg: ref }, { replace: true })}
            mediaOpen={search.media === "1"}
            toggleMedia={() => patch({ media: search.media ? undefined : "1" }, { replace: true })}
          />
        ) : (
          <div className="ladder-wait" aria-busy="true" />
        )
      }
      right={<MessagePanel messages={messages} selected={selected} step={step} />}
    />
  );
}
