// The pages about the installation in a real browser: registrations, capture agents, hosts, imports, settings, system health; and a server that dies under an
// open page and comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeHep3 } from "@sipglass/decode";
import { expectedCall, generateCalls } from "sipglass/simulate";
import { sendUdp } from "./hep-frames.ts";
import { open, opened, openSite, options, page, server, startAgain } from "./open-site.ts";
import { PASSWORD, until } from "./server-process.ts";

const SEED = 11;
const PHONE = "10.7.0.40";

openSite({ context: { timezoneId: "America/New_York" } });

const row = (text: string) => page.getByRole("row").filter({ hasText: text });

/** One REGISTER and its answer; `expires` 0 takes it back. */
function registration(cseq: number, atUs: number, expires: number): Buffer[] {
  const lines = (start: string): string =>
    [
      start, `Via: SIP/2.0/UDP ${PHONE};branch=z9hG4bKr${cseq}`, "From: <sip:1040@example.org>;tag=f", "To: <sip:1040@example.org>", "Call-ID: reg-1040@phone",
      `CSeq: ${cseq} REGISTER`, `Contact: <sip:1040@${PHONE}:5060>`, `Expires: ${expires}`, "User-Agent: desk phone", "Content-Length: 0", "", "",
    ].join("\r\n");
  const packet = (text: string, [src, dst]: [string, string], timeUs: number): Buffer =>
    Buffer.from(
      encodeHep3({
        version: 3, ipVersion: 4, ipProtocol: 17, src, srcPort: 5060, dst, dstPort: 5060, timeUs, payloadType: 1, agentId: 2001, agentName: "edge", correlationId: "",
        authKey: "", vlan: 0, payload: Buffer.from(text),
      }) as Uint8Array,
    );
  return [packet(lines("REGISTER sip:example.org SIP/2.0"), [PHONE, "192.0.2.1"], atUs), packet(lines("SIP/2.0 200 OK"), ["192.0.2.1", PHONE], atUs + 20_000)];
}

test("without an agent the page has the lines for three servers, with this host and the port that is open", options, async () => {
  await open("/agents");
  await page.getByText(`sip:127.0.0.1:${server.hepPort}`).waitFor();
  for (const name of ["Kamailio", "OpenSIPS 3", "FreeSWITCH"]) await page.getByRole("heading", { name }).waitFor();
});

test("an agent appears by itself with its rate, and what was refused says why and what to do", options, async () => {
  const calls = [...generateCalls({ seed: SEED, calls: 3, shape: "good", ringS: 0.5, talkS: 1, startUs: Date.now() * 1000 - 5e6 })];
  await sendUdp([...calls.map(({ frame }) => Buffer.from(frame)), Buffer.from("no HEP at all")], server.hepPort);
  await row("sim-01").getByText("UDP").waitFor();
  await row("no HEP").waitFor();
  await until(() => row("sim-01").first().innerText(), (text) => /\d\/s/.test(text));
});

test("a registration that comes and goes is flapping, is found by its address, and opens its messages", options, async () => {
  const startUs = Date.now() * 1000 - 60e6;
  for (let turn = 0; turn < 4; turn += 1) {
    const atUs = startUs + turn * 10e6;
    await sendUdp([...registration(turn * 2 + 1, atUs, 300), ...(turn < 3 ? registration(turn * 2 + 2, atUs + 5e6, 0) : [])], server.hepPort);
  }
  await until(() => server.get<{ items: { flaps: number }[] }>("registrations?prefix=1040"), ({ items }) => items[0]?.flaps === 3);
  await open("/registrations");
  await page.getByRole("button", { name: /^flapping 1/ }).click();
  await page.waitForURL(/state=flapping/);
  await page.getByRole("searchbox", { name: "Address begins with" }).fill("1040");
  await row("1040@example.org").getByText("registered").waitFor();
  await page.getByRole("link", { name: "1040@example.org" }).click();
  await page.getByRole("grid", { name: "Calls" }).waitFor();
  await until(async () => Number(await page.getByRole("grid", { name: "Calls" }).getAttribute("aria-rowcount")), (count) => count >= 2);
});

