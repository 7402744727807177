// The coloured copy of the query that lies under the transparent text of the input and scrolls with it.
import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { queryTokens } from "../query/tokens.ts";

interface QueryColoursProps {
  text: string;
  follow: RefObject<HTMLInputElement | null>;
  /** Where it is wrong; null = nowhere. */
  faultAt: number | null;
}

export function QueryColours({ text, follow, faultAt }: QueryColoursProps) {
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
        <span
          key={token.at}
          className={
            faultAt !== null && faultAt >= token.at && faultAt < token.at + token.text.length
              ? `q-${token.type} q-fault`
              : `q-${token.type}`
          }
        >
          {token.text}
        </span>
      ))}
    </div>
  );
}
