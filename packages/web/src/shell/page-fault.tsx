// When drawing a page fails: says so, keeps the rest of the shell, and offers the way on.
import type { ErrorComponentProps } from "@tanstack/react-router";
import { hrefOf } from "../url/base-path.ts";
import { Notice } from "../ui/notice.tsx";

export function PageFault({ error, reset }: ErrorComponentProps) {
  return (
    <div className="blank">
      <Notice tone="error" title="This page made a mistake.">
        <p className="mono">{error instanceof Error ? error.message : String(error)}</p>
        <button type="button" className="link" onClick={reset}>
          Try again
        </button>{" "}
        or <a href={hrefOf("/")}>go to the calls</a>.
      </Notice>
    </div>
  );
}
