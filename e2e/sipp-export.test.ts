// An exported scenario is only true if SIPp runs it: both ends of a call are exported, and SIPp calls SIPp.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createSocket } from "node:dgram";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openCapture } from "@sipglass/analyse";
import type { MessageView } from "@sipglass/model";
import { generateCalls } from "sipglass/simulate";
import { sippScenario } from "../packages/server/src/search/sipp.ts";
import { hasProgram, readFrames } from "./hep-frames.ts";

const skip = hasProgram("sipp") ? false : "sipp is not installed";
const RUN_S = 40;

const udpPort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

async function runSipp(scenario: string, words: string[]): Promise<{ code: number; said: string }> {
  const directory = mkdtempSync(join(tmpdir(), "sipp-"));
  const file = join(directory, "scenario.xml");
  writeFileSync(file, scenario);
  const child = spawn("sipp", ["-sf", file, "-m", "1", "-i", "127.0.0.1", "-nostdin", "-timeout", `${RUN_S}s`, "-timeout_error", "-trace_err", "-error_file", join(directory, "errors"), ...words], { cwd: directory, stdio: "ignore", env: { ...process.env, TERM: "dumb" } });
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  const said = readdirSync(directory).includes("errors") ? readFileSync(join(directory, "errors"), "utf8") : "";
  return { code, said };
}

async function callsItself(messages: readonly MessageView[], title: string): Promise<void> {
  const [uac, uas] = [sippScenario(messages, "uac"), sippScenario(messages, "uas")];
  assert.ok(uac !== "" && uas !== "", title);
  const [calleePort, callerPort] = [await udpPort(), await udpPort()];
  const callee = runSipp(uas, ["-p", String(calleePort)]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const caller = runSipp(uac, ["-p", String(callerPort), `127.0.0.1:${calleePort}`]);
  for (const [role, { code, said }] of [["uac", await caller], ["uas", await callee]] as const) assert.equal(code, 0, `${title} as ${role}: ${said}\n${role === "uac" ? uac : uas}`);
}

for (const shape of ["good", "good-callee", "challenged", "busy", "cancelled", "unknown-number", "held"] as const) {
  test(`${shape}: SIPp calls SIPp as the call went`, { skip }, async () => {
    const frames = [...generateCalls({ calls: 1, seed: 11, shape, talkS: 1, ringS: 1 })].map(({ frame }) => Buffer.from(frame));
    const opened = openCapture(Buffer.concat(frames));
    await callsItself(opened.messagesOf(opened.calls[0]!), shape);
  });
}

/** Undefined for recordings of HEP 1 and 2, which are no stream: their packets do not say how long they are. */
function openedStream(bytes: Buffer): ReturnType<typeof openCapture> | undefined {
  return bytes.subarray(0, 4).equals(Buffer.from("HEP3")) ? openCapture(bytes) : undefined;
}

const CORPUS = process.env["SIPGLASS_CORPUS"];

test("ten recorded calls: SIPp calls SIPp as they went", { skip: skip || (CORPUS ? false : "SIPGLASS_CORPUS is not set"), timeout: 600_000 }, async (context) => {
  const folders = readdirSync(CORPUS!, { withFileTypes: true }).filter((entry) => entry.isDirectory() && readdirSync(join(CORPUS!, entry.name)).includes("frames.bin")).map(({ name }) => name);
  let done = 0;
  for (const name of folders.toSorted()) {
    if (done >= 10) break;
    const opened = openedStream(Buffer.concat(readFrames(join(CORPUS!, name, "frames.bin"))));
    const call = opened?.calls.find(({ kind, partial, state, talkMs, messages }) => kind === "call" && partial === "" && ["completed", "busy", "cancelled", "failed", "rejected"].includes(state) && (talkMs ?? 0) < 8000 && messages < 40);
    if (!opened || !call) continue;
    context.diagnostic(`${name}: ${call.state} ${call.statusCode}`);
    await callsItself(opened.messagesOf(call), name);
    done += 1;
  }
  assert.equal(done, 10);
});
