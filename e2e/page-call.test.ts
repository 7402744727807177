// The page of a call in a real browser: the ladder arranged, filtered and saved, messages decoded and compared, offers and answers, logs, files, links and tickets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { encodeHep3 } from "@sipglass/decode";
import type { CallJson, MessageJson } from "@sipglass/model";
import { openPage } from "./browser.ts";
import { sendUdp } from "./hep-frames.ts";
import { longCall, longCallId } from "./long-call.ts";
import { browser, callOf, nameHosts, open, openSite, options, page, server } from "./open-site.ts";
import { CALL_ID, HOSTS, refusedCall } from "./refused-call.ts";
import { sleep, until } from "./server-process.ts";

const LONG = 60;

let refused: CallJson;
let long: CallJson;

openSite({
  async fill() {
    await nameHosts(Object.values(HOSTS));
    const startUs = (Date.now() - 60_000) * 1000;
    await sendUdp([...refusedCall(startUs), logLine(startUs + 100_000, "WARNING: no route left for the carrier"), ...longCall(LONG, startUs)], server.hepPort);
    refused = await callOf(CALL_ID, ({ messages }) => messages === 13);
    long = await callOf(longCallId(LONG), ({ messages }) => messages === LONG);
    // Its log line, which comes last, among them.
    await until(() => server.get<{ items: unknown[] }>(`calls/${refused.id}/messages`), ({ items }) => items.length === 14);
  },
});

/** What a proxy tells of the call beside its messages (HEP payload type 100). */
function logLine(timeUs: number, text: string): Buffer {
  const frame = encodeHep3({
    version: 3, ipVersion: 4, ipProtocol: 17, src: HOSTS.core.ip, srcPort: 5060, dst: HOSTS.core.ip, dstPort: 9060, timeUs, payloadType: 100, agentId: 12, agentName: "core",
    correlationId: CALL_ID, authKey: "", vlan: 0, payload: Buffer.from(text),
  });
  assert.ok(frame instanceof Uint8Array);
  return Buffer.from(frame);
}

const openCall = (call: CallJson, search = ""): Promise<unknown> => open(`/calls/${call.id}${search}`);
const arrows = (): Locator => page.getByRole("option");
const panel = (): Locator => page.getByRole("region", { name: "Message" });
const heads = (): Promise<string[]> => page.locator(".host b").allTextContents();
const untilHeads = (...names: string[]): Promise<string[]> => until(heads, (now) => now.join() === names.join());
const arrived = (count: number): Promise<void> => page.getByRole("listbox", { name: `Ladder: ${count} messages` }).waitFor();

test("hosts change places by key, share a column by menu, and the address says so", options, async () => {
  await openCall(refused);
  await arrived(14);
  await untilHeads("office-berlin", "sbc1", "core", "carrier-b");
  await page.getByRole("button", { name: "Column carrier-b" }).focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await until(heads, (names) => names[2] === "carrier-b");
  await page.getByRole("button", { name: "Column sbc1" }).click();
  await page.getByRole("menuitem", { name: "Join with the left" }).click();
  await untilHeads("office-berlin + sbc1", "carrier-b", "core");
  await page.reload();
  await arrived(14);
  await untilHeads("office-berlin + sbc1", "carrier-b", "core");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitem", { name: "Order and columns as they came" }).click();
  await until(heads, (names) => names.length === 4 && names[1] === "sbc1");
  assert.doesNotMatch(page.url(), /hosts=/);
});

