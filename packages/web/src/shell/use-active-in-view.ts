// Where the list of pages is wider than a phone, the page that is open is brought into view.
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";

const LISTS = [".nav", ".settings-list"];

export function useActiveInView(): void {
  const { pathname } = useLocation();
  useEffect(() => {
    for (const list of LISTS) document.querySelector(`${list} .active`)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
}
