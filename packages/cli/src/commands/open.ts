// `sipglass open FILE…`: calls of a capture, without any server.
import { buildLadder, diagnose, ladderMermaid, ladderPlantuml, ladderSvg, ladderText, openCaptureChunks, type Ladder, type OpenedCapture } from "@sipglass/analyse";
import { callToJson, diagnosisToJson, messageToJson, parseQuery, qualityToJson, SipglassError, toPredicate, type Call, type DiagnosisJson } from "@sipglass/model";
import { captureChunks, captureSize } from "../capture/capture-source.ts";
import { inflate, latin1 } from "../capture/inflate.ts";
import { usageError, type Command, type CommandCall } from "../command.ts";
import { callDetails, callTable, messageTable, rawMessages } from "../print/call-text.ts";
import { groupedBySession, sessionText, type SessionJson } from "../print/session-text.ts";
import { qualityText } from "../print/quality-text.ts";
import { findingsText, verdictText } from "../print/findings-text.ts";

export const LADDER_FORMATS = ["text", "mermaid", "plantuml", "svg"] as const;

/** Of a ladder that goes to a file. */
const USUAL_WIDTH = 120;

export const open: Command = {
  name: "open", summary: "show the calls of a capture file, without a server", usage: "FILE… [options]",
  options: [
    { name: "call", short: "c", value: "N|ID", help: "one call: its number in the table, its id or its Call-ID" },
    { name: "query", short: "q", value: "QUERY", help: "only calls that meet it, like 'code:5xx' or 'from:+4930*'" },
    { name: "ladder", short: "l", help: "draw the ladder of the call (of every call, without --call)" },
    { name: "format", value: "FORMAT", help: `how to draw it: ${LADDER_FORMATS.join(", ")} (default text)` },
    { name: "raw", short: "r", help: "print the messages of the call as they were" },
    { name: "findings", short: "f", help: "what went wrong with the call and why (with every call, without --call)" },
    { name: "quality", help: "how the call sounded, with the sums behind each figure (every call, without --call)" },
    { name: "json", help: "for programs: one JSON object a file" },
  ],
  more: "FILE is a pcap, pcapng or raw HEP stream, plain or as .gz or .zst; - is standard input.\n\nexamples:\n  sipglass open trunk.pcap\n  sipglass open trunk.pcap --call 3 --ladder",
  async run(call) {
    if (call.positionals.length === 0) throw usageError("open needs the name of a capture file.");
    for (const file of call.positionals) await openFile(file, call);
    return 0;
  },
};

async function openFile(file: string, { values, console }: CommandCall): Promise<void> {
  await captureSize(file);
  const capture = await openCaptureChunks(captureChunks(file, console.input), { inflate, latin1 }).catch((error: unknown) => {
    throw nameFile(error, file);
  });
  const { calls, legOf } = groupedBySession(capture.calls.filter(asked(values.text("query") ?? "")));
  const chosen = values.text("call") === undefined ? undefined : choose(calls, values.text("call") ?? "", file);
  if (values.has("json")) return console.write(`${JSON.stringify(fileJson(file, capture, { calls, chosen, findings: values.has("findings") }))}\n`);
  if (chosen !== undefined) return printCall(chosen, capture, { values, console });
  await console.write(calls.length === 0 ? "" : callTable(calls.map(callToJson), { ...console, numbered: 1, legOf }));
  if (values.has("ladder")) for (const one of calls) await console.write(`\n${one.callId}\n${drawn(buildLadder(capture.messagesOf(one)), { values, console })}`);
  if (values.has("quality")) for (const one of calls) await console.write(`\n${one.callId}\n${sounded(one, capture, console.width)}`);
  if (values.has("findings")) for (const one of calls) await console.write(`\n${one.callId}\n${diagnosed(diagnosisOf(one, capture), console)}`);
  console.note(summary(file, capture, calls.length));
}

/** Over all legs of the call's session. */
function diagnosisOf(call: Call, capture: OpenedCapture): DiagnosisJson {
  const legs = capture.calls.filter(({ sessionId }) => sessionId === call.sessionId);
  const qualities = legs.map((leg) => capture.qualityOf(leg));
  const quality = { streams: qualities.flatMap(({ streams }) => streams), verdicts: qualities.flatMap(({ verdicts }) => verdicts) };
  return diagnosisToJson(diagnose({ legs: legs.map((leg) => ({ call: leg, messages: capture.messagesOf(leg) })), links: capture.linksOf(call), quality }));
}

const sounded = (call: Call, capture: OpenedCapture, width: number): string =>
  qualityText(qualityToJson(capture.qualityOf(call)), { width, why: true }) || "Nobody measured its media.\n";

const diagnosed = (diagnosis: DiagnosisJson, console: CommandCall["console"]): string => `${verdictText(diagnosis)}${findingsText(diagnosis, console)}`;

