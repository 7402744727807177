// For tests: what Wireshark's tshark says about a capture, where it is installed.
import { execFileSync } from "node:child_process";

const run = (args: readonly string[]): string =>
  execFileSync("tshark", args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 256 * 1024 * 1024 }).toString();

function isInstalled(): boolean {
  try {
    return run(["--version"]) !== "";
  } catch {
    return false;
  }
}

/** For the `skip` of a test: false, or the reason. */
export const withoutTshark: string | false = isInstalled() ? false : "tshark is not installed";

const fieldArgs = (fields: readonly string[]): string[] => fields.flatMap((field) => ["-e", field]);

export function tsharkFields(file: string, filter: string, fields: readonly string[]): string[][] {
  const lines = run(["-r", file, "-Y", filter, "-T", "fields", "-E", "separator=|", ...fieldArgs(fields)]).split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split("|"));
}

/** SIP messages, several of one frame counted each. */
export function tsharkSipCount(file: string): number {
  const count = (list: string | undefined): number => (list ? list.split(",").length : 0);
  return tsharkFields(file, "sip", ["sip.Method", "sip.Status-Code"]).reduce(
    (sum, [methods, codes]) => sum + count(methods) + count(codes),
    0,
  );
}

const CHECKSUMS = ["ip.check_checksum:TRUE", "udp.check_checksum:TRUE", "tcp.check_checksum:TRUE"].flatMap((preference) => [
  "-o",
  preference,
]);
const ERROR_SEVERITY = 0x80_0000;
const BAD_CHECKSUM = "ip.checksum.status==0 || udp.checksum.status==0 || tcp.checksum.status==0";
const FAULTY = `_ws.malformed || ${BAD_CHECKSUM} || tcp.analysis.flags || _ws.expert.severity==${ERROR_SEVERITY}`;

/** Frames that are malformed, have a bad checksum or a TCP fault. */
export const tsharkFaults = (file: string): string[] =>
  run(["-r", file, ...CHECKSUMS, "-Y", FAULTY])
    .split("\n")
    .filter((line) => line !== "");
