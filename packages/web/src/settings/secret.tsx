// A secret that is shown once, to be copied.
import { CopyButton } from "../ui/copy-button.tsx";

export function Secret({ label, secret }: { label: string; secret: string }) {
  return (
    <div className="secret">
      <label className="field">
        {label}
        <input readOnly value={secret} className="mono" onFocus={(event) => event.currentTarget.select()} />
      </label>
      <CopyButton text={secret} />
    </div>
  );
}
