// What the keyboard can do, on `?`.
import { Dialog } from "../ui/dialog.tsx";
import { KEYS_TITLE, KEYS_WORDS } from "../words/search.ts";

export function KeysDialog({ close }: { close: () => void }) {
  return (
    <Dialog title={KEYS_TITLE} close={close}>
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
    </Dialog>
  );
}
