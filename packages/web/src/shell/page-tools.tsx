// What a page puts into the line of its name: beside the other pages, where there is room for it.
import { useLayoutEffect, useState } from "react";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";

export const PAGE_TOOLS = "page-tools";

export function PageTools({ children }: { children: ReactNode }) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => setHost(document.getElementById(PAGE_TOOLS)), []);
  return host && createPortal(children, host);
}
