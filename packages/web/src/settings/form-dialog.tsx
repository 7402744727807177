// A dialog with one form: what is filled in is sent, a refusal is shown, and success closes it or shows what was made.
import { useMutation } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { SETTINGS_WORDS } from "../words/settings.ts";

interface FormDialogProps {
  title: string;
  submit: string;
  close: () => void;
  /** What to show in place of the form; nothing closes the dialog. */
  send: (form: FormData) => Promise<ReactNode>;
  children: ReactNode;
}

export function FormDialog({ title, submit, close, send, children }: FormDialogProps) {
  const sending = useMutation({ mutationFn: send, onSuccess: (made) => !made && close() });
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    sending.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={title} className="dialog-form" close={close}>
      {sending.data ? (
        <div className="form">{sending.data}</div>
      ) : (
        <form className="form" onSubmit={onSubmit}>
          {children}
          {sending.error && <ErrorNotice error={sending.error} />}
          <div className="form-actions">
            <button type="button" className="button" onClick={close}>
              {SETTINGS_WORDS.cancel}
            </button>
            <button type="submit" className="button button-primary" disabled={sending.isPending}>
              {submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Items between commas or line breaks. */
export const listOf = (form: FormData, field: string): string[] =>
  String(form.get(field) ?? "")
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");

export const textOf = (form: FormData, field: string): string => String(form.get(field) ?? "").trim();
