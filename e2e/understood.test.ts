// What is understood of calls, on the page against the real server: legs joined and parted by hand, sessions in the list, KPIs with their calls, the
// overview, and a file that is opened in the browser without being sent anywhere.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { createPcapWriter, decodeHep, encodeHep3 } from "@sipglass/decode";
import { openPage } from "./browser.ts";
import { CARRIER, PBX, PCMA, PHONE, PROXY, script, type Script } from "./fault-script.ts";
import { sendUdp } from "./hep-frames.ts";
import { browser, callOf, nameHosts, open, opened, openSite, options, page, server } from "./open-site.ts";
import { until } from "./server-process.ts";
import { FAULTS } from "./ten-faults.ts";

const WEB = join(import.meta.dirname, "../packages/web");

const nowUs = Date.now() * 1000;
/** Minutes apart: nobody would take them for legs of one call. */
const earlier = (index: number): number => nowUs - (index + 3) * 240_000_000;

/** A call through a B2BUA: the second leg names the first in X-CID. */
const first = script("b2b-first", [PHONE, PBX])
  .request(0, 0, "INVITE", { sdp: PCMA(PHONE) }).response(1, 0, "100 Trying").response(210, 0, "180 Ringing").response(3210, 0, "200 OK", { sdp: PCMA(PBX) })
  .request(3240, 0, "ACK", { salt: "2xx" }).request(21_000, 0, "BYE", { cseq: 2 }).response(21_020, 0, "200 OK", { cseq: 2, method: "BYE" });
const second = script("b2b-second", [PBX, CARRIER])
  .request(20, 0, "INVITE", { sdp: PCMA(PBX), headers: [`X-CID: ${first.callId}`] }).response(30, 0, "100 Trying").response(200, 0, "180 Ringing").response(3200, 0, "200 OK", { sdp: PCMA(CARRIER) })
  .request(3230, 0, "ACK", { salt: "2xx" }).request(21_030, 0, "BYE", { cseq: 2 }).response(21_050, 0, "200 OK", { cseq: 2, method: "BYE" });

openSite({
  async fill() {
    await nameHosts([PHONE, PROXY, PBX, CARRIER]);
    for (const one of [first, second]) await sendUdp(one.frames(nowUs - 40_000_000), server.hepPort);
    for (const [index, { script: fault }] of FAULTS.entries()) await sendUdp(fault.frames(earlier(index)), server.hepPort);
    await until(() => server.get<{ legs: unknown[] }>(`calls/${encodeURIComponent(first.callId)}/links`).catch(() => ({ legs: [] })), ({ legs }) => legs.length > 1);
    await Promise.all(FAULTS.map(({ script: fault }) => callOf(fault.callId)));
  },
});

const idOf = async (one: Script): Promise<string> => (await callOf(one.callId)).id;
const letters = (): Promise<string[]> => page.locator(".rung .leg-chip").allTextContents();

test("both legs stand in one ladder, each arrow with its leg; a leg can be left out", options, async () => {
  await open(`/calls/${await idOf(first)}`);
  await page.getByRole("listbox", { name: "Ladder: 14 messages between 3 hosts" }).waitFor();
  await until(letters, (all) => all.length === 14);
  const all = await letters();
  assert.deepEqual([all.filter((letter) => letter === "A").length, all.filter((letter) => letter === "B").length], [7, 7]);
  await page.getByRole("button", { name: /^A .* → / }).click();
  await page.getByRole("listbox", { name: "Ladder: 7 messages between 2 hosts" }).waitFor();
  assert.deepEqual(new Set(await letters()), new Set(["B"]));
  assert.match(page.url(), /hide=a/);
  // The last leg on show stays: an empty ladder helps nobody.
  await page.getByRole("button", { name: /^B / }).click();
  assert.deepEqual(new Set(await letters()), new Set(["B"]));
  await page.getByRole("button", { name: /^A / }).click();
  await page.getByRole("listbox", { name: "Ladder: 14 messages between 3 hosts" }).waitFor();
});

