// When drawing a page fails: says so, keeps the rest of the shell, and offers the way on.
import type { ErrorComponentProps } from "@tanstack/react-router";
import { hrefOf } from "../url/base-path.ts";
import { Notice } from "../ui/notice.tsx";
import { SHELL_WORDS } from "../words/shell.ts";

export function PageFault({ error, reset }: ErrorComponentProps) {
  return (
    <div className="blank">
      <Notice tone="error" title={SHELL_WORDS.thisPageMadeA}>
        <p className="mono">{error instanceof Error ? error.message : String(error)}</p>
        <button type="button" className="link" onClick={reset}>
          {SHELL_WORDS.tryAgain}
        </button>{" "}
        {SHELL_WORDS.or}{" "}<a href={hrefOf("/")}>{SHELL_WORDS.goToTheCalls}</a>.
      </Notice>
    </div>
  );
}
