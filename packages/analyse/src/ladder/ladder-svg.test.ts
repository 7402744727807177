// The ladder as SVG: what it draws, and that nothing from the network becomes markup.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromRfc3339 } from "@sipglass/model";
import { buildLadder } from "./ladder.ts";
import { message, spaced } from "./ladder.fixture.ts";
import { ladderSvg, ladderSvgStyle } from "./ladder-svg.ts";
import { escapeMarkup } from "./markup.ts";

const CALL = buildLadder(spaced(120_500, [
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { bodyKind: "offer" }),
  message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { retransmission: true }),
  message("503 No Route", "10.0.0.2:5060 > 10.0.0.1:5060", { alsoSeenBy: ["sbc2"] }),
  message("", "10.0.0.8:30000 > 10.0.0.9:30002", { payloadType: 5 }),
  message("OPTIONS", "10.0.0.2:5060 > 10.0.0.2:5060"),
]), { alias: (address) => (address === "10.0.0.2:5060" ? "sbc" : "") });

/** Every tag of a text in which nothing but tags has angle brackets; fails otherwise, and where tags do not nest. */
function tagsOf(svg: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<>]*")*)(\/?)>/g, (_all, closing: string, name: string, _attributes: string, empty: string) => {
    names.push(name);
    if (closing !== "") assert.equal(open.pop(), name);
    else if (empty === "") open.push(name);
    return "";
  });
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);
  return names;
}

test("a call is drawn with its hosts, its arrows and what marks them", () => {
  const legOf = new Map(CALL.rows.map(({ ref }, i) => [ref, i % 2]));
  const refused = CALL.rows[2]?.ref ?? "";
  const svg = ladderSvg(CALL, { legOf, marks: new Map([[refused, { severity: "error", titles: ["Nobody takes the call"] }]]) });
  tagsOf(svg);
  assert.match(svg, />sbc<[\s\S]*>10\.0\.0\.2:5060</);
  assert.match(svg, /class="request repeat">[\s\S]*⟲ INVITE</);
  assert.match(svg, /<g class="failure"><title>[^<]*503 No Route from 10\.0\.0\.2:5060 to 10\.0\.0\.1:5060, also seen by sbc2, Nobody takes the call<\/title>/);
  assert.match(svg, /<circle class="mark-error"/);
  assert.match(svg, /✕ 503 No Route \+1</);
  assert.match(svg, />2 media ends</);
  assert.equal(svg.match(/<rect class="leg-1"/g)?.length, 2);
  assert.equal(svg.match(/<g class=/g)?.length, CALL.rows.length);
});

test("a host has the bar of its colour, and no other word becomes one", () => {
  const [first, second, ...others] = CALL.columns;
  const svg = ladderSvg({ ...CALL, columns: [{ ...first!, colour: "teal" }, { ...second!, colour: '"/><script>' }, ...others] });
  tagsOf(svg);
  assert.equal(svg.match(/<rect class="host-/g)?.length, 1);
  assert.match(svg, /<rect class="host-teal"/);
});

test("an arrow tells codecs in place of SDP, as far as there are any", () => {
  const [offer] = CALL.rows;
  const svg = ladderSvg(CALL, { chipsOf: ({ ref }) => (ref === offer?.ref ? ["PCMA", "opus"] : []) });
  assert.match(svg, />INVITE PCMA opus</);
  assert.doesNotMatch(svg, /INVITE SDP/);
  assert.match(ladderSvg(CALL), />INVITE SDP</);
});

test("what was not seen is crossed out at its moment, between its hosts; keys stand there as well", () => {
  const atUs = fromRfc3339(CALL.rows[1]!.at) + 1;
  const svg = ladderSvg(CALL, {
    events: [
      { kind: "missing", atUs, text: "No ACK <from> 10.0.0.1", from: 0, to: 1 }, { kind: "digit", atUs: atUs + 1, text: "key 5", from: 1, to: 0 },
      { kind: "missing", atUs: Number.MAX_SAFE_INTEGER, text: "No BYE", from: null, to: null },
    ],
  });
  tagsOf(svg);
  assert.equal(svg.match(/class="cross"/g)?.length, 1);
  const places = ["⟲ INVITE<", "No ACK &lt;from&gt;", ">key 5<", "503 No Route +1<", ">No BYE<"].map((text) => svg.lastIndexOf(text));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  const heightOf = (drawn: string): number => Number(/height="(\d+)"/.exec(drawn)?.[1]);
  assert.ok(!places.includes(-1) && heightOf(svg) > heightOf(ladderSvg(CALL)));
});

test("colours follow the reader's system unless a theme is asked for, and paper is light", () => {
  assert.match(ladderSvgStyle("auto"), /^(?:(?!@media).)*#ffffff.*@media screen and \(prefers-color-scheme: dark\)\{.*#15191e/s);
  assert.doesNotMatch(ladderSvgStyle("light"), /@media|#15191e/);
  assert.doesNotMatch(ladderSvgStyle("dark"), /@media|#ffffff/);
  for (const theme of ["auto", "light", "dark"] as const) assert.doesNotMatch(ladderSvgStyle(theme), /\$|url|import/);
});

const ALLOWED = new Set(["svg", "title", "style", "rect", "path", "text", "g", "circle"]);

test("whatever a reason phrase, an alias or an agent is called, it is text in the picture", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]><!--", "</style><script>", "&#x3c;script&#x3e;", "\ud800", "\uffff\u0000\u202e"),
  );
  fc.assert(fc.property(hostile, hostile, hostile, (reason, alias, agent) => {
    const ladder = buildLadder([
      message("INVITE", "10.0.0.1:5060 > 10.0.0.2:5060", { method: reason || "X", alsoSeenBy: [agent] }),
      message("200 OK", "10.0.0.2:5060 > 10.0.0.1:5060", { statusText: reason }),
    ], { alias: () => alias });
    const svg = ladderSvg(ladder, { title: reason, clock: () => alias });
    for (const name of tagsOf(svg)) assert.ok(ALLOWED.has(name), name);
    assert.doesNotMatch(svg, /\p{Cs}|[\u0000-\u0009\u000b-\u001f\ufffe\uffff\u202e]/u);
  }), { numRuns: 300 });
});

test("text keeps its words and its lines as markup", () => {
  assert.equal(escapeMarkup("<a href='x'>\t&\r\n\"b\"\u0007</a>"), "&lt;a href=&#39;x&#39;&gt;    &amp;·\n&quot;b&quot;·&lt;/a&gt;");
});

test("no messages, an empty picture", () => assert.match(ladderSvg(buildLadder([])), /^<svg [^>]*height="60"/));
