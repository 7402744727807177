// `open` on captures made of generated calls: tables, ladders, JSON, every wrapping.
import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import type { CallJson, DiagnosisJson, MessageJson } from "@sipglass/model";
import { TWO_LEGS, twoLegs } from "../../../../fixtures/calls/two-legs.ts";
import { capture, hepStream, pcapOf, runCli, startCli, workplace } from "../run-cli.fixture.ts";
import { expectedCall } from "../simulate/expected-call.ts";

const RUN = { calls: 40, seed: 21, rate: 200 };

interface Opened {
  format: string;
  calls: CallJson[];
  call: CallJson;
  messages: MessageJson[];
  ladder: { columns: unknown[]; rows: unknown[] };
}

suite("sipglass open", { concurrency: true }, () => {
  const place = workplace();
  const pcap = place.write("calls.pcap", capture("pcap", RUN));
  after(() => place.remove());
  const expected = Array.from({ length: RUN.calls }, (_, i) => expectedCall(RUN.seed, i));

  test("JSON has every call as it was played", async () => {
    const { code, out } = await runCli(["open", pcap, "--json"]);
    const opened = JSON.parse(out) as Opened;
    assert.equal(code, 0);
    const found = new Map(opened.calls.map((call) => [call.call_id, call]));
    for (const { callId, kind, state, statusCode, messages } of expected) {
      const call = found.get(callId);
      assert.deepEqual([call?.kind, call?.state, call?.status_code, call?.messages], [kind, state, statusCode, messages]);
    }
    assert.equal(found.size, RUN.calls);
  });

  test("the same calls from pcapng, HEP, gzip, zstd in frames, and standard input", async () => {
    const pcapng = capture("pcapng", RUN);
    const hep = hepStream(RUN);
    const half = 5000;
    const frames = Buffer.concat([zstdCompressSync(hep.subarray(0, half)), zstdCompressSync(hep.subarray(half))]);
    const results = await Promise.all([
      runCli(["open", place.write("calls.pcapng", pcapng), "--json"]), runCli(["open", place.write("calls.hep", hep), "--json"]),
      runCli(["open", place.write("calls.pcapng.gz", gzipSync(pcapng)), "--json"]), runCli(["open", place.write("calls.hep.zst", frames), "--json"]), runCli(["open", "-", "--json"], { input: hep }),
    ]);
    const states = results.map(({ out }) => (JSON.parse(out) as Opened).calls.map(({ call_id, state }) => `${call_id} ${state}`).sort());
    assert.deepEqual(states[0], expected.map(({ callId, state }) => `${callId} ${state}`).sort());
    for (const other of states) assert.deepEqual(other, states[0]);
    assert.deepEqual(results.map(({ out }) => (JSON.parse(out) as Opened).format), ["pcapng", "hep", "pcapng", "hep", "hep"]);
  });

  test("the table numbers the calls and a summary says what was read", async () => {
    const { out, err } = await runCli(["open", pcap]);
    const lines = out.trimEnd().split("\n");
    assert.equal(lines.length, RUN.calls + 1);
    assert.match(lines[0] ?? "", /^ #  started +state +code  from +to +talk  msgs  source +destination +Call-ID$/);
    lines.slice(1).forEach((line, i) => assert.match(line, new RegExp(`^ *${i + 1}  \\d{4}-\\d\\d-\\d\\d `)));
    assert.match(err, /calls\.pcap: pcap, \d+ packets, \d+ SIP messages, 40 calls, \d+ registrations\n$/);
  });

  test("legs of one conversation stand together, numbered, and say why they are one", async () => {
    const file = place.write("two-legs.pcap", pcapOf(twoLegs(Date.UTC(2026, 4, 5, 12) * 1000)));
    const [list, one, json] = await Promise.all([runCli(["open", file]), runCli(["open", file, "--call", "2"]), runCli(["open", file, "--json"])]);
    const rows = list.out.trimEnd().split("\n").slice(1);
    assert.deepEqual(rows.map((row) => [/^\d+ {2}(\d\/\d)?/.exec(row)?.[1], row.split(" ").at(-1)]), [["1/2", TWO_LEGS.first], ["2/2", TWO_LEGS.second], [undefined, TWO_LEGS.stranger]]);
    assert.match(list.err, /3 calls, 1 of several legs/);
    assert.match(one.out, /^1 \+ 2 {2}joined {2}x_cid 0\.99/m);
    const { sessions } = JSON.parse(json.out) as { sessions: { legs: string[]; links: { rule: string }[] }[] };
    assert.deepEqual(sessions.map(({ legs, links }) => [legs.length, links.map(({ rule }) => rule)]), [[2, ["x_cid"]]]);
  });

  test("--query keeps the calls that meet it", async () => {
    const busy = expected.filter(({ state }) => state === "busy").map(({ callId }) => callId);
    assert.ok(busy.length > 0);
    const { out, err } = await runCli(["open", pcap, "--query", "state:busy"]);
    for (const callId of busy) assert.ok(out.includes(callId));
    assert.equal(out.trimEnd().split("\n").length, busy.length + 1);
    assert.match(err, new RegExp(`40 calls, ${busy.length} shown`));
  });

  test("--findings says of every call what happened, and of a good one nothing bad", async () => {
    const [text, json, one] = await Promise.all([runCli(["open", pcap, "--findings"]), runCli(["open", pcap, "--findings", "--json"]), runCli(["open", pcap, "--call", "1", "--findings"])]);
    const { calls } = JSON.parse(json.out) as { calls: (CallJson & { diagnosis: DiagnosisJson })[] };
    assert.equal(calls.length, RUN.calls);
    for (const { state, kind, diagnosis } of calls.filter(({ kind }) => kind === "call")) {
      assert.ok(text.out.includes(diagnosis.verdict), diagnosis.verdict);
      if (state === "completed") assert.deepEqual(diagnosis.findings.filter(({ severity }) => severity !== "info").map(({ id }) => id), [], `${kind} ${diagnosis.verdict}`);
      if (state === "busy") assert.equal(diagnosis.findings[0]?.id, "callee_busy");
    }
    assert.ok(one.out.startsWith(calls[0]?.diagnosis.verdict ?? "?"));
    assert.match(text.out, /^info Busy \(callee_busy\)$/m);
    assert.match(text.out, /^ {2}source: RFC 3261 §/m);
  });

  test("--call shows one, by number or Call-ID, as details, ladder, raw text or JSON", async () => {
    const good = expected.find(({ shape }) => shape === "good") ?? assert.fail("no good call");
    const [details, ladder, raw, json, mermaid, nobody] = await Promise.all([
      runCli(["open", pcap, "--call", good.callId]), runCli(["open", pcap, "-c", good.callId, "--ladder"]), runCli(["open", pcap, "-c", good.callId, "--raw"]),
      runCli(["open", pcap, "-c", good.callId, "--json"]), runCli(["open", pcap, "-c", "1", "--ladder", "--format", "mermaid"]), runCli(["open", pcap, "-c", "99"]),
    ]);
    assert.match(details.out, new RegExp(`^Answered after .*\\.\n\nCall-ID {9}${good.callId.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")}\n`));
    assert.match(details.out, /state +completed \(200 OK\)/);
    assert.equal(ladder.out.match(/[▶◀]/g)?.length, good.messages);
    assert.equal(raw.out.match(/^---- /gm)?.length, good.messages);
    assert.match(raw.out, /^INVITE sip:/m);
    const opened = JSON.parse(json.out) as Opened;
    assert.deepEqual([opened.call.call_id, opened.messages.length, opened.ladder.rows.length, opened.ladder.columns.length], [good.callId, good.messages, good.messages, 2]);
    assert.match(mermaid.out, /^sequenceDiagram\n/);
    assert.deepEqual([nobody.code, nobody.out], [4, ""]);
    assert.match(nobody.err, /There is no call 99 in .*\n {2}There are 40: give a number/);
  });

  test("output into a closed pipe ends quietly", async () => {
    const { code, out, err } = await startCli(["-c", `"${process.execPath}" "${import.meta.dirname}/../main.ts" open "${pcap}" --ladder | head -1`], { command: ["/bin/sh"] }).finished;
    assert.equal(code, 0);
    assert.match(out, /started/);
    assert.doesNotMatch(err, /EPIPE|Error/);
  });
});
