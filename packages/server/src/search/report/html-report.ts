// A call or session as one HTML file, for whoever has neither account nor Wireshark: no script, nothing from outside, dark or light as the
// reader's system is, and fit for paper. Everything from the network is text (markup.ts); the policy in its head forbids what would not be.
import { escapeMarkup, LEG_TINTS, ladderSvg, ladderSvgStyle, legLetter, marksOf, themed } from "@sipglass/analyse";
import { createHash } from "node:crypto";
import type { CallJson } from "@sipglass/model";
import type { QualityFigures, Story } from "../story.ts";
import { outcomeText, timeText, withUnit } from "./words.ts";

/** A file that nobody can open helps nobody. */
const MOST_MESSAGES = 2_000;

const SHAPE = [
  "body{margin:0 auto;max-width:1200px;padding:16px;font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}",
  "h1{font-size:20px;margin:0 0 6px}h2{font-size:15px;margin:26px 0 8px}h3{font-size:13px;margin:0 0 4px}",
  "header,article,section.ladder{border:1px solid;border-radius:6px;padding:12px 16px;margin:0 0 10px}",
  "section.ladder{overflow-x:auto;padding:0}table{border-collapse:collapse;width:100%}",
  "th,td{text-align:left;vertical-align:top;padding:4px 10px;border-bottom:1px solid;overflow-wrap:anywhere}",
  "th{font-weight:500;white-space:nowrap;width:1%}tr:last-child>*{border-bottom:0}ul{margin:4px 0;padding-left:20px}",
  "p{margin:4px 0}",
  "pre{border:1px solid;border-radius:6px;padding:10px;overflow-x:auto;font:12px/1.45 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}",
  "h3 .quiet{font-weight:400}",
  ".leg{display:inline-block;min-width:18px;text-align:center;border-radius:4px;padding:0 3px;font-size:11px}",
  "nav a{margin-right:14px}",
].join("");
const COLOURS = [
  "html{background:$sunken;color:$ink}header,article,section.ladder,pre,th,td{border-color:$line}",
  "header,article,section.ladder,pre{background:$surface}a{color:$accent}th,.quiet,small{color:$ink-3}code,pre{color:$ink}",
  ".error{color:$failed}.warning{color:$unanswered}.info{color:$live}",
  ...Array.from({ length: LEG_TINTS }, (_, i) => `.leg-${i}{background:$leg-${i}}`),
].join("");
const PAPER = [
  "@media print{@page{margin:14mm}html,body{background:#fff;max-width:none;padding:0}tr,header,.finding{break-inside:avoid}",
  "section.ladder{overflow:visible}section.ladder svg{max-width:100%;height:auto}nav{display:none}}",
].join("");
const STYLE = SHAPE + themed(COLOURS, "auto") + PAPER;

