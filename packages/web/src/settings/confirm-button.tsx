// A button for what cannot be taken back: the first press asks, the second does it; looking elsewhere forgets the question.
import { useState } from "react";

export function ConfirmButton({ label, question, onConfirm }: { label: string; question: string; onConfirm: () => void }) {
  const [asked, setAsked] = useState(false);
  const press = (): void => {
    if (asked) onConfirm();
    setAsked(!asked);
  };
  return (
    <button type="button" className={asked ? "link link-danger" : "link"} onClick={press} onBlur={() => setAsked(false)}>
      {asked ? question : label}
    </button>
  );
}
