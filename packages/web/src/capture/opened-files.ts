// Files that were dropped and opened in this browser, without the server: their calls, and answers about them in the form that the server gives.
// Loaded when the first file is dropped; it carries the whole analysis.
import { buildLadder, diagnose, mediaOf, negotiationOf, openCaptureChunks, summariseDiagnosis } from "@sipglass/analyse";
import type { OpenedCapture } from "@sipglass/analyse";
import { applyExamination, callToJson, countPackets, messageToJson, negotiationToJson, PROJECTION_VERSION, SipglassError } from "@sipglass/model";
import type { Call, Diagnosis, MessageView, Quality } from "@sipglass/model";
import { jsonOf } from "../api/json-of.ts";
import type { CallJson, DiagnosisJson, Ladder, LinksJson, MessagesList, NegotiationJson, QualityJson } from "../api/shapes.ts";
import { localId } from "./local-id.ts";
import { wholeOf } from "./whole-session.ts";
import { FILE_GONE } from "../words/capture.ts";

export interface OpenedFile {
  /** Where its page is: /files/1 */
  key: string;
  name: string;
  capture: OpenedCapture;
  /** For listening: media is read again from it. */
  source: Blob;
}

interface OpenedCall {
  file: OpenedFile;
  call: Call;
}

const files = new Map<string, OpenedFile>();
const calls = new Map<string, OpenedCall>();
const diagnoses = new WeakMap<Call, Diagnosis>();

export const openedFile = (key: string): OpenedFile | undefined => files.get(key);

/** Reads and examines it. `onProgress`: share of the bytes read. */
export async function openFile(source: File, onProgress: (share: number) => void): Promise<OpenedFile> {
  const capture = await openCaptureChunks(chunksOf(source, onProgress));
  const file = { key: String(files.size + 1), name: source.name, capture, source };
  for (const call of capture.calls) calls.set(localId(file.key, call.id), { file, call });
  await examineAll(file);
  files.set(file.key, file);
  return file;
}

/** gzip is opened on the way, as the server does with an upload. */
async function* chunksOf(source: Blob, onProgress: (share: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(await source.slice(0, 2).arrayBuffer());
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  let read = 0;
  const counted = source.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, out) {
        read += chunk.length;
        onProgress(source.size > 0 ? read / source.size : 1);
        out.enqueue(chunk);
      },
    }),
  );
  const reader = (zipped ? counted.pipeThrough(new DecompressionStream("gzip")) : counted).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

/** So long a slice leaves the page free to answer in between. */
const SLICE_MS = 12;

async function examineAll({ capture }: OpenedFile): Promise<void> {
  let since = performance.now();
  for (const call of capture.calls) {
    const { findings } = call;
    const found = findings.length > 0 ? findings : summariseDiagnosis(diagnosisOf(capture, call));
    const { id, mos, lossPct, jitterMs, rttMs } = call;
    applyExamination(call, {
      id,
      projectionVersion: PROJECTION_VERSION,
      findings: found,
      mos,
      lossPct,
      jitterMs,
      rttMs,
      packets: countPackets(call.refs),
    });
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}

const legsOf = (capture: OpenedCapture, call: Call): Call[] => capture.sessions.find(({ id }) => id === call.sessionId)?.legs ?? [call];

function diagnosisOf(capture: OpenedCapture, call: Call): Diagnosis {
  const known = diagnoses.get(call);
  if (known) return known;
  const legs = legsOf(capture, call);
  const parts = legs.map((leg) => ({ call: leg, messages: capture.messagesOf(leg) }));
  const made = diagnose({ legs: parts, links: capture.linksOf(call), quality: qualityOfSession(capture, legs) });
  for (const leg of legs) diagnoses.set(leg, made);
  return made;
}

function qualityOfSession(capture: OpenedCapture, legs: readonly Call[]): Quality {
  const all = legs.map((leg) => capture.qualityOf(leg));
  return { streams: all.flatMap(({ streams }) => streams), verdicts: [...new Set(all.flatMap(({ verdicts }) => verdicts))] };
}

export function localCallJson({ key }: OpenedFile, call: Call): CallJson {
  return { ...callToJson(call), id: localId(key, call.id), session_id: localId(key, call.sessionId) };
}

const opened = (id: string): OpenedCall => {
  const found = calls.get(id);
  if (!found) throw new SipglassError("not_found", { call: id }, FILE_GONE);
  return found;
};

/** What the server would answer for `calls/{id}/{question}`. */
export function answerOf(id: string, question: string): unknown {
  const { file, call } = opened(id);
  const { capture } = file;
  switch (question) {
    case "":
      return localCallJson(file, call);
    case "messages":
      return { items: capture.messagesOf(call).map(messageToJson), next: null, partial: false, warnings: [] } satisfies MessagesList;
    case "ladder":
      return buildLadder(capture.messagesOf(call)) satisfies Ladder;
    case "session-ladder":
      return buildLadder(wholeOf(legsOf(capture, call).map((leg): MessageView[] => capture.messagesOf(leg)))) satisfies Ladder;
    case "findings":
      return localEvidence(file, jsonOf(diagnosisOf(capture, call)));
    case "negotiation":
      return localExchanges(file, call);
    case "quality":
      return localStreams(file, jsonOf(capture.qualityOf(call)));
    case "links":
      return linksOf(file, call);
    default:
      throw new SipglassError("not_found", { question });
  }
}

const localEvidence = ({ key }: OpenedFile, diagnosis: DiagnosisJson): DiagnosisJson => ({
  ...diagnosis,
  findings: diagnosis.findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.map((each) => ({ ...each, call_id: localId(key, each.call_id) })),
  })),
});

const localStreams = ({ key }: OpenedFile, quality: QualityJson): QualityJson => ({
  ...quality,
  streams: quality.streams.map((stream) => ({ ...stream, call_id: localId(key, stream.call_id) })),
});

function localExchanges({ capture, key }: OpenedFile, call: Call): NegotiationJson {
  const legs = legsOf(capture, call).map((leg) => ({ call: leg, messages: capture.messagesOf(leg) }));
  const { exchanges } = negotiationToJson(negotiationOf({ legs, links: capture.linksOf(call) }));
  return { exchanges: exchanges.map((exchange) => ({ ...exchange, call_id: localId(key, exchange.call_id) })) };
}

function linksOf(file: OpenedFile, call: Call): LinksJson {
  const { capture, key } = file;
  const json = (one: Call): CallJson => localCallJson(file, one);
  const links = capture.linksOf(call);
  const legs = legsOf(capture, call);
  const known = new Set(legs.map(({ id }) => id));
  const others = new Set(links.flatMap(({ from, to }) => [from, to]).filter((id) => !known.has(id)));
  return {
    session_id: localId(key, call.sessionId),
    legs: legs.map(json),
    possible: capture.calls.filter(({ id }) => others.has(id)).map(json),
    links: links.map((link) => ({ ...jsonOf(link), from: localId(key, link.from), to: localId(key, link.to) })),
    more_possible: capture.morePossibleOf(call),
  };
}

/** Packets of one stream, to listen to; none for what is no pcap. */
export async function mediaOfStream(id: string, stream: { ssrc: number; src: string; dst: string }): Promise<ReturnType<typeof mediaOf>> {
  const { file } = opened(id);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunksOf(file.source, () => undefined)) chunks.push(chunk);
  return mediaOf(new Uint8Array(await new Blob(chunks).arrayBuffer()), stream);
}
