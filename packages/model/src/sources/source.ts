// Where a rule, a code or a KPI comes from, as text of one form: `RFC 3261 §16.7 (step 4), §17.1.1.2; ITU-T Q.850 §2.2.7 (cause 16)`.
// Taken apart here and put together from several; documents.ts knows the titles.

export interface CitedSection {
  /** As `§7.2`, `Annex B` or `Appendix I`. */
  section: string;
  /** What in the section is meant: a step, a timer, a cause. */
  note: string;
}

export interface Citation {
  document: string;
  sections: readonly CitedSection[];
}

const DOCUMENT = /^(RFC \d+|ITU-T [A-Z]\.\d+(?:\.\d+)?|3GPP TS \d+\.\d+|GSMA [A-Z]{2}\.\d+)(?: (.+))?$/;
const SECTION = /(§[A-Z\d]+(?:\.[A-Z\d]+)*|Annex [A-Z]|Appendix [IVX]+)(?: \(([^()]+)\))?(?:, |$)/gy;

/** Undefined where it is not written in the form. */
export function readSource(source: string): Citation[] | undefined {
  const citations = source.split("; ").map((part) => {
    const [, document = "", sections = ""] = DOCUMENT.exec(part) ?? [];
    return { document, sections: [...sections.matchAll(SECTION)].map(([, section = "", note = ""]) => ({ section, note })) };
  });
  return citations.every(({ document }) => document !== "") && printSource(citations) === source ? citations : undefined;
}

export const printSource = (citations: readonly Citation[]): string =>
  citations
    .map(({ document, sections }) => (sections.length === 0 ? document : `${document} ${sections.map(printSection).join(", ")}`))
    .join("; ");

const printSection = ({ section, note }: CitedSection): string => (note === "" ? section : `${section} (${note})`);

/** Several sources as one: each document once, each of its sections once. */
export function joinSources(sources: readonly string[]): string {
  const sectionsOf = new Map<string, CitedSection[]>();
  for (const { document, sections } of sources.flatMap((source) => readSource(source) ?? [])) {
    const known = sectionsOf.get(document) ?? [];
    sectionsOf.set(document, [...known, ...sections.filter((one) => !known.some((other) => printSection(other) === printSection(one)))]);
  }
  return printSource([...sectionsOf].map(([document, sections]) => ({ document, sections })));
}
