// What the keyboard can do, on `?`.
import { useEffect, useRef } from "react";
import { Icon } from "../ui/icon.tsx";

const GROUPS: { title: string; keys: [string[], string][] }[] = [
  {
    title: "Anywhere",
    keys: [
      [["/"], "search"],
      [["?"], "this help"],
      [["Esc"], "close what is open"],
    ],
  },
  {
    title: "List of calls",
    keys: [
      [["j", "↓"], "next call"],
      [["k", "↑"], "previous call"],
      [["Enter"], "open"],
      [["Space"], "look inside, beside the list"],
      [["m"], "menu of the call"],
      [["o"], "show or hide its legs"],
      [["n"], "show new calls"],
      [["Home", "End"], "first, last loaded"],
    ],
  },
  {
    title: "Call",
    keys: [
      [["[", "]"], "previous, next message"],
      [["t"], "clock or time since start"],
      [["m"], "media ends apart or as one"],
      [["l"], "legs, and why they are one"],
      [["1", "…", "5"], "ladder, messages, quality, findings, raw"],
      [["Esc"], "back to the list"],
    ],
  },
];

export function KeysDialog({ open, close }: { open: boolean; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="keys-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="dialog-head">
        <h2 id="keys-title">Keyboard</h2>
        <button type="button" className="button button-icon" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div className="keys">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([names, what]) => (
                <div key={what}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
