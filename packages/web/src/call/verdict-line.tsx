// The verdict of a call: icon, colour, one sentence, and what to do about it.
import { isOpen } from "@sipglass/model";
import { useMemo } from "react";
import type { CallJson, DiagnosisJson, Ladder, MessageJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { readEvidence } from "../words/evidence.ts";
import { headlineOf } from "../words/findings.ts";
import { CALL_WORDS } from "../words/call.ts";

interface VerdictLineProps {
  call: CallJson;
  ladder: Ladder | undefined;
  /** undefined while they are not all there: then they prove too little. */
  messages: MessageJson[] | undefined;
  diagnosis: DiagnosisJson | undefined;
  /** The diagnosis is on its way: no other sentence stands in for it, or the line would change under the reader. */
  diagnosing: boolean;
  level: 1 | 2;
}

export function VerdictLine({ call, ladder, messages, diagnosis, diagnosing, level }: VerdictLineProps) {
  const nowUs = useNowUs(isOpen(call.state) ? 1000 : false);
  const code = call.status_code;
  const evidence = useMemo(
    () => (ladder && messages && !diagnosis ? readEvidence(ladder, messages, code) : undefined),
    [ladder, messages, diagnosis, code],
  );
  const { sentence, icon, tone, nextStep } = headlineOf(call, diagnosis, { nowUs, evidence });
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className={diagnosing ? "headline headline-wait" : "headline"} aria-busy={diagnosing}>
      <Heading className={`verdict outcome-${tone}`}>
        <Icon name={icon} size={level === 1 ? 20 : 16} />
        <span>{sentence}</span>
      </Heading>
      {nextStep !== "" && (
        <p className="next-step">
          <b>{CALL_WORDS.whatToDo}</b> {nextStep}
        </p>
      )}
    </div>
  );
}
