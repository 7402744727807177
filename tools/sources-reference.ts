// docs/reference/sources.md: every document that is cited, the sections with their titles, and what nobody could read apart.
import { SOURCE_DOCUMENTS } from "@sipglass/model";

export function sourcesReference(): string {
  const documents = [...SOURCE_DOCUMENTS].toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  const table = (checked: boolean): string[] =>
    documents
      .filter(([, document]) => document.checked === checked)
      .map(([name, { title, sections }]) => `| ${name} | ${title} | ${listed(sections)} |`);
  return [
    "# Sources",
    "",
    "This page is made from the tables in `packages/model/src/sources` (`node tools/rules-reference.ts`); a test holds it true, and another",
    "that every section cited by a [rule](rules.md), a [code](causes.md), a [KPI](kpis.md), a page of documentation or a comment of the program",
    "is a row of it. How to cite: [writing rules](../guide/writing-rules.md#its-source).",
    "",
    "## Checked",
    "",
    "The text was at hand. Each section stands in it under this number and title (`node tools/check-sources.ts FOLDER` compares them again with the",
    "texts as the RFC editor publishes them); those that rules, codes and KPIs cite were read for what is claimed of them.",
    "",
    "| document | title | sections that are cited |",
    "|---|---|---|",
    ...table(true),
    "",
    "## Not checked",
    "",
    "The text could not be had. Titles are from tables of contents and registries; what a section says is from memory.",
    "",
    "| document | title | sections that are cited |",
    "|---|---|---|",
    ...table(false),
    "",
  ].join("\n");
}

const listed = (sections: Readonly<Record<string, string>>): string =>
  Object.entries(sections)
    .map(([section, title]) => (title === "" ? section : `${section} *${title}*`))
    .join(", ")
    .replaceAll("|", "\\|");
