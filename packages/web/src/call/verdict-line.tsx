// The verdict of a call: icon, colour and one sentence.
import { isOpen } from "@sipglass/model";
import type { CallJson, Ladder } from "../api/shapes.ts";
import { bornAt } from "../ladder/born.ts";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { verdictOf } from "../words/verdict.ts";

export function VerdictLine({ call, ladder, level }: { call: CallJson; ladder: Ladder | undefined; level: 1 | 2 }) {
  const nowUs = useNowUs(isOpen(call.state) ? 1000 : false);
  const { outcome, sentence } = verdictOf(call, { nowUs, bornAt: ladder && bornAt(ladder, call.status_code) });
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <Heading className={`verdict outcome-${outcome}`}>
      <Icon name={outcome} size={level === 1 ? 20 : 16} />
      <span>{sentence}</span>
    </Heading>
  );
}
