// The coloured copy of the query that lies under the transparent text of the input and scrolls with it.
import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { queryTokens } from "../query/tokens.ts";

export function QueryColours({ text, follow }: { text: string; follow: RefObject<HTMLInputElement | null> }) {
  const copy = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = follow.current;
    if (!input) return;
    const sync = (): void => {
      if (copy.current) copy.current.scrollLeft = input.scrollLeft;
    };
    sync();
    input.addEventListener("scroll", sync);
    return () => input.removeEventListener("scroll", sync);
  }, [follow, text]);
  return (
    <div className="search-colours" ref={copy} aria-hidden="true">
      {queryTokens(text).map((token) => (
        <span key={token.at} className={`q-${token.type}`}>
          {token.text}
        </span>
      ))}
    </div>
  );
}
