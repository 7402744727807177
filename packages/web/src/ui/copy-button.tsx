// Copies a text and says so.
import { useState } from "react";
import { Icon } from "./icon.tsx";
import { UI_WORDS } from "../words/ui.ts";

export function CopyButton({ text, label = "Copy", quiet = false }: { text: string; label?: string; quiet?: boolean }) {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" className={quiet ? "button button-quiet" : "button"} onClick={() => void copy()} title={label} aria-label={label}>
      <Icon name={done ? "check" : "copy"} />
      <span aria-live="polite" className={quiet ? "visually-hidden" : ""}>
        {done ? UI_WORDS.copied : label}
      </span>
    </button>
  );
}

/** navigator.clipboard is only there on https and localhost; many a collector is looked at by http://10.x. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  // Behind an open dialog nothing can be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
