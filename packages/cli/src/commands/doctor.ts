// `sipglass doctor`: will it run here, does it run, and what must a sender be told.
import { networkInterfaces } from "node:os";
import { hostPort } from "@sipglass/model";
import { baseUrl, SERVER_OPTIONS } from "../client.ts";
import { usageError, type Command, type CommandCall } from "../command.ts";
import { checkDataDirectory, checkPort, checkReceiveBuffer, checkServer, type Finding } from "../doctor/checks.ts";
import { SENDER_LINES, SENDERS, type Sender } from "../doctor/sender-lines.ts";
import { table } from "../print/table.ts";

const SERVER_ONLY = SERVER_OPTIONS.filter(({ name }) => name === "server");

export const doctor: Command = {
  name: "doctor", summary: "check this machine, or print what a sender's configuration should be", usage: "[options]",
  options: [
    { name: "sender", value: "NAME", help: `configuration lines for ${SENDERS.join(", ")}` },
    { name: "hep", value: "HOST", help: "with --sender: address of the collector as the sender sees it (default: this machine's)" },
    { name: "transport", value: "udp|tcp", help: "with --sender (default udp)" }, { name: "capture-id", value: "N", help: "with --sender: number of this sender (default 2001)" },
    { name: "auth-key", value: "KEY", help: "with --sender: key that the collector wants" },
    { name: "hep-port", value: "N", help: "default 9060" }, { name: "http-port", value: "N", help: "default 9080" }, { name: "metrics-port", value: "N", help: "default 9096" },
    { name: "data", value: "DIR", help: "data directory (SIPGLASS_DATA; default ./data)" }, { name: "json", help: "for programs: a list of findings" }, ...SERVER_ONLY,
  ],
  async run(call) {
    if (call.positionals.length > 0) throw usageError(`doctor takes no argument "${call.positionals[0]}".`);
    return call.values.text("sender") === undefined ? examine(call) : printSender(call);
  },
};

const portOf = ({ values }: CommandCall, name: string, otherwise: number): number => values.number(name, { least: 1, most: 65_535, whole: true }) ?? otherwise;

async function examine(call: CommandCall): Promise<number> {
  const { values, environment, console } = call;
  const hepPort = portOf(call, "hep-port", 9060);
  const findings = (await Promise.all([
    checkPort("HEP", "udp", hepPort), checkPort("HEP", "tcp", hepPort), checkPort("HTTP", "tcp", portOf(call, "http-port", 9080)),
    checkPort("metrics", "tcp", portOf(call, "metrics-port", 9096)), checkReceiveBuffer(), checkDataDirectory(values.text("data") ?? environment.dataDirectory),
    checkServer(baseUrl(values.text("server") ?? environment.serverUrl)),
  ])).flat();
  if (values.has("json")) await console.write(`${JSON.stringify(findings)}\n`);
  else await console.write(report(findings, console.width));
  return findings.some(({ state }) => state === "problem") ? 5 : 0;
}

function report(findings: readonly Finding[], width: number): string {
  const lines = table(findings, [{ title: "check", text: ({ check }) => check }, { title: "", text: ({ state }) => state }, { title: "", text: ({ text }) => text }], Math.max(width, 100));
  const advice = findings.filter(({ help }) => help !== "").map(({ check, help }) => `${check}: ${help}\n`);
  return advice.length === 0 ? lines : `${lines}\n${advice.join("")}`;
}

async function printSender(call: CommandCall): Promise<number> {
  const { values, console } = call;
  const sender = values.oneOf<Sender>("sender", SENDERS, "kamailio");
  const host = values.text("hep") ?? ownAddress();
  const collector = {
    host, port: portOf(call, "hep-port", 9060), transport: values.oneOf("transport", ["udp", "tcp"], "udp"),
    captureId: values.number("capture-id", { whole: true, most: 0xffff_ffff }) ?? 2001, authKey: values.text("auth-key") ?? "",
  };
  await console.write(SENDER_LINES[sender](collector));
  if (values.text("hep") === undefined) console.note(`The collector is taken to be this machine, ${hostPort(host, collector.port)}; another: --hep HOST.`);
  return 0;
}

/** The first address that others can reach. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return (all.find(({ internal, family }) => !internal && family === "IPv4") ?? all.find(({ internal, address }) => !internal && !address.startsWith("fe80")))?.address ?? "127.0.0.1";
}
