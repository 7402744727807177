// Real senders: Kamailio, rtpengine, SIPp and baresip from Debian send live HEP, and the calls appear complete over API and command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { CallJson, MessageJson, QualityJson } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { startServer, until } from "./server-process.ts";
import { missingPrograms, openLab } from "./voip/lab.ts";

const skip = missingPrograms() ?? false;
const CLI = join(import.meta.dirname, "../packages/cli/src/main.ts");

test("calls through Kamailio and rtpengine appear with state, codes, who ended them, and RTCP", { skip, timeout: 120_000 }, async () => {
  const server = await startServer({ environment: { SIPGLASS_CLOCK_TOLERANCE: "24h" } });
  const lab = await openLab(server.hepPort);
  try {
    assert.equal(await lab.call("answered", "answers", "answers", 2), 0);
    assert.equal(await lab.call("busy", "busy", "busy"), 0);
    assert.equal(await lab.call("cancelled", "rings", "rings"), 0);
    assert.equal(await lab.call("unavailable", "trunk"), 0);
    assert.equal(await lab.call("unknown", "nobody"), 0);
    assert.equal(await lab.call("challenged", "guarded", "answers"), 0);
    await lab.talk(12);

    const calls = await until(async () => (await allCalls(server)).filter(({ kind }) => kind === "call"), (found) => found.length >= 8 && found.every(({ ended_at }) => ended_at !== null));
    const seen = calls.map(({ to_user, state, status_code, ended_by }) => `${to_user} ${state} ${status_code} ${ended_by}`).sort();
    assert.deepEqual(seen, [
      "answers completed 200 caller", "answers completed 200 caller", "bea completed 200 caller", "busy busy 486 callee", "guarded completed 200 caller",
      "nobody failed 404 network", "rings cancelled 487 caller", "trunk failed 503 network",
    ]);
    const talked = calls.find(({ to_user }) => to_user === "bea") as CallJson;
    // RTCP of rtpengine stands with the call, as soon as its reports are matched.
    const read = (): Promise<{ items: MessageJson[] }> => server.get(`calls/${talked.id}/messages`);
    await until(read, (seen) => seen.items.some(({ type }) => type === 5));
    const heard = (): Promise<QualityJson & { mos: CallJson["mos"] }> => server.get(`calls/${talked.id}/quality`);
    const quality = await until(heard, ({ streams, mos }) => mos !== null && streams.map(({ direction }) => direction).sort().join() === "callee_to_caller,caller_to_callee");
    for (const { codec, loss_pct, jitter_ms, mos_lq, reports } of quality.streams) {
      assert.ok(codec === "PCMA" && loss_pct !== null && loss_pct < 1 && jitter_ms !== null && jitter_ms < 20 && mos_lq !== null && mos_lq > 4, JSON.stringify(quality.streams));
      assert.ok(reports.filter(({ source, packets_expected }) => source === "rtcp" && packets_expected !== null).every(({ packets_expected }) => Math.abs(packets_expected! - 250) < 5), "20 ms packets, every 5 s");
    }
    assert.ok(quality.mos !== null && quality.mos.worst > 4);
    const { id } = calls.find(({ to_user }) => to_user === "answers") as CallJson;
    // Every message of both sides of the proxy, once.
    const answered = await until(() => server.get<CallJson>(`calls/${id}`), ({ messages }) => messages === 13);
    assert.equal(answered.caller, "Ada Test");

    const environment = { ...process.env, SIPGLASS_URL: server.http, SIPGLASS_TOKEN: "" };
    const shown = spawnSync(process.execPath, [CLI, "ladder", answered.id, "--user", "admin", "--password", "look-through-the-glass"], { env: environment, encoding: "utf8" });
    assert.equal(shown.status, 0, shown.stderr);
    for (const word of ["INVITE", "180", "200", "ACK", "BYE"]) assert.match(shown.stdout, new RegExp(word));
  } finally {
    await lab.stop();
    await server.stop();
    server.remove();
  }
});