const hash = (style: string): string => `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
const POLICY = `default-src 'none'; style-src ${hash(STYLE)} ${hash(ladderSvgStyle())}; script-src 'none'; base-uri 'none'; form-action 'none'`;

const e = escapeMarkup;
const PSEUDONYMS = " Names, numbers, addresses and identifiers are pseudonyms.";

export function htmlReport(story: Story): string {
  const { name, diagnosis, made_at: madeAt } = story;
  const parts: [id: string, title: string, body: string][] = [
    ["facts", story.calls.length > 1 ? "Legs" : "The call", story.calls.map((call, i) => factsOf(call, i, story.calls.length)).join("")],
    ["ladder", "Ladder", ladderOf(story)],
    ["findings", "Findings", findingsOf(story)],
    ["quality", "Quality of media", story.quality.map((figures, i) => qualityOf(figures, i, story.calls.length)).join("")],
    ["links", "Why these legs are one", linksOf(story)],
    ["messages", "Messages", messagesOf(story)],
  ];
  const shown = parts.filter(([, , body]) => body !== "");
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
    '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">',
    `<title>${e(name)}</title><style>${STYLE}</style></head><body>`,
    `<header><h1>${e(diagnosis.verdict)}</h1><p class="quiet"><code>${e(name)}</code></p>`,
    `<nav>${shown.map(([id, title]) => `<a href="#${id}">${title}</a>`).join("")}</nav></header>`,
    ...shown.map(([id, title, body]) => `<h2 id="${id}">${title}</h2>\n${body}`),
    `<p class="quiet"><small>Made by sipglass, ${timeText(madeAt)}. All times are UTC.${story.anonymous ? PSEUDONYMS : ""}</small></p>`,
    "</body></html>\n",
  ].join("\n");
}

const chip = (leg: number, legs: number): string => (legs > 1 ? `<span class="leg leg-${leg % LEG_TINTS}">${legLetter(leg)}</span> ` : "");
const rows = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .filter(([, value]) => value !== "" && value !== "–")
    .map(([title, value]) => `<tr><th>${title}</th><td>${value}</td></tr>`)
    .join("");

function factsOf(call: CallJson, i: number, legs: number): string {
  const address = (user: string, domain: string): string => (domain === "" ? user : `${user}@${domain}`);
  return `<article><h3>${chip(i, legs)}${e(call.caller)} → ${e(call.callee)}</h3><table>${rows([
    ["Outcome", e(outcomeText(call))],
    ["Call-ID", `<code>${e(call.call_id)}</code>`],
    ["Started", timeText(call.started_at)],
    ["Answered", timeText(call.answered_at)],
    ["Ended", timeText(call.ended_at)],
    ["Talked", withUnit(call.duration_s, "s", 3)],
    ["Until ringing (PDD)", withUnit(call.pdd_ms, "ms")],
    ["Until answered", withUnit(call.setup_ms, "ms")],
    ["Ended by", call.ended_by === "unknown" ? "" : e(call.ended_by)],
    ["From", e(address(call.from_user, call.from_domain))],
    ["To", e(address(call.to_user, call.to_domain))],
    ["Between", `${e(call.src)} → ${e(call.dst)} ${e(call.transport)}`],
    ["Hops", e(call.hops.join(" → "))],
    ["Reason", call.reason === null ? "" : e(`${call.reason.protocol} ${call.reason.cause} ${call.reason.text}`)],
    ["Codecs", e(call.codecs.join(", "))],
    ["User agents", e(call.user_agents.join(", "))],
    ["Messages", `${call.messages}${call.retransmissions > 0 ? `, ${call.retransmissions} of them sent again` : ""}`],
    ["Captured by", e(call.agents.join(", "))],
    ["Incomplete", e(call.partial ?? "")],
  ])}</table></article>`;
}

function ladderOf({ ladder, calls, diagnosis, messages }: Story): string {
  if (ladder.rows.length === 0) return "<p>Its messages are no longer in the archive.</p>";
  const shown = { ...ladder, rows: ladder.rows.slice(0, MOST_MESSAGES) };
  const legOf = calls.length > 1 ? new Map(messages.map(({ ref, leg }) => [ref, leg])) : undefined;
  return `<section class="ladder">${ladderSvg(shown, { legOf, marks: marksOf(diagnosis.findings) })}</section>${cut(ladder.rows.length)}`;
}

const cut = (count: number): string =>
  count > MOST_MESSAGES ? `<p class="quiet">The first ${MOST_MESSAGES} of ${count} messages; a capture holds them all.</p>` : "";

function findingsOf({ diagnosis, messages, calls }: Story): string {
  const place = new Map(messages.slice(0, MOST_MESSAGES).map(({ ref }, i) => [ref, i]));
  const legOf = new Map(calls.map(({ id }, i) => [id, i]));
  const found = diagnosis.findings.map((finding) => {
    const evidence = finding.evidence.map(({ ref, at, text, call_id: leg }) => {
      const message = place.get(ref);
      const where = message === undefined ? "" : ` <a href="#m${message}">message ${message + 1}</a>`;
      const time = at === null ? "" : at.slice(11, -1);
      return `<li>${chip(legOf.get(leg) ?? 0, calls.length)}<span class="quiet">${time}</span> ${e(text)}${where}</li>`;
    });
    const about = [finding.source, finding.host === "" ? "" : `at ${finding.host}`, finding.id].filter((part) => part !== "").join(" · ");
    return [
      `<article class="finding"><h3 class="${finding.severity}">${e(finding.title)}</h3><p>${e(finding.sentence)}</p><ul>${evidence.join("")}</ul>`,
      `<p><b>Next:</b> ${e(finding.next_step)}</p><p class="quiet"><small>${e(about)}</small></p></article>`,
    ].join("");
  });
  const blind = diagnosis.checks.filter(({ outcome }) => outcome === "not_checkable");
  const absent = diagnosis.checks.length - blind.length;
  const looked = found.length === 0 ? `Nothing went wrong that these messages show. ${absent}` : `${absent} other`;
  const checked = `<p class="quiet">${looked} rules looked and found nothing; ${blind.length} could not look.</p>`;
  const wanted = blind.map(({ title, needs }) => `<li>${e(title)}: ${e(needs)}</li>`).join("");
  const needs = wanted === "" ? "" : `<details><summary>What could not be looked at</summary><ul>${wanted}</ul></details>`;
  return found.join("") + checked + needs;
}

function qualityOf({ streams, verdicts }: QualityFigures, i: number, legs: number): string {
  if (streams.length === 0) return "";
  const direction = { caller_to_callee: "caller → callee", callee_to_caller: "callee → caller", unknown: "unknown" };
  const mos = (value: number | null, estimated = false): string =>
    value === null ? "–" : `${value.toFixed(2)}${estimated ? " (estimate)" : ""}`;
  const lines = streams.map((stream) => {
    const loss = [withUnit(stream.loss_pct, "%", 2), withUnit(stream.jitter_ms, "ms", 1), withUnit(stream.rtt_ms, "ms", 1)];
    const ends = `${e(stream.src)} → ${e(stream.dst)}`;
    const cells = [
      direction[stream.direction],
      ends,
      e(stream.codec),
      mos(stream.mos_lq, stream.estimated),
      mos(stream.mos_cq),
      ...loss,
      e(stream.source),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const heads = ["Direction", "Ends", "Codec", "MOS listening", "MOS conversation", "Loss", "Jitter", "Round trip", "Source"]
    .map((head) => `<th>${head}</th>`)
    .join("");
  const said = verdicts.map((verdict) => `<p>${e(verdict)}</p>`).join("");
  return `<article>${chip(i, legs)}${said}<table><tr>${heads}</tr>${lines.join("")}</table></article>`;
}

function linksOf({ links, calls }: Story): string {
  const place = new Map(calls.map(({ id }, i) => [id, i]));
  const shown = links.filter(({ from, to }) => place.has(from) && place.has(to));
  if (shown.length === 0) return "";
  const lines = shown.map(({ from, to, rule, verdict, confidence, evidence }) => {
    const pair = `${chip(place.get(from) ?? 0, 2)}–${chip(place.get(to) ?? 0, 2)}`;
    return `<tr><td>${pair}</td><td>${e(evidence)}</td><td>${e(rule)}</td><td>${e(verdict)}, ${Math.round(confidence * 100)} %</td></tr>`;
  });
  return `<table>${lines.join("")}</table>`;
}

function messagesOf({ messages, calls }: Story): string {
  const shown = messages.slice(0, MOST_MESSAGES).map((message, i) => {
    const label =
      message.method ?? (message.status_code === null ? `type ${message.type}` : `${message.status_code} ${message.status_text}`);
    const seen = message.also_seen_by.length > 0 ? ` (also seen by ${message.also_seen_by.join(", ")})` : "";
    const ends = `${message.src} → ${message.dst} ${message.transport} · ${message.agent}${message.retransmission ? " (retransmission)" : ""}${seen}`;
    const title = `${i + 1}. ${chip(message.leg, calls.length)}${e(label)} <span class="quiet">${timeText(message.time)} · ${e(ends)}</span>`;
    return `<article id="m${i}"><h3>${title}</h3><pre>${e(message.raw.replace(/\r\n/g, "\n").trimEnd())}</pre></article>`;
  });
  return shown.join("\n") + cut(messages.length);
}
