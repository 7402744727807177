// Compares the titles of all cited sections with the texts themselves: `node tools/check-sources.ts FOLDER`, where FOLDER holds rfcN.txt or
// rfcN.txt.gz as the RFC editor publishes them (Debian's doc-rfc packages have them).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { SOURCE_DOCUMENTS, type SourceDocument } from "@sipglass/model";

/** What the tables say of a document and its text does not: the title, or the number and title of a section. */
export function wrongTitles({ title, sections }: Pick<SourceDocument, "title" | "sections">, text: string): string[] {
  return [
    ...(new RegExp(loosely(title), "i").test(text.slice(0, FIRST_PAGE)) ? [] : [title]),
    ...Object.entries(sections)
      .filter(([section, heading]) => !headingOf(section, heading).test(text))
      .map(([section, heading]) => `${section} ${heading}`),
  ];
}

const FIRST_PAGE = 6000;

/** A long title goes on in the next line; in the table of contents dots and a page follow. */
const headingOf = (section: string, title: string): RegExp =>
  new RegExp(`^ {0,6}(?:Appendix )?${loosely(section.replace("§", ""))}[.:]?\\s+${loosely(title)}[ .]*\\d*\\r?$`, "mi");

/** Blanks may be line ends. */
const loosely = (text: string): string =>
  text
    .split(" ")
    .map((word) => word.replaceAll(/\W/g, "\\$&"))
    .join("\\s+");

function textOf(folder: string, name: string): string | undefined {
  const file = join(folder, `${name.toLowerCase().replace(" ", "")}.txt`);
  if (existsSync(file)) return readFileSync(file, "utf8");
  return existsSync(`${file}.gz`) ? gunzipSync(readFileSync(`${file}.gz`)).toString("utf8") : undefined;
}

function main(folder: string): number {
  const checked = [...SOURCE_DOCUMENTS].filter(([, document]) => document.checked);
  const complaints = checked.flatMap(([name, document]) => {
    const text = textOf(folder, name);
    return text === undefined
      ? [`${name}: no text in ${folder}`]
      : wrongTitles(document, text).map((wrong) => `${name} ${wrong}: not in the text`);
  });
  for (const complaint of complaints) console.error(complaint);
  const sections = checked.flatMap(([, document]) => Object.keys(document.sections)).length;
  console.log(`${checked.length} documents, ${sections} sections, ${complaints.length} complaints`);
  return complaints.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2] ?? ".");
