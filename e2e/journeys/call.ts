// Journeys within a call: its legs, its sound, its evidence, and its way out to others.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { until } from "../server-process.ts";
import { arrows, journey, journeyByKey, rows, verdict, type Journey, type Walk } from "./journey.ts";

async function openFirst({ page, open, listed }: Walk, query: string): Promise<void> {
  await open(`/?from=-24h&live=0&q=${encodeURIComponent(query)}`);
  await listed();
  await rows(page).first().getByRole("link").first().click();
  await verdict(page).waitFor();
}

const tab = async ({ page }: Walk, name: RegExp): Promise<void> => {
  await page.getByRole("tab", { name }).click();
  await page.getByRole("tabpanel", { name }).waitFor();
};

export const CALL_JOURNEYS: readonly Journey[] = [
  journey("one-way audio: the finding shows the message in which it was born, and the offer shows why", async (walk) => {
    const { page } = walk;
    await openFirst(walk, "finding:one_way_audio");
    await tab(walk, /^Findings/);
    await page.locator(".finding-card").first().waitFor();
    await tab(walk, /^Negotiation/);
    const exchange = page.getByRole("article").first();
    await exchange.getByRole("button", { name: "200 OK" }).first().click();
    await page.getByRole("region", { name: "Message" }).getByText(/^200 OK/).first().waitFor();
  }),
  journey("bad sound: who heard whom badly, when, and what took the points", async (walk) => {
    await openFirst(walk, "mos<3.5");
    await tab(walk, /^Quality/);
    await walk.page.getByRole("article").first().waitFor();
    await walk.page.getByText(/hears .* (badly|with flaws)/).first().waitFor();
    await walk.picture("quality");
  }),
  journey("a call through a PBX is one story: its legs in one ladder, and why they are one", async (walk) => {
    const { page, server } = walk;
    const sessions = "calls?group=session&limit=200&q=state:completed%20last:24h";
    const { items } = await server.get<{ items: { session_id: string; legs: number }[] }>(sessions);
    const joined = items.find(({ legs }) => legs >= 3) ?? assert.fail("no session of three legs");
    await openFirst(walk, `session:${joined.session_id}`);
    await arrows(page).nth(8).waitFor();
    await page.keyboard.press("l");
    await page.getByText(/X-CID|Session-ID|same numbers|origin|Call-ID/i).first().waitFor();
    await walk.picture("legs");
  }),
  journeyByKey("a call is read message by message, and two of them held against each other", async (walk) => {
    const { page, open, press, listed } = walk;
    await open("/?from=-24h&live=0&q=state:completed");
    await listed();
    await press("j", "Enter");
    await verdict(page).waitFor();
    await arrows(page).nth(3).waitFor();
    const at = async (): Promise<number> => Number(/\d+$/.exec((await page.locator('[role="option"][aria-selected="true"]').getAttribute("id")) ?? "")?.[0]);
    const first = await at();
    await press("]", "]");
    await until(at, (now) => now === first + 2);
    await press("c", "]");
    await page.getByRole("region", { name: "Two messages compared" }).waitFor();
    await press("Escape", "Escape");
    await listed();
  }),
  journeyByKey("the evidence leaves as a capture for the carrier", async ({ page, open, press, listed }) => {
    await open("/?from=-24h&live=0&q=code:503");
    await listed();
    await press("j", "Enter");
    await verdict(page).waitFor();
    await arrows(page).nth(1).waitFor();
    await page.getByRole("button", { name: "Export" }).focus();
    await press("Enter");
    await page.getByRole("menuitem", { name: /^pcap\b/ }).focus();
    const [download] = await Promise.all([page.waitForEvent("download"), press("Enter")]);
    assert.ok([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1].includes(readFileSync(await download.path()).readUInt32BE(0)), "a pcap");
  }),
  journey("a link shows a stranger the call without its numbers", async (walk) => {
    const { page, stranger } = walk;
    await openFirst(walk, "code:486");
    const caller = (await page.locator("dl.facts dd, .facts dd").first().innerText()).trim();
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("button", { name: "Make link" }).click();
    const href = await page.getByRole("textbox", { name: "Copy link" }).inputValue();
    const other = await (await stranger()).newPage();
    await other.goto(href);
    await other.getByText(/numbers, and addresses, are hidden/).waitFor();
    assert.ok(!(await other.locator("body").innerText()).includes(caller), caller);
    await other.context().close();
  }),
];
