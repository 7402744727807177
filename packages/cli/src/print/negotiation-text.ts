// Offers and answers of a call as text for people: a block for each exchange, a line for each medium, its codecs, changes and faults below.
import { printable } from "@sipglass/analyse";
import type { MediaExchangeJson, NegotiatedMediaJson, NegotiationJson } from "@sipglass/model";

/** "" when no session description was captured. */
export const negotiationText = ({ exchanges }: NegotiationJson): string => exchanges.map(exchangeText).join("\n");

function exchangeText(one: MediaExchangeJson): string {
  const kind = one.initial ? "" : ", in the call";
  const answer = one.answer_ref === "" ? "no answer was captured" : `${one.answer_title} of ${one.answered_by}`;
  return `${(one.offered_at ?? "").slice(11, 23)}  ${printable(`${one.offer_title} of ${one.offered_by}${kind} ← ${answer}`)}\n${one.media.map(mediaText).join("")}`;
}

function mediaText({ kind, chosen, direction, offer, answer, codecs, changes, problems }: NegotiatedMediaJson): string {
  const side = (name: string, one: typeof offer): string =>
    `    ${name.padEnd(8)}${one.address}  ${one.transport}  ${one.direction}${one.security === "none" ? "" : `  ${one.security}`}${one.ice === "none" ? "" : `  ICE ${one.ice}`}\n`;
  const about = `  ${kind}: ${chosen === "" ? "nothing agreed" : chosen}${direction === "" ? "" : `, ${direction}`}\n`;
  const list = codecs.map(
    ({ name, offered, answered, chosen: isChosen }) =>
      `${name}${isChosen ? " ✓" : offered === null ? " (not offered)" : answered === null ? " (not taken)" : ""}`,
  );
  return printableLines([
    about, side("offer", offer), answer === null ? "" : side("answer", answer), list.length === 0 ? "" : `    codecs  ${list.join(", ")}\n`,
    ...changes.map((text) => `    ↺ ${text}\n`), ...problems.map((text) => `    ! ${text}\n`),
  ]);
}

const printableLines = (lines: readonly string[]): string =>
  lines.map((line) => (line === "" ? "" : `${printable(line.slice(0, -1))}\n`)).join("");
