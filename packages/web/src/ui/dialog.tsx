// A window over the page: closes on Escape, on its button and on a click beside it.
import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import { SHELL_WORDS } from "../words/shell.ts";
import { Icon } from "./icon.tsx";

interface DialogProps {
  title: string;
  /** How wide: beside `dialog`, a class. */
  className?: string;
  close: () => void;
  children: ReactNode;
}

export function Dialog({ title, className = "", close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  // Closed before it goes, it gives the focus back to what opened it.
  const shut = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={id}
      onClose={close}
      onClick={(event) => event.target === dialog.current && shut()}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button button-icon" aria-label={SHELL_WORDS.close} onClick={shut}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
