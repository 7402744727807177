// Every section that is cited, with the title that it bears: the proof that it exists and was looked up. What is no row here and is cited
// fails a test.
import { RFC_3261 } from "./rfc-3261.ts";
import { BESIDE_RFCS } from "./rfcs-beside.ts";
import { MEDIA_RFCS } from "./rfcs-media.ts";
import { SIP_RFCS } from "./rfcs-sip.ts";
import { UNCHECKED_STANDARDS } from "./standards.ts";

export interface SourceDocument {
  title: string;
  /** `§7.2`, `Annex B` or `Appendix I` → its title in the text; "" where that is not known. */
  sections: Readonly<Record<string, string>>;
  /** The text was at hand: each section is in it, and those of rules, codes and KPIs were read for what is claimed of them. */
  checked: boolean;
}

/** As the tables have it. */
export type DocumentRow = Omit<SourceDocument, "checked">;

const rows = (checked: boolean, ...tables: readonly Readonly<Record<string, DocumentRow>>[]): [string, SourceDocument][] =>
  tables.flatMap((table) => Object.entries(table).map(([name, row]): [string, SourceDocument] => [name, { ...row, checked }]));

function documents(): ReadonlyMap<string, SourceDocument> {
  return new Map([...rows(true, { "RFC 3261": RFC_3261 }, SIP_RFCS, MEDIA_RFCS, BESIDE_RFCS), ...rows(false, UNCHECKED_STANDARDS)]);
}

/** By name: `RFC 3261`, `ITU-T G.107`. Marked pure, so that a page that does not ask for it does not carry it. */
export const SOURCE_DOCUMENTS: ReadonlyMap<string, SourceDocument> = /* @__PURE__ */ documents();

/** Undefined where it is no row; "" where the title is not known. */
export const sectionTitle = (document: string, section: string): string | undefined => SOURCE_DOCUMENTS.get(document)?.sections[section];
