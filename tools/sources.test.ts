// Nothing is cited that nobody looked up: every section of an RFC that is named in a rule, in the documentation or in a comment is a row of
// packages/model/src/sources.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RULES } from "@sipglass/analyse";
import { readSource, sectionTitle } from "@sipglass/model";
import { wrongTitles } from "./check-sources.ts";

const ROOT = join(import.meta.dirname, "..");
const ADD = "read the section, then add its title to packages/model/src/sources";

test("every rule names its source in the form, with a section, and each section is a row", () => {
  for (const { id, source } of RULES) {
    for (const { document, sections } of readSource(source) ?? assert.fail(`${id}: "${source}" is not in the form`)) {
      assert.ok(sections.length > 0 || !document.startsWith("RFC"), `${id}: ${document} lacks the section`);
      for (const { section } of sections)
        assert.notEqual(sectionTitle(document, section), undefined, `${id}: ${document} ${section}: ${ADD}`);
    }
  }
});

/** `RFC 3261 §9.1 … §9.2` in one line: sections belong to the document named last before them. */
function citedIn(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    let document = "";
    return [...line.matchAll(/\b(RFC \d+)\b|\b(?:ITU-T|3GPP|GSMA|WHATWG)\b|§((?:[A-Z]\.)?\d+(?:\.\d+)*)/g)].flatMap(([, rfc, section]) => {
      if (section !== undefined) return document === "" ? [] : [`${document} §${section}`];
      document = rfc ?? "";
      return [];
    });
  });
}

test("citations are found in a line, each with its document", () => {
  assert.deepEqual(citedIn("// RFC 3261 §9.1, §9.2; RFC 3550 §A.1 and ITU-T G.107 §7.5\n// §10"), [
    "RFC 3261 §9.1",
    "RFC 3261 §9.2",
    "RFC 3550 §A.1",
  ]);
});

test("every section cited in the program or its documentation is a row", () => {
  const files = globSync(["packages/*/src/**/*.{ts,tsx}", "docs/**/*.md", "tools/*.ts", "*.md"], { cwd: ROOT }).filter(
    (file) => !/tools\/sources\.test|source\.test/.test(file),
  );
  const cited = files.flatMap((file) => citedIn(readFileSync(join(ROOT, file), "utf8")).map((citation) => ({ file, citation })));
  assert.ok(cited.length > 500);
  const unknown = cited.filter(({ citation }) => {
    const [, document = "", section = ""] = /^(RFC \d+) (.*)$/.exec(citation) ?? [];
    return sectionTitle(document, section) === undefined;
  });
  assert.deepEqual(
    unknown.map(({ file, citation }) => `${file}: ${citation}: ${ADD}`),
    [],
  );
});

const TEXT = `RFC 9999   An Example

   1.  Introduction . . . . 2

1.  Introduction

   Text of 2.1 Other.

2.1  A Heading That Goes On
     in the Next Line

Appendix A.  More
`;

test("a title is compared with the text: number, words and line", () => {
  const right = { "§1": "Introduction", "§2.1": "A Heading That Goes On in the Next Line", "§A": "More" };
  assert.deepEqual(wrongTitles({ title: "An Example", sections: right }, TEXT), []);
  assert.deepEqual(
    wrongTitles({ title: "Another", sections: { "§1": "Intro", "§2": "A Heading", "§2.1": "Other", "§A.1": "More" } }, TEXT),
    ["Another", "§1 Intro", "§2 A Heading", "§2.1 Other", "§A.1 More"],
  );
});
