// Copies the call as text for a ticket.
import { useState } from "react";
import { copyText } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { TICKET_WORDS } from "../words/export.ts";
import { headlineOf } from "../words/findings.ts";
import { ticketText } from "../words/ticket.ts";
import type { Story } from "./use-story.ts";

export function TicketButton({ story: { call, diagnosis, ladder } }: { story: Story }) {
  const { zone } = useSettings();
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    const { sentence, nextStep } = headlineOf(call, diagnosis, { nowUs: Date.now() * 1000, evidence: undefined });
    await copyText(ticketText({ call, sentence, nextStep, diagnosis, ladder, href: location.href, zone }));
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" className="button" aria-label={TICKET_WORDS.button} title={TICKET_WORDS.hint} onClick={() => void copy()}>
      <Icon name={done ? "check" : "ticket"} />
      <span className="button-word" aria-live="polite">
        {done ? TICKET_WORDS.copied : TICKET_WORDS.button}
      </span>
    </button>
  );
}