test("a host is dragged to where it is let go", options, async () => {
  await openCall(refused);
  await arrived(14);
  await page.getByRole("heading", { level: 1, name: /carrier-b/ }).waitFor();
  const boxOf = async (name: string) => (await page.getByRole("button", { name: `Column ${name}` }).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const place = async () => [await boxOf("office-berlin"), await boxOf("core")] as const;
  // What comes later (quality, findings) may still move the head of the ladder.
  let [from, to] = await place();
  await until(
    async () => {
      const before = JSON.stringify([from, to]);
      await sleep(150);
      [from, to] = await place();
      return JSON.stringify([from, to]) === before;
    },
    Boolean,
  );
  await page.mouse.move(from.x + from.width / 2, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width, to.y + 10, { steps: 6 });
  await page.mouse.up();
  await untilHeads("sbc1", "core", "office-berlin", "carrier-b");
  assert.equal(await page.getByRole("menu").count(), 0, "a drag is no click");
});

test("methods and log lines are left out and brought back; the times count from where one wants", options, async () => {
  await openCall(refused);
  await arrived(14);
  await page.getByRole("button", { name: "Leave out methods" }).click();
  await page.getByRole("checkbox", { name: /^ACK/ }).uncheck();
  await page.getByRole("button", { name: "Only SIP" }).click();
  await arrived(10);
  await page.getByRole("button", { name: "Leave out methods" }).getByText("4 left out").waitFor();
  await page.keyboard.press("Escape");
  await arrows().nth(7).click();
  await page.keyboard.press("]");
  await panel().getByText("503 Service Unavailable").first().waitFor();
  await page.keyboard.press("t");
  await arrows().nth(1).getByText("+4.200 ms").first().waitFor();
  await page.keyboard.press("f");
  await page.waitForURL(/zoom=fit/);
  assert.match(page.url(), /drop=ACK,log,media/);
  await page.reload();
  await arrived(10);
  await page.getByRole("button", { name: "since start" }).waitFor();
});

test("codecs stand on their arrows, and a log line stands where it was written", options, async () => {
  await openCall(refused);
  await arrived(14);
  await arrows().nth(0).locator("tspan").getByText("G722 PCMA").waitFor();
  await page.getByText("WARNING: no route left for the carrier").first().waitFor();
  await page.getByRole("tab", { name: "Logs" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "no route left" });
  await line.locator(".log-level").getByText("warning").waitFor();
  await line.getByRole("button", { name: "Show in the ladder" }).click();
  await page.waitForURL((url) => !url.search.includes("tab=logs"));
});

test("the ladder is saved as a picture that holds every message", options, async () => {
  await openCall(refused);
  await arrived(14);
  const save = async (name: RegExp): Promise<Buffer> => {
    await page.getByRole("button", { name: "Picture" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    assert.match(download.suggestedFilename(), /^sipglass-7d1c2e6a.*\.(svg|png)$/);
    return readFileSync(await download.path());
  };
  const svg = (await save(/^SVG/)).toString("utf8");
  assert.equal(svg.match(/<g class="/g)?.length, 14);
  assert.deepEqual([...(await save(/^PNG/)).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
});

test("a message is decoded, and shown as bytes", options, async () => {
  await openCall(refused);
  await arrows().nth(0).click();
  await panel().getByRole("button", { name: "Decoded" }).click();
  await panel().getByText("192.0.2.10:16384").waitFor();
  await panel().getByText("telephone-event 8 kHz").waitFor();
  await panel().getByRole("button", { name: "Bytes" }).click();
  await panel().getByText("49 4e 56 49 54 45").first().waitFor();
  assert.match(page.url(), /view=hex/);
});

test("two messages are compared by key and by Shift, and Escape ends that before it leaves the page", options, async () => {
  await openCall(refused);
  await arrows().nth(0).click();
  await panel().getByText("1 / 14").waitFor();
  await page.keyboard.press("c");
  await page.getByText("Now choose the other message").waitFor();
  await arrows().nth(1).click();
  const compared = page.getByRole("region", { name: "Two messages compared" });
  await compared.getByText(/lines differ/).waitFor();
  const rows = compared.locator(".compare-differs");
  // The request line, a Via on top, Max-Forwards.
  assert.deepEqual((await rows.allTextContents()).map((text) => /Via|Max-Forwards|INVITE/.exec(text)?.[0]), ["INVITE", "Via", "Max-Forwards"]);
  await page.keyboard.press("Escape");
  await compared.waitFor({ state: "detached" });
  await arrows().nth(2).click({ modifiers: ["Shift"] });
  await compared.waitFor();
  const address = page.url();
  await page.reload();
  await compared.waitFor();
  assert.equal(page.url(), address);
});

test("offers and answers are a table that leads to their messages", options, async () => {
  await openCall(long, "?tab=negotiation");
  const exchanges = page.getByRole("article");
  await exchanges.nth(1).waitFor();
  await exchanges.nth(0).getByText("audio: G722, both ways").waitFor();
  await exchanges.nth(1).getByText("offerer: sendrecv became sendonly (hold)").waitFor();
  await exchanges.nth(0).getByRole("button", { name: "200 OK" }).click();
  await panel().getByText(/^200 OK/).first().waitFor();
});

test("a link opens the page without an account, masked, and ends when it is ended", options, async () => {
  await openCall(refused);
  await arrived(14);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make link" }).click();
  const href = await page.getByRole("textbox", { name: "Copy link" }).inputValue();
  const stranger = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await stranger.page.goto(href);
  await stranger.page.getByRole("option").nth(12).waitFor();
  await stranger.page.getByText(/numbers, and addresses, are hidden/).waitFor();
  assert.doesNotMatch(await stranger.page.locator("body").innerText(), /23125100|203\.0\.113\.9/);
  await stranger.page.getByRole("tab", { name: "Negotiation" }).click();
  await stranger.page.getByRole("article").first().waitFor();
  await stranger.page.getByRole("tab", { name: "Findings" }).click();
  await stranger.page.locator(".finding-card").first().waitFor();
  assert.ok(stranger.complaints().every((line) => line.includes("/auth/me")), "nothing but who is here is refused");
  await page.getByRole("button", { name: "End", exact: true }).click();
  await until(async () => (await server.get<{ items: unknown[] }>("shares")).items.length, (links) => links === 0);
  await stranger.page.goto(href);
  await stranger.page.getByRole("heading", { name: "This link shows nothing, or no longer" }).waitFor();
  await stranger.page.context().close();
});

test("the call leaves as a report, as SIPp and under other names", options, async () => {
  await openCall(refused);
  await arrived(14);
  const save = async (name: RegExp): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    return readFileSync(await download.path(), "utf8");
  };
  await page.getByRole("button", { name: "Export" }).click();
  assert.match(await save(/^HTML report/), /<svg[\s\S]*503 Service Unavailable/);
  await page.getByRole("button", { name: "Export" }).click();
  assert.match(await save(/^SIPp, caller/), /<scenario/);
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("checkbox", { name: /^Anonymous/ }).check();
  const anonymous = await save(/^text/);
  assert.match(anonymous, /INVITE/);
  assert.doesNotMatch(anonymous, /3023125100|203\.0\.113\.9/);
});

test("a ticket's text says what happened, shows it, and leads back here", options, async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.http });
  await openCall(refused);
  await arrived(14);
  await page.getByRole("heading", { level: 1, name: /carrier-b/ }).waitFor();
  await page.getByRole("button", { name: "Ticket" }).click();
  await page.getByText("Copied").first().waitFor();
  const text = await page.evaluate<string>("navigator.clipboard.readText()");
  assert.match(text, /^carrier-b \(203\.0\.113\.9:5060\) had no line/);
  assert.match(text, /INVITE[\s\S]*Link: http:\/\/127\.0\.0\.1/);
});

test("of a long call only what is in view is drawn, and the last message is a key away", options, async () => {
  await openCall(long);
  await arrived(LONG);
  const messages = (await server.get<{ items: MessageJson[] }>(`calls/${long.id}/messages`)).items;
  assert.ok((await arrows().count()) < LONG);
  await page.goto(`${server.http}/calls/${long.id}?msg=${encodeURIComponent(messages.at(-1)?.ref ?? "")}`);
  await panel().getByText(`${LONG} / ${LONG}`).waitFor();
  await page.locator(`#arrow-${LONG - 1}`).waitFor();
});
