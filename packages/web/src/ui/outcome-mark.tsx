// Outcome as icon, text and colour together: never colour alone.
import type { CallJson } from "../api/shapes.ts";
import { outcomeOf, outcomeText } from "../words/outcome.ts";
import type { Outcome } from "../words/outcome.ts";
import { Icon } from "./icon.tsx";

export function OutcomeMark({ call }: { call: Pick<CallJson, "kind" | "state" | "status_code" | "status_text"> }) {
  const outcome = outcomeOf(call.state);
  return <OutcomeWord outcome={outcome} text={outcomeText(call)} />;
}

export function OutcomeWord({ outcome, text }: { outcome: Outcome; text: string }) {
  return (
    <span className={`outcome outcome-${outcome}`} title={text}>
      <Icon name={outcome} />
      <span className="clip">{text}</span>
    </span>
  );
}
