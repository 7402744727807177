// Sources are written in one form, and what codes, warnings and KPIs cite is a row of the tables.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KPI_DEFINITIONS } from "../kpi/definitions.ts";
import { Q850_CAUSES } from "../q850.ts";
import { SIP_CODES } from "../sip-codes.ts";
import { SIP_WARNINGS } from "../warnings.ts";
import { sectionTitle, SOURCE_DOCUMENTS } from "./documents.ts";
import { joinSources, printSource, readSource } from "./source.ts";
import { titledSource } from "./titled.ts";

test("a source is taken apart into documents, sections and what is meant in them", () => {
  assert.deepEqual(readSource("RFC 3261 §16.6 (step 4), §A.1; ITU-T G.114; ITU-T G.107.2 Annex B"), [
    {
      document: "RFC 3261",
      sections: [
        { section: "§16.6", note: "step 4" },
        { section: "§A.1", note: "" },
      ],
    },
    { document: "ITU-T G.114", sections: [] },
    { document: "ITU-T G.107.2", sections: [{ section: "Annex B", note: "" }] },
  ]);
  assert.deepEqual(readSource("RFC 3261 §17.1 (after 500 ms, not at once)")?.[0]?.sections, [
    { section: "§17.1", note: "after 500 ms, not at once" },
  ]);
});

test("what is written otherwise is none", () => {
  for (const wrong of [
    "",
    "common practice",
    "RFC 3261 16.6",
    "RFC 3261, RFC 3262",
    "RFC 3261 §1, ",
    "RFC 3261 §1 §2",
    "Q.850 §2",
    "RFC 3261 §1; ",
  ])
    assert.equal(readSource(wrong), undefined, wrong);
});

const anySource = fc.array(
  fc.record(
    {
      document: fc.constantFrom(...SOURCE_DOCUMENTS.keys()),
      sections: fc.array(
        fc.record(
          {
            section: fc.constantFrom("§1", "§10.2.1", "§A.8", "Annex B", "Appendix I"),
            note: fc.constantFrom("", "step 4", "timers A, B"),
          },
          { noNullPrototype: true },
        ),
      ),
    },
    { noNullPrototype: true },
  ),
  { minLength: 1 },
);

test("what is printed is read again", () => {
  fc.assert(fc.property(anySource, (citations) => assert.deepEqual(readSource(printSource(citations)), citations)));
});

test("joined, a document and a section of it stand once, in the order they came", () => {
  assert.equal(
    joinSources(["RFC 3261 §2, §1", "RFC 3550 §1", "RFC 3261 §1 (note), §2", "ITU-T G.114"]),
    "RFC 3261 §2, §1, §1 (note); RFC 3550 §1; ITU-T G.114",
  );
  assert.equal(joinSources([]), "");
});

test("every code, warning and KPI names a section that is a row of the tables", () => {
  const cited = [...SIP_CODES.values(), ...SIP_WARNINGS.values(), ...KPI_DEFINITIONS].filter(({ source }) => source !== "common practice");
  assert.ok(cited.length > 100);
  for (const { source } of cited) {
    for (const { document, sections } of readSource(source) ?? assert.fail(`"${source}" is not in the form`)) {
      assert.ok(SOURCE_DOCUMENTS.has(document), `${document} is no row`);
      assert.ok(sections.length > 0 || !document.startsWith("RFC"), `${source} lacks the section`);
      for (const { section } of sections) assert.notEqual(sectionTitle(document, section), undefined, `${document} ${section} is no row`);
    }
  }
  assert.ok(Q850_CAUSES.size > 0 && sectionTitle("ITU-T Q.850", "§2.2.7") !== undefined);
});

test("a checked document has a title for each section that is cited", () => {
  for (const [name, { title, sections, checked }] of SOURCE_DOCUMENTS) {
    assert.ok(!checked || name.startsWith("RFC"), name);
    assert.ok(title.length > 5 && (!checked || Object.keys(sections).length > 0), name);
    for (const [section, heading] of Object.entries(sections)) {
      assert.match(section, /^(?:§[A-Z\d][A-Z\d.]*|Annex [A-Z]|Appendix [IVX]+)$/, name);
      assert.ok(heading !== "" || !checked, `${name} ${section}`);
    }
  }
});

test("for people a source says a section's title, and that a standard was not checked", () => {
  assert.equal(
    titledSource("RFC 3261 §16.6 (step 4), §9.1; ITU-T G.114"),
    "RFC 3261 §16.6 (step 4) *Request Forwarding*, §9.1 *Client Behavior*; ITU-T G.114 *(not checked)*",
  );
  assert.equal(titledSource("common practice"), "common practice");
});
