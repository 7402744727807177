// A real B2BUA: baresip between callers and callees of SIPp. Kamailio mirrors its two legs, which have nothing in common but numbers and
// time. Each session is joined, no stranger with it, and a failure is told from the leg on which it was born.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallJson, Link } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { startServer, until, type ServerProcess } from "./server-process.ts";
import { missingPrograms, openLab, type Lab } from "./voip/lab.ts";

const skip = missingPrograms() ?? false;
/** Callers that speak at once: two of them call the same service, and one calls the other way round the B2BUA. */
const AT_ONCE = [
  { user: "493012345001", service: "via-answers-north" },
  { user: "493012345002", service: "via-answers-south" },
  { user: "493012345003", service: "via-answers-south" },
  { user: "493012345001", service: "via-answers-west" },
  { user: "493012345004", service: "answers-north" },
];
/** What is said of a failed session, whichever of its legs is asked. */
const FAILURES: Record<string, { finding: string; verdict: RegExp }> = {
  "via-busy": { finding: "callee_busy", verdict: /^The called party was busy: 127\.0\.0\.1:UAS said 486 Busy Here\.$/ },
  "via-nobody": { finding: "number_unknown", verdict: /^127\.0\.0\.1:PROXY does not know the number via-nobody: 404 Not Found\.$/ },
  "via-rings": { finding: "caller_gave_up", verdict: /^The caller gave up after (?:[4-9]\d\d ms|\d\.\d s) of ringing\.$/ },
};

async function callThrough(lab: Lab): Promise<void> {
  await lab.bridge();
  assert.deepEqual(
    await lab.calls("answered", AT_ONCE, "answers"),
    AT_ONCE.map(() => 0),
  );
  assert.equal(await lab.call("busy", "via-busy", "busy"), 0);
  assert.equal(await lab.call("unknown", "via-nobody"), 0);
  assert.equal(await lab.call("cancelled", "via-rings", "rings"), 0);
}

const partiesOf = ({ from_user, to_user }: CallJson): string => `${from_user} ${to_user}`;

/** `started_at` of a call with INVITE is known. */
const byStart = (a: CallJson, b: CallJson): number => (a.started_at ?? "").localeCompare(b.started_at ?? "");

async function legsAreJoined(server: ServerProcess, calls: readonly CallJson[]): Promise<void> {
  const sessions = [...Map.groupBy(calls, (call) => call.session_id).values()];
  for (const legs of sessions) assert.equal(new Set(legs.map(partiesOf)).size, 1, `strangers: ${legs.map(partiesOf).join(" + ")}`);
  assert.deepEqual(sessions.map((legs) => legs.length).sort(), [1, 2, 2, 2, 2, 2, 2, 2]);
  for (const [first, second] of sessions.filter((legs) => legs.length === 2).map((legs) => legs.toSorted(byStart))) {
    const { links } = await server.get<{ links: Link[] }>(`calls/${first!.id}/links`);
    const { from, to, rule, confidence, evidence } = links.find(({ verdict }) => verdict === "joined") ?? assert.fail();
    assert.deepEqual([from, to, rule, confidence], [first!.id, second!.id, "numbers", 0.9]);
    assert.match(
      evidence,
      new RegExp(
        `^Caller and callee are the same \\(${first!.from_user} → ${first!.to_user}\\), \\d\\.\\d+ s after the first leg began; 127\\.0\\.0\\.1 took the first leg`,
      ),
    );
  }
}

async function rootsAreTold(server: ServerProcess, { sipPort, uasPort }: Lab, calls: readonly CallJson[]): Promise<void> {
  for (const [service, { finding, verdict }] of Object.entries(FAILURES)) {
    const legs = calls.filter(({ to_user }) => to_user === service);
    assert.equal(legs.length, 2);
    for (const { id } of legs) {
      const said = await server.get<{ verdict: string; findings: { id: string; evidence: { call_id: string }[] }[] }>(
        `calls/${id}/findings`,
      );
      assert.match(said.verdict, new RegExp(verdict.source.replace("UAS", String(uasPort)).replace("PROXY", String(sipPort))));
      assert.equal(said.findings[0]?.id, finding);
    }
  }
}

test(
  "legs of baresip as a B2BUA are joined by their numbers, and the root cause is that of the session",
  { skip, timeout: 120_000 },
  async () => {
    const server = await startServer();
    const lab = await openLab(server.hepPort);
    try {
      await callThrough(lab);
      const read = async (): Promise<CallJson[]> => (await allCalls(server)).filter(({ kind }) => kind === "call");
      const sessionsOf = (calls: readonly CallJson[]): number => new Set(calls.map(({ session_id }) => session_id)).size;
      // What comes last is joined a moment after it is seen.
      const calls = await until(
        read,
        (all) => all.length === 15 && all.every(({ ended_at }) => ended_at !== null) && sessionsOf(all) === 8,
      ).catch(read);
      await legsAreJoined(server, calls);
      await rootsAreTold(server, lab, calls);
    } finally {
      await lab.stop();
      await server.kill();
      server.remove();
    }
  },
);
