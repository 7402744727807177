// What went wrong or is missing, in words, with what to do next: for failed questions and partial answers.
import { isSipglassError, ERRORS } from "@sipglass/model";
import { Icon } from "./icon.tsx";
import type { ReactNode } from "react";

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
  const help = isSipglassError(error) ? ERRORS[error.code].help : "";
  return (
    <Notice tone="error" title={error.message}>
      {help}{" "}
      {retry && (
        <button type="button" className="link" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}

export function PartialNotice({ warnings }: { warnings: string[] }) {
  return (
    <Notice tone="warning" title="This answer is not whole.">
      {warnings.length > 0 ? warnings.join(" ") : "Something that should be here could not be read."}
    </Notice>
  );
}