test("why they are one is told with rule, evidence and confidence; splitting and joining by hand wins", options, async () => {
  await open(`/calls/${await idOf(first)}`);
  await page.getByRole("button", { name: /^2 legs joined by X-CID, 0\.\d\d/ }).click();
  const panel = page.getByRole("region", { name: "Legs and links" });
  await panel.getByText(first.callId).waitFor();
  await opened.picture("links");
  await panel.getByRole("button", { name: "Split" }).click();
  await panel.getByRole("heading", { name: "Split by hand" }).waitFor();
  await page.getByRole("listbox", { name: "Ladder: 7 messages between 2 hosts" }).waitFor();
  await panel.getByRole("button", { name: "Join" }).click();
  await panel.getByText("confirmed by hand").waitFor();
  await page.getByRole("listbox", { name: "Ladder: 14 messages between 3 hosts" }).waitFor();
});

test("a session is one row of the list, and unfolds into its legs", options, async () => {
  await open("/?q=number:%2B493023125100");
  const rows = page.locator(".rows .row");
  const session = rows.filter({ has: page.locator(".unfold") });
  await session.first().waitFor();
  assert.equal(await session.count(), 1);
  const count = await rows.count();
  await session.getByRole("button", { name: "2", exact: true }).click();
  await until(() => rows.count(), (now) => now === count + 1);
  await page.locator(".row-leg").waitFor();
  await page.getByRole("button", { name: "legs", exact: true }).click();
  await page.waitForURL(/group=legs/);
  await until(() => page.locator(".unfold").count(), (now) => now === 0);
  await until(() => rows.count(), (now) => now === count + 1);
});

test("the KPIs above the list open what they mean, and the calls that they were counted from", options, async () => {
  await open("/");
  await page.getByRole("button", { name: /^ASR \d/ }).click();
  await page.getByText("answered ÷ seizures × 100").waitFor();
  const link = page.getByRole("link", { name: /above the line$/ });
  const wanted = Number((await link.textContent())?.match(/\d+/)?.[0]);
  assert.ok(wanted > 0);
  await link.click();
  await page.waitForURL(/q=.*answered/);
  await until(() => page.locator(".rows .row").count(), (count) => count === wanted);
});

test("the overview's numbers are those of the API, and each opens its calls", options, async () => {
  await open("/overview");
  const { total } = await server.get<{ total: { calls: number; kpis: { id: string; value: number }[] } }>("stats/kpis?q=kind:call&from=-2h&kpis=asr");
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "ASR", exact: false }) });
  await card.getByText(`${total.kpis[0]?.value.toFixed(1)} %`).waitFor();
  await page.getByRole("article").filter({ hasText: "Calls" }).getByText(String(total.calls), { exact: true }).waitFor();
  const codes = page.getByRole("region", { name: "Responses" });
  const row = codes.getByRole("row").filter({ hasText: "483" });
  await row.getByRole("link").click();
  await page.waitForURL(/code:483/);
  await until(() => page.locator(".rows .row").count(), (count) => count === 1);
  await page.goBack();
  await page.getByRole("region", { name: "Hours of the week" }).getByRole("button", { name: "ASR" }).click();
  await page.locator(".week-missing a").first().waitFor();
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await opened.picture(`overview-${colorScheme}-${width}x${height}`);
    }
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `the overview at ${width} px scrolls sideways`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
});

/** RTP as a phone sends it: 160 samples of A-law silence every 20 ms, three of a hundred lost. */
function* rtp(startUs: number, port: number, count: number): Generator<Buffer> {
  for (let i = 0; i < count; i += 1) {
    if (i % 33 === 7) continue;
    const packet = Buffer.alloc(172, 0xd5);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(8, 1);
    packet.writeUInt16BE(i, 2);
    packet.writeUInt32BE(i * 160, 4);
    packet.writeUInt32BE(0x51b91a55, 8);
    const frame = encodeHep3({
      version: 3, ipVersion: 4, ipProtocol: 17, src: PHONE.ip, srcPort: port, dst: PBX.ip, dstPort: port, timeUs: startUs + i * 20_000, payloadType: 4, agentId: 1, agentName: "", correlationId: "", authKey: "", vlan: 0,
      payload: packet,
    });
    if (frame instanceof Uint8Array) yield Buffer.from(frame);
  }
}

