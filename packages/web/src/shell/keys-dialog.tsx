// What the keyboard can do, on `?`.
import { useEffect, useRef } from "react";
import { Icon } from "../ui/icon.tsx";
import { CLOSE, KEYS_TITLE, KEYS_WORDS } from "../words/search.ts";

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
        <h2 id="keys-title">{KEYS_TITLE}</h2>
        <button type="button" className="button button-icon" aria-label={CLOSE} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <div className="keys">
        {KEYS_WORDS.map(({ title, keys }) => (
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
