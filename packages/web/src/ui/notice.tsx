// What went wrong or is missing, in words, with what to do next: for failed questions and partial answers.
import { isSipglassError, ERRORS } from "@sipglass/model";
import { Icon } from "./icon.tsx";
import type { ReactNode } from "react";
import { UI_WORDS } from "../words/ui.ts";

export function Notice({ tone, title, children }: { tone: "error" | "warning"; title: string; children?: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`} role={tone === "error" ? "alert" : "status"}>
      <Icon name="warning" />
      <div>
        <strong>{title}</strong>
        {children && <div className="notice-body">{children}</div>}
      </div>
    </div>
  );
}

export function ErrorNotice({ error, retry }: { error: Error; retry?: () => void }) {
  const help = isAway(error) ? UI_WORDS.away : isSipglassError(error) ? ERRORS[error.code].help : "";
  return (
    <Notice tone="error" title={error.message}>
      {help}{" "}
      {retry && (
        <button type="button" className="link" onClick={retry}>
          {UI_WORDS.tryAgain}
        </button>
      )}
    </Notice>
  );
}

/** Nobody answered at all: no server that could be asked why. */
const isAway = (error: Error): boolean => isSipglassError(error) && error.details["network"] === true;

/** Why one panel among others is empty; where nobody answers, the page says so once for all. */
export const PanelFault = ({ error }: { error: Error | null }) => (error && !isAway(error) ? <p className="quiet">{error.message}</p> : null);

export function PartialNotice({ warnings }: { warnings: string[] }) {
  return (
    <Notice tone="warning" title={UI_WORDS.thisAnswerIsNot}>
      {warnings.length > 0 ? warnings.join(" ") : UI_WORDS.somethingThatShouldBe}
    </Notice>
  );
}
