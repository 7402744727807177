// A source as people read it: every section with its title, and what nobody could read marked as such.
import { sectionTitle, SOURCE_DOCUMENTS } from "./documents.ts";
import { readSource, type CitedSection } from "./source.ts";

/** Markdown; as it is where it is no citation ("common practice"). */
export function titledSource(source: string): string {
  const titled = readSource(source)?.map(({ document, sections }) =>
    [document, sections.map((one) => titledSection(document, one)).join(", "), isChecked(document) ? "" : "*(not checked)*"]
      .filter((text) => text !== "")
      .join(" "),
  );
  return titled?.join("; ") ?? source;
}

function titledSection(document: string, { section, note }: CitedSection): string {
  const title = sectionTitle(document, section) ?? "";
  return [section, ...(note === "" ? [] : [`(${note})`]), ...(title === "" ? [] : [`*${title}*`])].join(" ");
}

const isChecked = (document: string): boolean => SOURCE_DOCUMENTS.get(document)?.checked === true;
