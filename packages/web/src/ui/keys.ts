// Keyboard shortcuts of a page: a map from key to action, silent while somebody types or a menu has the keyboard.
import { useEffect, useRef } from "react";

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=menu], dialog[open]") !== null;
}

/** Enter and Space on a focused button or link belong to that control. */
function belongsToControl(event: KeyboardEvent): boolean {
  return (
    (event.key === "Enter" || event.key === " ") && !event.shiftKey && event.target instanceof Element && event.target.closest("button, a, summary") !== null
  );
}

export function useKeys(keys: KeyMap, on = true): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = latest.current[event.key];
      if (!action || isTyping(event.target) || belongsToControl(event)) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [on]);
}
