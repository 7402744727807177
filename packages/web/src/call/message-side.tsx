// Beside the ladder or the table: the message on show, or two of them compared.
import { useKeys } from "../ui/keys.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { MessagePanel } from "./message-panel.tsx";
import type { Story } from "./use-story.ts";

interface MessageSideProps {
  story: Story;
  selected: string;
  step: (by: 1 | -1) => void;
}

export function MessageSide({ story: { messages }, selected, step }: MessageSideProps) {
  const { search, latest, patch } = usePageSearch();
  const { cmp = "" } = search;
  const end = (): void => patch({ cmp: undefined }, { replace: true });
  const compare = (): void => {
    const now = latest();
    patch({ cmp: now.cmp === undefined ? (now.msg ?? selected) : undefined }, { replace: true });
  };
  useKeys({ c: compare });
  const [first, second] = (messages ?? []).filter(({ ref }) => ref === cmp || ref === selected);
  if (first && second) return <ComparePanel first={first} second={second} close={end} />;
  return (
    <MessagePanel
      messages={messages}
      selected={selected}
      step={step}
      comparing={cmp !== "" && cmp === selected}
      compare={compare}
    />
  );
}