test("a network gets a name and a colour; the ladder of a call shows it, and it can be changed and removed", options, async () => {
  const call = await server.get<{ id: string; hops: string[] }>(`calls/${encodeURIComponent(expectedCall(SEED, 0, { shape: "good" }).callId)}`);
  const [host = ""] = call.hops;
  const network = `${host.split(".").slice(0, 2).join(".")}.0.0/16`;
  await open("/hosts");
  await page.getByRole("button", { name: "Add a name" }).click();
  await page.getByLabel("address or network").fill(network);
  await page.getByLabel("name", { exact: true }).fill("the edge");
  await page.getByLabel("teal").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await row(network).getByText("the edge").waitFor();
  const ladder = await server.get<{ columns: { label: string; colour?: string }[] }>(`calls/${call.id}/ladder`);
  assert.deepEqual(ladder.columns.find(({ label }) => label === "the edge")?.colour, "teal");
  await row(network).getByRole("button", { name: "Change" }).click();
  await page.getByLabel("name", { exact: true }).fill("edge of Fulda");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await row("edge of Fulda").getByRole("button", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Forget this name?" }).click();
  await row("edge of Fulda").waitFor({ state: "detached" });
});

test("a chosen file is imported and stands in the history, which leads to its calls; one that is no capture says so", options, async () => {
  await open("/imports");
  const frames = [...generateCalls({ seed: 12, calls: 2, shape: "good", ringS: 0.5, talkS: 1, startUs: Date.now() * 1000 - 600e6 })].map(({ frame }) => Buffer.from(frame));
  const choose = (name: string, buffer: Buffer): Promise<void> => page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await choose("two-calls.hep", Buffer.concat(frames));
  await row("two-calls.hep").getByText("done").waitFor();
  await choose("letter.txt", Buffer.from("dear sipglass"));
  await row("letter.txt").getByText(/not a capture/).waitFor();
  assert.equal(await row("letter.txt").getByRole("link").count(), 0);
  await row("two-calls.hep").getByRole("link", { name: "2", exact: true }).click();
  await page.waitForURL(/from=.*&to=/);
  await page.getByText("2 calls", { exact: false }).first().waitFor();
  assert.ok(opened.complaints().every((line) => line.includes("/api/v1/imports")));
});

test("the zone that is chosen is everybody's: lists, fields that are typed into, and what is sent", options, async () => {
  await open("/settings/display");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByText("Asia/Tokyo.").waitFor();
  await open("/?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z");
  await page.getByRole("button", { name: "Time range" }).getByText("19:00").waitFor();
  await page.getByRole("button", { name: "Time range" }).click();
  assert.match(await page.getByLabel("From").inputValue(), /^2026-11-20T19:00/);
  await page.getByLabel("From").fill("2026-11-20T18:30:00");
  await page.getByRole("button", { name: "Show (Asia/Tokyo)" }).click();
  await page.waitForURL(/from=2026-11-20T09:30:00Z/);
  const asked = page.waitForRequest(/stats\/week/);
  await open("/overview");
  assert.equal(new URL((await asked).url()).searchParams.get("zone"), "Asia/Tokyo");
  await open("/settings/display");
  await page.getByLabel("Time zone").selectOption("local");
});

test("settings show what the configuration decides with its variable, the codecs, and take a rule of correlation", options, async () => {
  await open("/settings/configuration");
  await row("SIPGLASS_RETENTION_CALL").first().getByText("30d").waitFor();
  await page.getByRole("searchbox", { name: "Find a setting" }).fill("ADMIN_PASSWORD");
  await row("SIPGLASS_ADMIN_PASSWORD").getByText("set, not shown").waitFor();
  assert.ok(!(await page.content()).includes(PASSWORD));
  await open("/settings/codecs");
  await row("G729/VAD").getByText("19").waitFor();
  await open("/settings/correlation");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("value").fill("X-Trace");
  await page.getByRole("dialog").getByRole("button", { name: "Add a rule" }).click();
  await row("x-trace").getByText("header").waitFor();
});

test("system health says what works and what was left out, with what to do", options, async () => {
  await open("/system");
  for (const name of ["Receiving", "Archive", "Index", "Disk", "Examining of calls"]) await row(name).first().getByText("ok", { exact: true }).waitFor();
  await row("no HEP").getByText(/Something else sends to the HEP port/).waitFor();
});

test("a server that is killed under an open page: the page says so, keeps what it shows, and recovers by itself", options, async () => {
  await open("/?kinds=all");
  await page.locator(".rows .row").first().waitFor();
  await page.locator(".live-open").waitFor();
  const rows = await page.locator(".rows .row").count();
  await server.kill();
  await page.getByText("The server does not answer.").waitFor();
  assert.equal(await page.locator(".rows .row").count(), rows, "what was there stays");
  opened.complaints();
  await startAgain();
  await page.getByText("The server answers again").waitFor();
  await page.locator(".live-open").waitFor();
  const refused = opened.complaints();
  assert.ok(refused.every((line) => /ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/.test(line)), refused.join("\n"));
  await sendUdp([...generateCalls({ seed: 13, calls: 1, shape: "busy", ringS: 0.5, talkS: 1, startUs: Date.now() * 1000 })].map(({ frame }) => Buffer.from(frame)), server.hepPort);
  await until(() => page.locator(".rows .row").count(), (count) => count > rows);
});
