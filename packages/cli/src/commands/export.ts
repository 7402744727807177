// `export`, `report`: calls that a server holds, to take away.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { SipglassError } from "@sipglass/model";
import { createClient, SERVER_OPTIONS } from "../client.ts";
import { usageError, type Command, type CommandCall, type Option } from "../command.ts";
import { JSON_OPTION, oneId } from "./search.ts";

const EXPORT_FORMATS = ["pcap", "pcapng", "text", "json", "html", "sipp", "sipp-uas"] as const;
const MANY_FORMATS: readonly string[] = ["pcap", "pcapng", "text", "json"];

const ANONYMISE: Option = { name: "anonymise", help: "pseudonyms in place of names, numbers, addresses and identifiers" };

export const exportCall: Command = {
  name: "export",
  summary: "write a call, a session or the calls of a query to a file",
  usage: "ID [options]\n       sipglass export --query QUERY [options]",
  options: [
    { name: "output", short: "o", value: "FILE", help: "where to; - is standard output (default: named after the call, here)" },
    { name: "format", value: "FORMAT", help: `${EXPORT_FORMATS.join(", ")} (default: by the name of FILE, else pcap)` },
    { name: "include", value: "PARTS", help: "of sip,rtcp,log (default all; anonymous: sip,rtcp)" },
    ANONYMISE,
    { name: "session", help: "ID is a session: all its legs" },
    { name: "query", short: "q", value: "QUERY", help: "in place of ID: all calls that meet it, as pcap, pcapng, text or json" },
    { name: "from", value: "TIME", help: "with --query: RFC 3339, or back from now like -2h (default -24h)" },
    { name: "to", value: "TIME", help: "with --query: the same (default now)" },
    { name: "limit", short: "n", value: "N", help: "with --query: most calls (default 100, at most 1000)" },
    ...SERVER_OPTIONS,
  ],
  more: "examples:\n  sipglass export a84b4c76e66710@pc33 -o call.pcapng\n  sipglass export a84b4c76e66710@pc33 --format html --anonymise\n  sipglass export -q 'code:503 last:2h' -o failed.pcapng",
  async run(call) {
    const { values, console } = call;
    const output = values.text("output");
    const byName = EXPORT_FORMATS.find((format) => output?.endsWith(`.${format === "text" ? "txt" : format}`) === true);
    const format = values.oneOf("format", EXPORT_FORMATS, byName ?? "pcap");
    const anonymise = values.has("anonymise") ? "true" : undefined;
    const { body, fileName, remarks } = await createClient(call).bytes(exportPath(call, format), {
      format,
      include: values.text("include"),
      anonymise,
      ...manyOf(call),
    });
    for (const remark of remarks) console.note(remark);
    if (output === "-") {
      for await (const chunk of body) await console.write(chunk);
      return 0;
    }
    const target = output ?? (fileName || `call.${format}`);
    console.note(`${target}: ${await writeFile(target, body)} bytes`);
    return 0;
  },
};

function exportPath(call: CommandCall, format: string): string {
  const { values } = call;
  if (values.text("query") === undefined)
    return `${values.has("session") ? "sessions" : "calls"}/${encodeURIComponent(oneId(call))}/export`;
  if (call.positionals.length > 0) throw usageError("It takes an ID or --query, not both.");
  if (!MANY_FORMATS.includes(format)) throw usageError(`The calls of a query are written as ${MANY_FORMATS.join(", ")}.`);
  return "messages/export";
}

function manyOf({ values }: CommandCall): Record<string, string | number | undefined> {
  const q = values.text("query");
  return q === undefined
    ? {}
    : { q, from: values.text("from"), to: values.text("to"), limit: values.number("limit", { least: 1, whole: true }) };
}

interface SentReport {
  state: string;
  attempts: number;
  error: string;
}

export const report: Command = {
  name: "report",
  summary: "the analysis of a call for a support ticket",
  usage: "ID [options]",
  options: [
    { name: "send", value: "TICKET", help: "send it to the ticket system that the server knows, for this ticket" },
    ANONYMISE,
    JSON_OPTION,
    ...SERVER_OPTIONS,
  ],
  more: "Without --send it is printed as Markdown. ID is the id of the call or its Call-ID.",
  async run(call) {
    const { values, console } = call;
    const client = createClient(call);
    const path = `calls/${encodeURIComponent(oneId(call))}/report`;
    const ticket = values.text("send");
    if (ticket === undefined) {
      const anonymise = values.has("anonymise") ? "true" : undefined;
      const { body } = await client.bytes(path, { format: values.has("json") ? "json" : "markdown", anonymise });
      for await (const chunk of body) await console.write(chunk);
      return 0;
    }
    const sent = await client.post<SentReport>(path, { ticket, anonymise: values.has("anonymise") });
    if (values.has("json")) await console.write(`${JSON.stringify(sent)}\n`);
    const waiting = sent.state === "waiting" ? `not taken yet (${sent.error}); the server tries again` : `failed: ${sent.error}`;
    console.note(
      sent.state === "delivered" ? `The report was delivered for ticket ${ticket}.` : `The report for ticket ${ticket} was ${waiting}.`,
    );
    return sent.state === "failed" ? 5 : 0;
  },
};

async function writeFile(name: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const file = createWriteStream(name);
  let bytes = 0;
  try {
    await once(file, "open");
    for await (const chunk of body) {
      bytes += chunk.length;
      if (!file.write(chunk)) await once(file, "drain");
    }
    file.end();
    await finished(file);
    return bytes;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || !("path" in error || error.code === "ENOSPC")) throw error;
    const code = error.code === "ENOSPC" ? "disk_full" : "bad_request";
    throw new SipglassError(
      code,
      { file: name, help: "Name another file with --output." },
      `${name} cannot be written: ${error.message}.`,
      { cause: error },
    );
  }
}
