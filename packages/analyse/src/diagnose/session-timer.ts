// Session timers (RFC 4028): what a 2xx says about them.
import type { CaseMessage } from "./case-message.ts";

export interface SessionTimer {
  seconds: number;
  refresher: "uac" | "uas" | "";
  text: string;
}

export function sessionTimer(message: CaseMessage): SessionTimer | null {
  const text = message.header("session-expires");
  const seconds = message.numberIn("session-expires");
  if (text === undefined || seconds === undefined) return null;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)/i.exec(text)?.[1]?.toLowerCase();
  return { seconds, refresher: refresher === "uac" || refresher === "uas" ? refresher : "", text };
}
