// Many calls as one file, written call by call, so that a large export is never whole in memory. Under other names it is: a name in one call must
// be known in the next, so there its size has a limit.
import { messageToJson, SipglassError, type Call, type MessageView } from "@sipglass/model";
import { captureRecords, captureWriter, type ArchivedPacket } from "./export-capture.ts";
import { commentsFor, CONTENT_TYPE, exportCalls, EXTENSION, isCapture, shownSource, type ExportSource } from "./export.ts";
import { exportText } from "./export-text.ts";
import { maskJson, maskText } from "./mask.ts";

export const MANY_FORMATS = ["pcap", "pcapng", "text", "json"] as const;
export type ManyFormat = (typeof MANY_FORMATS)[number];

/** Packets of an anonymous export. */
const MOST_ANONYMOUS = 50_000;

export interface ManySource extends Omit<ExportSource, "legs" | "links" | "packets" | "name"> {
  calls: readonly Call[];
  packetsOf(call: Call): Promise<ArchivedPacket[]>;
  messagesOf(call: Call): Promise<MessageView[]>;
}

export interface StreamedFile {
  name: string;
  contentType: string;
  chunks: AsyncIterable<Uint8Array>;
}

export function exportMany(format: ManyFormat, source: ManySource): StreamedFile {
  const anonymous = source.isAnonymous ? "anonymous-" : "";
  const chunks = source.isAnonymous ? wholeFile(format, source) : isCapture(format) ? capture(format, source) : words(format, source);
  return { name: `sipglass-${anonymous}${source.calls.length}-calls.${EXTENSION[format]}`, contentType: CONTENT_TYPE[format], chunks };
}

const sourceOf = async (
  source: ManySource,
  calls: readonly Call[],
  needs: { packets: boolean; messages: boolean },
): Promise<ExportSource> => {
  const legs = await Promise.all(calls.map(async (call) => ({ call, messages: needs.messages ? await source.messagesOf(call) : [] })));
  const packets: ArchivedPacket[] = [];
  for (const call of needs.packets ? calls : []) {
    packets.push(...(await source.packetsOf(call)));
    if (source.isAnonymous && packets.length > MOST_ANONYMOUS)
      throw new SipglassError(
        "too_large",
        { packets: MOST_ANONYMOUS },
        "An anonymous export of so many packets cannot be made: take fewer calls.",
      );
  }
  return { ...source, legs, packets, links: [], name: `${calls.length} calls` };
};

async function* wholeFile(format: ManyFormat, source: ManySource): AsyncGenerator<Uint8Array> {
  const file = exportCalls(format, await sourceOf(source, source.calls, { packets: true, messages: false }), { isOneSession: false });
  yield typeof file.body === "string" ? Buffer.from(file.body) : file.body;
}

async function* capture(format: "pcap" | "pcapng", source: ManySource): AsyncGenerator<Uint8Array> {
  const writer = captureWriter(format);
  yield writer.header();
  for (const call of source.calls) {
    const { source: told, packets } = shownSource(await sourceOf(source, [call], { packets: true, messages: format === "pcapng" }));
    yield Buffer.concat(captureRecords(writer, packets, commentsFor(format, told)));
  }
}

/** Masked here: a stream passes by where other answers are. */
async function* words(format: "text" | "json", source: ManySource): AsyncGenerator<Uint8Array> {
  const masked = (text: string): Buffer => Buffer.from(source.hideNumbers ? maskText(text) : text);
  const json = (value: unknown): string => JSON.stringify(source.hideNumbers ? maskJson(value) : value);
  if (format === "json") yield Buffer.from(`{"calls":${json(source.calls.map((call) => source.present(call)))},"messages":[`);
  let isFirst = true;
  for (const call of source.calls) {
    const { source: told } = shownSource(await sourceOf(source, [call], { packets: false, messages: true }));
    const messages = told.legs.flatMap((leg) => leg.messages);
    if (messages.length === 0) continue;
    const before = isFirst ? "" : format === "json" ? "," : "\n";
    isFirst = false;
    yield format === "json"
      ? Buffer.from(before + messages.map((message) => json(messageToJson(message))).join(","))
      : Buffer.concat([Buffer.from(before), masked(exportText(messages))]);
  }
  if (format === "json") yield Buffer.from("]}\n");
}
