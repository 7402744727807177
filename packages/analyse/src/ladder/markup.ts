// Text from the network as text in HTML, SVG and XML: nothing of it becomes a tag, an attribute or a character that a parser refuses.
import { printable } from "./printable.ts";

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Half a surrogate pair and non-characters are in no XML document (XML 1.0 §2.2). */
const NO_CHARACTER = /[\p{Cs}\ufffe\uffff]/gu;

/** For content and for attributes in quotes. Line ends stay; other control characters, and those that reorder text, become "·". */
export const escapeMarkup = (text: string): string =>
  text
    .split("\n")
    .map((line) => printable(line.replaceAll("\t", "    ")))
    .join("\n")
    .replace(NO_CHARACTER, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITY[character] ?? "");
