// `g` and a letter: to another page, or to what stands in the bar. The letter must come soon.
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { carried } from "../url/use-page-search.ts";
import { isTyping } from "../ui/keys.ts";
import type { PageSearch } from "../url/page-search.ts";

const SOON_MS = 1200;
const PAGE_OF = { c: "/", o: "/overview", l: "/live", d: "/dashboards", r: "/registrations", a: "/agents" } as const;
const BUTTON_OF: Record<string, string> = { s: ".saved-button", t: ".range-button" };

const isPage = (key: string): key is keyof typeof PAGE_OF => Object.hasOwn(PAGE_OF, key);

export function useGoKeys(search: PageSearch): void {
  const navigate = useNavigate();
  const latest = useRef({ search, navigate });
  useEffect(() => {
    latest.current = { search, navigate };
  });
  useEffect(() => {
    let askedAt = -SOON_MS;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const soon = event.timeStamp - askedAt < SOON_MS;
      askedAt = event.key === "g" && !soon ? event.timeStamp : -SOON_MS;
      if (!soon) return;
      const button = BUTTON_OF[event.key];
      if (isPage(event.key)) void latest.current.navigate({ to: PAGE_OF[event.key], search: carried(latest.current.search) });
      else if (button !== undefined) document.querySelector<HTMLElement>(button)?.click();
      else return;
      event.preventDefault();
      // The second letter means something else on a page.
      event.stopPropagation();
    };
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, []);
}
