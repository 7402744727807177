// A call as text for a ticket: what happened, why, what to do, the messages that show it, the ladder, and where to look.
import { ladderText } from "@sipglass/analyse";
import type { CallJson, DiagnosisJson, Ladder } from "../api/shapes.ts";
import { fullTime, zoneName } from "./clock.ts";
import type { Zone } from "./clock.ts";
import { spokenDuration } from "./duration.ts";
import { SEVERITY_WORD } from "./findings.ts";
import { TICKET_WORDS } from "./export.ts";

export interface Ticket {
  call: CallJson;
  sentence: string;
  nextStep: string;
  diagnosis: DiagnosisJson | undefined;
  ladder: Ladder | undefined;
  /** Where the page is. */
  href: string;
  zone: Zone;
}

/** More lines nobody reads in a ticket. */
const MOST_ROWS = 60;
const WIDTH = 110;

export function ticketText({ call, sentence, nextStep, diagnosis, ladder, href, zone }: Ticket): string {
  const time = `${fullTime(call.started_at, zone)}${zone === "utc" ? " UTC" : ` (${zoneName(zone)})`}`;
  const facts: [string, string][] = [
    ["from", call.caller],
    ["to", call.callee],
    ["started", time],
    ["state", `${call.state.replaceAll("_", " ")}${call.status_code === null ? "" : `, ${call.status_code} ${call.status_text}`}`],
    ["talk", call.duration_s === null ? "" : spokenDuration(call.duration_s)],
    ["codecs", call.codecs.join(", ")],
    ["way", call.hops.join(" → ")],
    ["Call-ID", call.call_id],
  ];
  const findings = (diagnosis?.findings ?? []).map(
    ({ severity, sentence: told, evidence }) => `- ${SEVERITY_WORD[severity]}: ${told}${evidence.map(({ at, text }) => `\n    ${at === null ? "" : `${fullTime(at, zone).slice(11, 23)} `}${text}`).join("")}`,
  );
  return [
    sentence,
    ...(nextStep === "" ? [] : [`${TICKET_WORDS.what}: ${nextStep}`]),
    "",
    ...facts.flatMap(([name, value]) => (value === "" ? [] : [`${name.padEnd(9)}${value}`])),
    ...(findings.length === 0 ? [] : ["", `${TICKET_WORDS.evidence}:`, ...findings]),
    ...(ladder ? ["", `${TICKET_WORDS.ladder}:`, drawn(ladder)] : []),
    "",
    `${TICKET_WORDS.link}: ${href}`,
    "",
  ].join("\n");
}

function drawn(ladder: Ladder): string {
  const sip = ladder.rows.filter(({ kind }) => kind !== "media" && kind !== "log");
  const text = ladderText({ ...ladder, rows: sip.slice(0, MOST_ROWS) }, { width: WIDTH }).trimEnd();
  return sip.length > MOST_ROWS ? `${text}\n${TICKET_WORDS.more(sip.length - MOST_ROWS)}` : text;
}