function nameFile(error: unknown, file: string): unknown {
  if (!(error instanceof SipglassError) || error.code !== "not_capture" || error.details["file"] !== undefined) return error;
  return new SipglassError("not_capture", { file }, `${file === "-" ? "Standard input" : file} is not a capture that sipglass can read.`, { cause: error });
}

function asked(text: string): (call: Call) => boolean {
  if (text === "") return () => true;
  const query = parseQuery(text, { nowUs: Date.now() * 1000 });
  if (!query.ok) throw new SipglassError("bad_query", { query: text, position: query.position }, query.message);
  return toPredicate(query.query);
}

function choose(calls: readonly Call[], wanted: string, file: string): Call {
  const found = /^\d{1,7}$/.test(wanted) ? calls[Number(wanted) - 1] : calls.find(({ id, callId }) => id === wanted || callId === wanted);
  if (found !== undefined) return found;
  const help = calls.length === 0 ? "There are no calls in it." : `There are ${calls.length}: give a number of the table, an id or a Call-ID.`;
  throw new SipglassError("not_found", { call: wanted, help }, `There is no call ${wanted} in ${file}.`);
}

async function printCall(call: Call, capture: OpenedCapture, { values, console }: Pick<CommandCall, "values" | "console">): Promise<void> {
  const messages = capture.messagesOf(call);
  if (values.has("ladder")) return console.write(drawn(buildLadder(messages), { values, console }));
  if (values.has("raw")) return console.write(rawMessages(messages.map(messageToJson)));
  if (values.has("findings")) return console.write(diagnosed(diagnosisOf(call, capture), console));
  if (values.has("quality")) return console.write(sounded(call, capture, console.width));
  const quality = qualityText(qualityToJson(capture.qualityOf(call)), console);
  const session = sessionText(sessionOf(call, capture), console);
  await console.write(`${verdictText(diagnosisOf(call, capture))}\n${callDetails(callToJson(call))}\n${session === "" ? "" : `${session}\n`}${quality === "" ? "" : `${quality}\n`}${messageTable(messages.map(messageToJson), console.width)}`);
}

function sessionOf(call: Call, capture: OpenedCapture): SessionJson {
  const legs = capture.calls.filter(({ sessionId }) => sessionId === call.sessionId);
  const links = capture.linksOf(call);
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const possible = capture.calls.filter(({ id, sessionId }) => linked.has(id) && sessionId !== call.sessionId);
  return { session_id: call.sessionId, legs: legs.map(callToJson), possible: possible.map(callToJson), links, more_possible: capture.morePossibleOf(call) };
}

export function drawn(ladder: Ladder, { values, console }: Pick<CommandCall, "values" | "console">): string {
  switch (values.oneOf("format", LADDER_FORMATS, "text")) {
    case "mermaid": return ladderMermaid(ladder);
    case "plantuml": return ladderPlantuml(ladder);
    case "svg": return ladderSvg(ladder);
    default: return ladderText(ladder, { width: Number.isFinite(console.width) ? console.width : USUAL_WIDTH });
  }
}

function fileJson(file: string, capture: OpenedCapture, { calls, chosen, findings }: { calls: readonly Call[]; chosen: Call | undefined; findings: boolean }): unknown {
  const about = { file, format: capture.format, packets: capture.packets, sip_messages: capture.sipMessages, rtp_packets: capture.rtpPackets, refused: capture.refused };
  const callJson = (call: Call): unknown => (findings ? { ...callToJson(call), diagnosis: diagnosisOf(call, capture) } : callToJson(call));
  if (chosen === undefined) {
    const sessions = capture.sessions.map(({ id, legs }) => ({ id, legs: legs.map((leg) => leg.id), links: legs[0] === undefined ? [] : capture.linksOf(legs[0]) }));
    return { ...about, calls: calls.map(callJson), sessions, registrations: capture.registrations.length };
  }
  const messages = capture.messagesOf(chosen);
  return { ...about, call: callToJson(chosen), session: sessionOf(chosen, capture), quality: qualityToJson(capture.qualityOf(chosen)), messages: messages.map(messageToJson), ladder: buildLadder(messages), diagnosis: diagnosisOf(chosen, capture) };
}

function summary(file: string, { format, packets, sipMessages, rtpPackets, refused, registrations, calls, sessions }: OpenedCapture, shown: number): string {
  const kept = shown === calls.length ? "" : `, ${shown} shown`;
  const left = Object.entries(refused).map(([reason, count]) => `${count} ${reason}`).join(", ");
  return `${file}: ${format}, ${packets} packets, ${sipMessages} SIP messages${rtpPackets > 0 ? `, ${rtpPackets} RTP packets` : ""}, ${calls.length} calls${kept}${sessions.length === 0 ? "" : `, ${sessions.length} of several legs`}, ${registrations.length} registrations${left === "" ? "" : `; not read: ${left}`}`;
}
