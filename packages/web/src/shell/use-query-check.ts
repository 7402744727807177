// What is wrong with the query that is being typed; asked when the typing rests.
import { useEffect, useState } from "react";
import type { QueryCheck } from "../query/check.ts";

const REST_MS = 350;

export function useQueryCheck(text: string, on: boolean): QueryCheck | null {
  const [found, setFound] = useState<{ text: string; check: QueryCheck | null }>({ text: "", check: null });
  useEffect(() => {
    if (!on || text.trim() === "") return;
    let wanted = true;
    const timer = setTimeout(() => {
      void import("../query/check.ts").then(({ checkQuery }) => wanted && setFound({ text, check: checkQuery(text) }));
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text, on]);
  return on && found.text === text ? found.check : null;
}
