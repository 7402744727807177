// One part of the settings: heading, what it is about, its button, what went wrong, and the rest below.
import type { ReactNode } from "react";
import { ErrorNotice } from "../ui/notice.tsx";

interface PartProps {
  title: string;
  about?: string;
  action?: ReactNode;
  errors: readonly (Error | null)[];
  children: ReactNode;
}

export function Part({ title, about, action, errors, children }: PartProps) {
  const error = errors.find((each) => each !== null);
  return (
    <section className="settings-part">
      <div className="settings-head">
        <h1>{title}</h1>
        {action}
      </div>
      {about && <p className="quiet">{about}</p>}
      {error && <ErrorNotice error={error} />}
      {children}
    </section>
  );
}
