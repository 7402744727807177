// The report as one file: what it tells, and that nothing from the network runs, loads or shows as anything but text.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { qualityOf } from "@sipglass/analyse";
import { callToJson, emptyCall, qualityToJson, type Call, type MessageView } from "@sipglass/model";
import fc from "fast-check";
import { storyOf, type StorySource } from "../story.ts";
import { htmlReport } from "./html-report.ts";
import { ticketReport } from "./ticket-report.ts";

const TIME_US = Date.UTC(2026, 10, 20, 10) * 1000;

const view = (place: number, change: Partial<MessageView>): MessageView => ({
  ref: `c1-1-0.call:${place}`,
  timeUs: TIME_US + place * 500_000,
  receivedUs: TIME_US,
  payloadType: 1,
  method: "",
  statusCode: 0,
  statusText: "",
  cseq: 1,
  cseqMethod: "INVITE",
  callId: "one@test",
  branch: "z9hG4bK1",
  fromTag: "a",
  toTag: "",
  requestUri: "sip:2@b.test",
  src: "192.0.2.1",
  srcPort: 5060,
  dst: "192.0.2.2",
  dstPort: 5060,
  transport: "udp",
  agent: "sbc1",
  retransmission: false,
  alsoSeenBy: [],
  bodyKind: "",
  raw: "",
  ...change,
});
const raw = (start: string): string =>
  `${start}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:1@a.test>;tag=a\r\nTo: <sip:2@b.test>\r\nCall-ID: one@test\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;

const CALL: Call = {
  ...emptyCall("c1", "one@test"),
  kind: "call",
  state: "failed",
  startedAtUs: TIME_US,
  endedAtUs: TIME_US + 1e6,
  lastSeenAtUs: TIME_US + 1e6,
  caller: "Ada",
  callee: "Bob",
  fromUser: "1",
  fromDomain: "a.test",
  toUser: "2",
  toDomain: "b.test",
  src: "192.0.2.1",
  srcPort: 5060,
  dst: "192.0.2.2",
  dstPort: 5060,
  statusCode: 503,
  statusText: "Service Unavailable",
  messages: 2,
  agents: ["sbc1"],
  hops: ["192.0.2.1:5060", "192.0.2.2:5060"],
};
const MESSAGES = [
  view(0, { method: "INVITE", raw: raw("INVITE sip:2@b.test SIP/2.0") }),
  view(1, {
    statusCode: 503,
    statusText: "Service Unavailable",
    src: "192.0.2.2",
    dst: "192.0.2.1",
    toTag: "b",
    raw: raw("SIP/2.0 503 Service Unavailable"),
  }),
];

const source = (change: Partial<StorySource> = {}): StorySource => ({
  legs: [{ call: CALL, messages: MESSAGES }],
  links: [],
  name: "one@test",
  madeAtUs: TIME_US,
  isAnonymous: false,
  alias: () => undefined,
  present: callToJson,
  qualityOf: (leg) => ({ mos: null, loss_pct: null, jitter_ms: null, rtt_ms: null, ...qualityToJson(qualityOf(leg)) }),
  ...change,
});

const ELEMENTS = new Set([
  "html",
  "head",
  "meta",
  "title",
  "style",
  "body",
  "header",
  "h1",
  "h2",
  "h3",
  "p",
  "code",
  "nav",
  "a",
  "article",
  "table",
  "tr",
  "th",
  "td",
  "section",
  "svg",
  "rect",
  "path",
  "text",
  "g",
  "circle",
  "ul",
  "li",
  "b",
  "small",
  "span",
  "details",
  "summary",
  "pre",
]);

/** Reads as a browser's tokenizer does outside of scripts and styles; fails at what would not be text. */
function assertHarmless(html: string): void {
  const rest = html
    .replace("<!doctype html>", "")
    .replace(/<style>([^<]*)<\/style>/g, "")
    .replace(/<(\/?)([a-zA-Z0-9]+)((?:\s+[a-zA-Z-]+="[^"<>]*")*)\s*\/?>/g, (all, _closing: string, name: string, attributes: string) => {
      assert.ok(ELEMENTS.has(name), all);
      assert.doesNotMatch(attributes, /\s(?:on\w+|style|src|srcset|action|formaction|data|xlink:href|http)=/i, all);
      for (const [, target = ""] of attributes.matchAll(/\shref="([^"]*)"/g)) assert.match(target, /^#[a-z0-9]+$/, all);
      return "";
    });
  assert.doesNotMatch(rest, /[<>]/);
  assert.doesNotMatch(rest, /&(?!(?:amp|lt|gt|quot|#39);)/);
}

describe("the HTML report", () => {
  test("tells verdict, facts, ladder, findings with their evidence, and every message", () => {
    const html = htmlReport(storyOf(source()));
    assertHarmless(html);
    const { diagnosis } = storyOf(source());
    assert.ok(diagnosis.findings.length > 0);
    assert.match(html, /<h1>[^<]*192\.0\.2\.2/);
    for (const part of [
      "failed, 503 Service Unavailable",
      "1@a.test",
      "<svg ",
      'href="#m1"',
      'id="m1"',
      "SIP/2.0 503 Service Unavailable\nVia:",
      diagnosis.findings[0]?.title ?? "?",
    ])
      assert.ok(html.includes(part), part);
  });

  test("allows its own two style sheets by their hashes and nothing else, and loads nothing", () => {
    const html = htmlReport(storyOf(source()));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    assert.match(policy, /^default-src 'none'; style-src [^;]*; script-src 'none'; base-uri 'none'; form-action 'none'$/);
    const styles = [...html.matchAll(/<style>([^<]*)<\/style>/g)].map(([, style = ""]) => style);
    assert.equal(styles.length, 2);
    for (const style of styles) {
      assert.ok(policy.includes(`'sha256-${createHash("sha256").update(style).digest("base64")}'`), style);
      assert.doesNotMatch(style, /url\(|@import|expression/i);
    }
    assert.doesNotMatch(html.replace(/xmlns="[^"]*"/g, ""), /https?:\/\//);
    assert.match(html, /prefers-color-scheme: dark/);
    assert.match(html, /@media print/);
  });

  const ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre><iframe src=//evil>",
    "</style><script>x</script>",
    "</title><svg onload=x>",
    "<!--",
    "]]>",
    "javascript:alert(1)",
    "&#60;script&#62;",
    "'onmouseover='x",
    "\u202e\u0000\u2028",
    "\ud800",
    "<a href=x>",
  ];

  test("is text wherever the network wrote: headers, phrases, names, agents, aliases, Call-IDs, bodies, reasons", () => {
    const hostile = fc.oneof(fc.constantFrom(...ATTACKS), fc.string({ unit: "binary", maxLength: 40 }));
    fc.assert(
      fc.property(hostile, hostile, hostile, (one, two, three) => {
        const call: Call = {
          ...CALL,
          callId: one,
          caller: two,
          callee: three,
          fromUser: one,
          fromDomain: two,
          toUser: three,
          statusText: one,
          userAgents: [two],
          agents: [three],
          hops: [one],
          codecs: [two],
          src: three,
          partial: "evicted",
          reason: { protocol: one, cause: 1, text: two },
        } as Call;
        const messages = MESSAGES.map((message) => ({
          ...message,
          callId: one,
          statusText: two,
          agent: three,
          alsoSeenBy: [one],
          transport: two,
          src: three,
          raw: `${message.raw}${one}${two}${three}`,
          method: message.method === "" ? "" : three || "X",
        }));
        const links = [{ rule: "x_cid" as const, from: "c1", to: "c1", confidence: 1, verdict: "joined" as const, evidence: one }];
        assertHarmless(
          htmlReport(
            storyOf(
              source({
                legs: [
                  { call, messages },
                  { call: { ...call, id: "c2" }, messages: [] },
                ],
                links,
                name: two,
                alias: () => three,
              }),
            ),
          ),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("of a call without messages says so", () =>
    assert.match(htmlReport(storyOf(source({ legs: [{ call: CALL, messages: [] }] }))), /no longer in the archive/));
});

describe("the ticket report", () => {
  test("has the headings, lines and order that ticket systems of Homer know", () => {
    const { content } = ticketReport(storyOf(source()));
    const lines = content.split("\n");
    assert.deepEqual(
      lines.filter((line) => line.startsWith("#")),
      ["# Call Analysis Report", "## Call Details", "## Quality Metrics", "## SIP Flow", "## Findings", "## Recommendation"],
    );
    for (const line of [
      "- Call ID: one@test",
      "- Start Time: 2026-11-20T10:00:00.000000Z",
      "- Duration: 0s",
      "- From: Ada",
      "- To: Bob",
      "- MOS Score: not measured",
      "- Packet Loss: not measured",
      "- Jitter: not measured",
    ])
      assert.ok(lines.includes(line), `${line}\n${content}`);
    assert.ok(lines.includes("2026-11-20T10:00:00.000000Z: INVITE 192.0.2.1:5060 -> 192.0.2.2:5060"));
    assert.ok(lines.includes("2026-11-20T10:00:00.500000Z: 503 Service Unavailable 192.0.2.2:5060 -> 192.0.2.1:5060"));
  });

  test("as JSON has what a program wants to know, and the same report", () => {
    const report = ticketReport(storyOf(source()));
    assert.deepEqual(
      [report.type, report.callId, report.duration, report.quality, report.messages.length],
      ["call_analysis", "one@test", null, { mos: null, packetLoss: null, jitter: null }, 2],
    );
    assert.ok(report.recommendation.includes(report.findings[0]?.nextStep ?? "?"));
    assert.match(report.content, /# Call Analysis Report/);
  });

  test("no text from the network makes a heading, a tag or a link in it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom("\n# Owned", "<img src=x onerror=1>", "[click](javascript:1)", "`x`", "\u001b[2J"),
          fc.string({ unit: "binary", maxLength: 30 }),
        ),
        (text) => {
          const { content } = ticketReport(
            storyOf(
              source({
                legs: [
                  {
                    call: { ...CALL, caller: text, callee: text, callId: text, statusText: text },
                    messages: MESSAGES.map((message) => ({ ...message, statusText: text })),
                  },
                ],
              }),
            ),
          );
          assert.equal(content.split("\n").filter((line) => line.startsWith("#")).length, 6);
          assert.doesNotMatch(content, /<[a-z/!]|(?<!\\)\[[^\]]*\]\(|\u001b/i);
        },
      ),
      { numRuns: 150 },
    );
  });
});