async function drop(onto: Page, name: string, base64: string): Promise<void> {
  await onto.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(atob("${base64}"), (character) => character.charCodeAt(0))], "${name}"));
    for (const type of ["dragenter", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }`);
}

test("a dropped file is opened in the browser: sessions, findings, quality and sound, without asking the server about it", options, async () => {
  await open("/");
  const startUs = nowUs - 40 * 86_400_000_000;
  const frames = [...first.frames(startUs), ...second.frames(startUs), ...FAULTS.flatMap(({ script: fault }, index) => fault.frames(startUs + (index + 1) * 240_000_000)), ...rtp(startUs + 3_300_000, first.mediaPort, 600)];
  const packets = frames.flatMap((frame) => {
    const decoded = decodeHep(frame, {});
    return decoded.ok && decoded.value.payloadType !== 5 ? [decoded.value] : [];
  }).toSorted((a, b) => a.timeUs - b.timeUs);
  const writer = createPcapWriter();
  const file = gzipSync(Buffer.concat([writer.header(), ...packets.map((packet) => writer.packet(packet))])).toString("base64");
  const asked: string[] = [];
  page.on("request", (request) => void (request.url().includes("file-") && asked.push(request.url())));
  await page.getByRole("button", { name: "Time range" }).waitFor();
  await drop(page, "week.pcap.gz", file);
  await page.getByRole("link", { name: "Look inside, here" }).click();
  await page.getByRole("heading", { name: "week.pcap.gz" }).waitFor();
  await page.locator(".rows .row").filter({ hasText: "No line free" }).waitFor();
  await page.locator(".unfold").waitFor();
  await opened.picture("file");
  const search = page.getByRole("combobox", { name: "Search calls" });
  await search.fill("finding:packet_loss OR mos<4.4");
  await search.press("Enter");
  const row = page.locator(".rows .row").first();
  await row.locator(".unfold").waitFor();
  await row.dblclick();
  await page.getByRole("button", { name: /^2 legs joined by X-CID/ }).waitFor();
  await page.getByRole("tab", { name: /^Quality/ }).click();
  const stream = page.getByRole("article", { name: /speaks/ }).first();
  await stream.getByText("18 of 600 packets", { exact: true }).waitFor();
  await stream.getByRole("button", { name: "Play" }).click();
  await stream.getByRole("button", { name: "Stop" }).click();
  await stream.getByRole("button", { name: "Play" }).waitFor();
  await opened.picture("file-quality");
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/files\/1/);
  assert.deepEqual(asked.filter((url) => url.includes("/api/")), []);
});

test("somebody who is not signed in can open a file, and nothing of it is sent", options, async () => {
  const guest = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await guest.page.goto(server.http);
  await guest.page.getByRole("button", { name: "Sign in" }).waitFor();
  const sent: string[] = [];
  guest.page.on("request", (request) => void (request.method() === "POST" && sent.push(request.url())));
  await drop(guest.page, "hep", Buffer.concat(first.frames(nowUs)).toString("base64"));
  await guest.page.getByRole("link", { name: "Look inside, here" }).click();
  await guest.page.locator(".rows .row").first().dblclick();
  await guest.page.getByRole("listbox", { name: "Ladder: 7 messages between 2 hosts" }).waitFor();
  await guest.page.getByRole("heading", { level: 1, name: /^Answered after 3\.2 s/ }).waitFor();
  await guest.picture("guest-call-dark-390x844");
  assert.deepEqual(sent, []);
  assert.ok(guest.complaints().every((line) => line.includes("401")));
  await guest.page.context().close();
});

test("a file that is no longer open says so", options, async () => {
  await open("/files/1");
  await page.getByRole("heading", { name: "This file is not open any more" }).waitFor();
});

test("what a first visit loads of script stays below 250 kB", { skip: existsSync(join(WEB, "dist/index.html")) ? false : "the page is not built" }, () => {
  const html = readFileSync(join(WEB, "dist/index.html"), "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path);
  assert.ok(scripts.length > 0 && readdirSync(join(WEB, "dist/assets")).length > scripts.length, "the rest is loaded when it is wanted");
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(WEB, "dist", path))).length, 0);
  assert.ok(bytes < 250_000, `${bytes} bytes`);
});
