// A small telephone network on loopback for the end-to-end tests: Kamailio and rtpengine that send HEP, SIPp and baresip that make calls.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, sleep, until } from "../server-process.ts";
import { hasProgram } from "../hep-frames.ts";
import { CALLEES, CALLERS } from "./scenarios.ts";

export const LAB_PROGRAMS = ["kamailio", "rtpengine", "sipp", "baresip"] as const;

/** Names of what is missing, or undefined. */
export function missingPrograms(): string | undefined {
  const missing = LAB_PROGRAMS.filter((name) => !hasProgram(name) && !hasProgram(`../sbin/${name}`));
  return missing.length > 0 ? `not installed: ${missing.join(", ")}` : undefined;
}

/** Who calls which service. */
export interface Dialled {
  user: string;
  service: string;
}

export interface Lab {
  /** Of Kamailio, and of whoever answers. */
  sipPort: number;
  uasPort: number;
  /** Runs the pair and resolves with SIPp's status: 0 = every call went as written. */
  call(caller: keyof typeof CALLERS, service: string, callee?: keyof typeof CALLEES, count?: number): Promise<number>;
  /** The same for several at once. Who dials `via-SERVICE` is led through the B2BUA. */
  calls(caller: keyof typeof CALLERS, whom: readonly Dialled[], callee?: keyof typeof CALLEES): Promise<number[]>;
  /** Starts baresip as a B2BUA: it takes every call and makes another one to the same address, with nothing in common but the numbers. */
  bridge(): Promise<void>;
  /** Two baresip endpoints talk through the media proxy for so long: RTP and RTCP. */
  talk(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openLab(hepPort: number): Promise<Lab> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-lab-"));
  const running: ChildProcess[] = [];
  const sipPort = await freePort();
  const uasPort = await freePort();
  const ngPort = await freePort();
  const b2buaPort = await freePort();
  const start = (command: string, args: string[]): ChildProcess => {
    const child = spawn(command, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` } });
    child.stdout?.resume();
    child.stderr?.resume();
    running.push(child);
    return child;
  };
  start("rtpengine", [
    "--table=-1", "--interface=127.0.0.1", `--listen-ng=127.0.0.1:${ngPort}`, "--port-min=31000", "--port-max=31200", "--foreground", "--log-stderr",
    `--homer=127.0.0.1:${hepPort}`, "--homer-protocol=udp", "--homer-id=2002", `--pidfile=${join(directory, "rtpengine.pid")}`,
  ]);
  const config = readFileSync(join(import.meta.dirname, "kamailio.cfg"), "utf8")
    .replaceAll("SIPPORT", String(sipPort)).replaceAll("UASPORT", String(uasPort)).replaceAll("B2BUAPORT", String(b2buaPort)).replaceAll("NGSOCK", `"udp:127.0.0.1:${ngPort}"`).replaceAll("HEPURI", `"sip:127.0.0.1:${hepPort}"`);
  writeFileSync(join(directory, "kamailio.cfg"), config);
  start("kamailio", ["-DD", "-E", "-f", join(directory, "kamailio.cfg"), "-P", join(directory, "kamailio.pid"), "-Y", directory, "-w", directory, "-m", "64", "-M", "8"]);
  await Promise.all([listensAt(sipPort), listensAt(ngPort)]);

  async function calls(caller: keyof typeof CALLERS, whom: readonly Dialled[], callee?: keyof typeof CALLEES, count = 1): Promise<number[]> {
    const uas = callee ? start("sipp", sippArgs(directory, `uas-${callee}`, CALLEES[callee] ?? "", uasPort, count * whom.length)) : undefined;
    if (uas) await listensAt(uasPort);
    const callers = whom.map(async ({ user, service }) =>
      exit(start("sipp", [`127.0.0.1:${sipPort}`, ...sippArgs(directory, `uac-${caller}`, CALLERS[caller] ?? "", await freePort(), count), "-key", "user", user, "-s", service, "-au", "ada", "-ap", "open sesame"])));
    const statuses = await Promise.all(callers);
    // The BYE of a second leg comes after the caller is done.
    if (uas) await Promise.race([exit(uas), sleep(2000)]);
    if (uas) await stopChild(uas);
    return statuses;
  }

  return {
    sipPort,
    uasPort,
    async call(caller, service, callee, count = 1) {
      const [status = -1] = await calls(caller, [{ user: "ada", service }], callee, count);
      return status;
    },
    calls,
    async bridge() {
      const proxy = `sip:127.0.0.1:${sipPort};transport=udp`;
      const accounts = [`<sip:bridge@127.0.0.1:${b2buaPort};transport=udp>;regint=0;answermode=manual;b2bua=inbound`, `<sip:bridge-out@127.0.0.1:${sipPort};transport=udp>;regint=0;b2bua=outbound;outbound="${proxy}"`];
      start("baresip", ["-4", "-f", baresip(directory, "bridge", `127.0.0.1:${b2buaPort}`, accounts, ["module_app b2bua.so"], "aubridge,bridge")]);
      await listensAt(b2buaPort);
    },
    async talk(seconds) {
      const callee = baresip(directory, "bea", "127.0.0.1:15072", [`<sip:bea@127.0.0.1:${sipPort};transport=udp>;regint=60;answermode=auto`]);
      const answering = start("baresip", ["-4", "-f", callee]);
      await sleep(1500);
      const caller = baresip(directory, "ada", "127.0.0.1:15074", [`<sip:ada@127.0.0.1:${sipPort};transport=udp>;regint=0`]);
      await exit(start("baresip", ["-4", "-f", caller, "-e", `/dial sip:bea@127.0.0.1:${sipPort}`, "-t", String(seconds)]));
      await stopChild(answering);
    },
    async stop() {
      await Promise.all(running.map(stopChild));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Ports of their own for the media of every SIPp: calls that share one look like legs of each other. */
let mediaPorts = 16_000;
const mediaPort = (): number => (mediaPorts += 40);

function sippArgs(directory: string, name: string, xml: string, port: number, count: number): string[] {
  const file = join(directory, `${name}-${port}.xml`);
  writeFileSync(file, xml);
  return ["-sf", file, "-i", "127.0.0.1", "-p", String(port), "-mp", String(mediaPort()), "-m", String(count), "-r", "5", "-nostdin", "-timeout", "30", "-timeout_error", "-recv_timeout", "15000", "-trace_err", "-error_file", `${file}.err`];
}

/** Somebody has bound this UDP port: as the kernel lists it, `address:port` in hexadecimal. */
async function listensAt(port: number): Promise<void> {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const locals = async (): Promise<string[]> => readFileSync("/proc/net/udp", "utf8").split("\n").map((line) => line.trim().split(/\s+/)[1] ?? "");
  await until(locals, (bound) => bound.some((local) => local.endsWith(end)));
}

const exit = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", (code) => resolve(code ?? -1)) : resolve(child.exitCode ?? -1)));

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const gone = exit(child);
  if ((await Promise.race([gone, sleep(3000).then(() => "late")])) === "late") {
    child.kill("SIGKILL");
    await gone;
  }
}

/** Half a minute of a tone at 8 kHz as WAV: baresip hangs up when its file ends, and its own tone source speaks only 48 kHz. */
function tone(): Buffer {
  const samples = 30 * 8000;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  [16, 0x00010001, 8000, 16_000, 0x00100002].forEach((value, i) => wav.writeUInt32LE(value, 16 + i * 4));
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / 8000)), 44 + i * 2);
  return wav;
}

function baresip(directory: string, user: string, listen: string, accounts: readonly string[], modules: readonly string[] = [], source = `aufile,${join(directory, user, "tone.wav")}`): string {
  const folder = join(directory, user);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tone.wav"), tone());
  const port = 20_000 + (Number(listen.split(":")[1]) % 1000) * 10;
  const modulePath = spawnSync("sh", ["-c", "ls -d /usr/lib/baresip/modules /usr/lib/*/baresip/modules 2>/dev/null | head -1"]).stdout.toString().trim();
  const lines = [
    "poll_method epoll", `sip_listen ${listen}`, `audio_player aubridge,${user}`, `audio_source ${source}`, `audio_alert aubridge,${user}`,
    "rtcp_mux no", `rtp_ports ${port}-${port + 98}`, "net_interface 127.0.0.1", `module_path ${modulePath}`, "module g711.so", "module aufile.so", "module aubridge.so",
    "module_tmp uuid.so", "module_tmp account.so", "module_app menu.so",
    ...modules,
  ];
  writeFileSync(join(folder, "config"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "accounts"), accounts.map((account) => `${account};audio_codecs=PCMA;ptime=20\n`).join(""));
  writeFileSync(join(folder, "contacts"), "");
  return folder;
}
