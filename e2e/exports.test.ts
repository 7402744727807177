// Every file that leaves the server, read by tshark.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { generateCalls } from "sipglass/simulate";
import { hasProgram, sendUdp } from "./hep-frames.ts";
import { startServer, until, type ServerProcess } from "./server-process.ts";

const skip = hasProgram("tshark") ? false : "tshark is not installed";
const ANY_TIME = "from=2020-01-01T00:00:00Z";

describe("what leaves the server", { skip }, () => {
  let server: ServerProcess;
  const folder = mkdtempSync(join(tmpdir(), "sipglass-files-"));
  const read = (file: string, fields: readonly string[], filter = ""): string[][] =>
    execFileSync("tshark", ["-r", file, "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", ...(filter === "" ? [] : ["-Y", filter]), "-T", "fields", ...fields.flatMap((field) => ["-e", field])], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trimEnd().split("\n").filter((line) => line !== "").map((line) => line.split("\t"));
  const fetched = async (path: string, name: string): Promise<string> => {
    const answer = await server.fetch(`/api/v1/${path}`);
    assert.equal(answer.status, 200, path);
    const file = join(folder, name);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    return file;
  };

  before(async () => {
    server = await startServer();
    const frames = [
      ...generateCalls({ calls: 4, seed: 3, shape: "reported", talkS: 2, ringS: 1 }),
      ...generateCalls({ calls: 4, seed: 5, shape: "no-route", talkS: 1, ringS: 1 }),
    ].map(({ frame }) => Buffer.from(frame));
    await sendUdp(frames, server.hepPort);
    await until(
      () => server.get<{ items: { state: string }[] }>(`calls?${ANY_TIME}&q=kind:call`),
      ({ items }) => items.length === 8 && items.every(({ state }) => !["trying", "ringing", "established"].includes(state)),
    );
    // Their RTCP, which names no call, is matched a moment later.
    await until(() => server.get<{ items: unknown[] }>(`calls?${ANY_TIME}&q=mos>1`), ({ items }) => items.length === 4);
  });
  after(async () => {
    await server.stop();
    server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [format, anonymise] of [["pcap", false], ["pcapng", false], ["pcap", true], ["pcapng", true]] as const) {
    test(`${anonymise ? "anonymous " : ""}${format} of all calls: SIP and RTCP without a fault, every checksum right`, async () => {
      const file = await fetched(
        `messages/export?${ANY_TIME}&q=kind:call&format=${format}&anonymise=${anonymise}`,
        `all-${anonymise}.${format}`,
      );
      const rows = read(file, ["_ws.col.Protocol", "_ws.malformed", "ip.checksum.status", "udp.checksum.status"], "sip or rtcp");
      const protocols = new Set(rows.map(([protocol]) => protocol));
      assert.ok(protocols.has("SIP") && protocols.has("SIP/SDP") && protocols.has("RTCP"), [...protocols].join());
      for (const row of rows) assert.deepEqual([row[1], row[2]], ["", "1"], row.join());
      assert.equal(new Set(read(file, ["sip.Call-ID"], "sip").map(([id]) => id)).size, 8);
    });
  }

  test("pcapng says leg and finding beside each packet; the same without names under other names", async () => {
    const { items } = await server.get<{ items: { id: string; call_id: string; from_user: string }[] }>(`calls?${ANY_TIME}&q=state:failed`);
    const [call] = items;
    assert.ok(call);
    for (const anonymise of [false, true]) {
      const file = await fetched(`calls/${call.id}/export?format=pcapng&anonymise=${anonymise}`, `failed-${anonymise}.pcapng`);
      const comments = read(file, ["frame.comment"], "sip").map(([comment = ""]) => comment);
      assert.ok(comments.every((comment) => comment.startsWith("leg A")), comments.join("\n"));
      assert.ok(comments.some((comment) => comment.includes("; finding: ")), comments.join("\n"));
      const ids = read(file, ["sip.Call-ID"], "sip").flat();
      assert.equal(ids.includes(call.call_id), !anonymise);
    }
  });

  test("RTCP comes with its call when it is asked for, and not when it is not", async () => {
    const all = `messages/export?${ANY_TIME}&q=kind:call&format=pcap`;
    assert.equal(read(await fetched(`${all}&include=sip`, "sip.pcap"), ["frame.number"], "rtcp").length, 0);
    const rtcp = await fetched(`${all}&include=rtcp`, "rtcp.pcap");
    assert.ok(read(rtcp, ["frame.number"], "rtcp").length > 0);
    assert.equal(read(rtcp, ["frame.number"], "sip").length, 0);
  });
});
