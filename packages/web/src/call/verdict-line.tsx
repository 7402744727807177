// The verdict of a call: icon, colour and one sentence.
import { isOpen } from "@sipglass/model";
import { useMemo } from "react";
import type { CallJson, Ladder, MessagesList } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { readEvidence } from "../words/evidence.ts";
import { verdictOf } from "../words/verdict.ts";

interface VerdictLineProps {
  call: CallJson;
  ladder: Ladder | undefined;
  messages: MessagesList | undefined;
  level: 1 | 2;
}

export function VerdictLine({ call, ladder, messages, level }: VerdictLineProps) {
  const nowUs = useNowUs(isOpen(call.state) ? 1000 : false);
  const code = call.status_code;
  const evidence = useMemo(
    () => (ladder && messages && !messages.partial ? readEvidence(ladder, messages.items, code) : undefined),
    [ladder, messages, code],
  );
  const { outcome, sentence } = verdictOf(call, { nowUs, evidence });
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <Heading className={`verdict outcome-${outcome}`}>
      <Icon name={outcome} size={level === 1 ? 20 : 16} />
      <span>{sentence}</span>
    </Heading>
  );
}
