// Finding calls in a real browser against the real server: a long list, columns, marks, the search that remembers, dashboards, live; much of it by key alone.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generateCalls } from "sipglass/simulate";
import { fillStore } from "../bench/page-fill.ts";
import { sendUdp } from "./hep-frames.ts";
import { open, openSite, options, page, server } from "./open-site.ts";
import { until } from "./server-process.ts";

const STORED = 20_000;

openSite({
  async start() {
    const directory = mkdtempSync(join(tmpdir(), "sipglass-find-"));
    mkdirSync(join(directory, "index"), { recursive: true });
    const nowUs = Date.now() * 1000;
    await fillStore(join(directory, "index"), STORED, nowUs - 86_400e6, nowUs - 3600e6);
    return { directory };
  },
});

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const grid = () => page.locator("#calls-grid");
const firstRow = (): Promise<unknown> => page.locator(".rows .row[id]").first().waitFor();
/** Id of the row at so many px below the head; "" = no row, or the shape of one. */
const rowAt = (y: number): Promise<string> =>
  page.evaluate(`(() => { const box = document.querySelector("#calls-grid").getBoundingClientRect(); return document.elementFromPoint(box.left + 300, box.top + 30 + ${y})?.closest(".row")?.id ?? ""; })()`);
const send = (from: number, calls: number): Promise<unknown> =>
  sendUdp([...generateCalls({ seed: 3, ringS: 0.3, talkS: 30, shape: "good", calls, firstCall: from, startUs: Date.now() * 1000 })].slice(0, calls * 3).map(({ frame }) => Buffer.from(frame)), server.hepPort);

test("any place of a long list is reached by the thumb, and its end by a key; the rows in the page stay few", options, async () => {
  await open("/?from=-2d&live=0&group=legs");
  await firstRow();
  const all = await server.get<{ items: { id: string }[] }>("calls?from=-2d&sort=oldest&limit=3&q=kind:call");
  for (const share of [0.5, 0.9, 0.2]) {
    await grid().evaluate((box, part) => (box.scrollTop = (box.scrollHeight - box.clientHeight) * part), share);
    await until(() => rowAt(200), (id) => id !== "");
    assert.ok((await page.locator("#calls-grid .row").count()) <= 150);
  }
  await grid().focus();
  await press("End");
  await page.locator(`#row-${all.items[0]?.id}`).waitFor();
  await press("Home");
  await until(() => grid().evaluate((box) => box.scrollTop), (top) => top === 0);
  await firstRow();
});

test("scrolling back up over what was let go of shows the same calls in the same order", options, async () => {
  await open("/?from=-2d&live=0&group=legs");
  await firstRow();
  const expected = (await server.get<{ items: { id: string }[] }>("calls?from=-2d&limit=1000&q=kind:call")).items.map(({ id }) => id);
  const seenAt = async (index: number): Promise<string> => {
    await grid().evaluate((box, top) => (box.scrollTop = top), index * 28);
    return until(() => rowAt(14), (id) => id !== "");
  };
  for (const index of [0, 120, 300, 520, 700, 520, 300, 120, 0]) assert.equal(await seenAt(index), `row-${expected[index]}`, `row ${index}`);
});

test("columns are chosen and moved by key, kept in this browser, and shared in the address", options, async () => {
  await open("/?from=-2d&live=0");
  await firstRow();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: /^user agent/ }).check();
  await page.getByRole("checkbox", { name: /^via/ }).focus();
  await press("Space");
  await page.getByRole("checkbox", { name: /^callee/ }).focus();
  await press("Alt+ArrowUp");
  const heads = (): Promise<string[]> => page.locator(".col-head").allTextContents();
  await until(heads, (now) => now.includes("user agent") && !now.includes("via") && now.indexOf("callee") < now.indexOf("caller"));
  const kept = await heads();
  await page.getByRole("button", { name: /^Share/ }).click();
  await page.waitForURL(/cols=time,callee,caller/);
  const shared = page.url();
  await page.evaluate("localStorage.clear()");
  await page.goto(shared);
  await firstRow();
  assert.deepEqual(await heads(), kept);
});

test("the list as a file has every call of the search and the columns of the list", options, async () => {
  await open("/?q=state:busy&from=-2d&live=0&cols=time,caller,ua");
  await firstRow();
  const { total } = await server.get<{ total: number }>("calls/histogram?from=-2d&buckets=1&q=state:busy%20kind:call");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /as CSV/ }).click()]);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n");
  assert.deepEqual([lines.length - 1, lines[0]], [total, "started_at,caller,from_user,user_agents,id,call_id"]);
});

test("by key alone: two calls are marked and stand in one ladder; Escape leads back", options, async () => {
  await send(500, 3);
  await open("/");
  await until(() => page.locator(".rows .row[id]").count(), (count) => count >= 3);
  await press("j", "x", "j", "x");
  await page.getByRole("toolbar", { name: "2 calls marked" }).waitFor();
  await press("Shift+Enter");
  await page.waitForURL(/\/compare\?.*ids=/);
  await page.getByRole("heading", { name: "2 calls in one ladder" }).waitFor();
  await page.getByRole("listbox", { name: /^Ladder/ }).getByRole("option").nth(3).waitFor();
  await press("Escape");
  await firstRow();
});

test("by key alone: a query is mended while it is typed, saved, and asked again from what was asked before", options, async () => {
  await open("/?from=-2d&live=0");
  await firstRow();
  await press("/");
  await page.keyboard.type("cdoe:486");
  await page.getByText("Perhaps you mean").waitFor();
  assert.equal(await page.locator(".q-fault").first().textContent(), "cdoe");
  await press("Alt+Enter", "Enter");
  await page.waitForURL(/q=code:486/);
  await press("g", "s");
  await page.getByLabel("Name").fill("Busy ones");
  await press("Enter");
  await page.getByRole("button", { name: /^Busy ones/ }).waitFor();
  await press("Escape", "/");
  await page.locator("#search").fill("");
  await page.getByRole("option", { name: /code:486.*asked before/ }).waitFor();
  await page.locator("#search").fill("busy o");
  await page.getByRole("option", { name: /Busy ones.*saved/ }).waitFor();
  await press("ArrowDown");
  await until(() => page.locator('[role="option"][aria-selected="true"]').count(), (count) => count === 1);
});

test("a dashboard is made, arranged by key and by drag, and is there again", options, async () => {
  await open("/?from=-2d&live=0");
  const lead = async (): Promise<string> => (await press("g", "d"), page.url());
  await until(lead, (url) => url.includes("/dashboards"));
  await page.getByRole("button", { name: "New dashboard" }).click();
  const titles = (): Promise<(string | null)[]> => page.locator(".dash-arranged").evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")));
  await until(titles, (now) => now.length === 6);
  await page.getByRole("group", { name: "NER", exact: true }).focus();
  await press("ArrowLeft");
  await until(titles, (now) => now[0] === "NER");
  await page.getByRole("group", { name: "Outcomes" }).dragTo(page.getByRole("group", { name: "NER", exact: true }), { sourcePosition: { x: 200, y: 12 }, targetPosition: { x: 200, y: 12 } });
  const arranged = await until(titles, (now) => now[0] === "Outcomes");
  const kept = async (): Promise<(string | null)[] | undefined> =>
    (await server.get<{ items: { panels: { title: string }[] }[] }>("dashboards")).items[0]?.panels.map(({ title }) => title);
  assert.deepEqual(await until(kept, (now) => now?.[0] === "Outcomes"), arranged);
  await press("e");
  await page.reload();
  await page.getByRole("region", { name: "Outcomes" }).waitFor();
});

test("live shows a call while it lasts and its messages as they come; paused, nothing moves", options, async () => {
  await open("/live");
  await page.locator(".live-open").waitFor();
  const lines = (): Promise<number> => page.locator(".live-line").count();
  const before = await lines();
  await send(900, 1);
  await until(lines, (count) => count === before + 3);
  await page.locator(".live-call").first().waitFor();
  await press("p");
  await send(950, 2);
  await page.getByText("paused, 6 waiting", { exact: true }).waitFor();
  assert.equal(await lines(), before + 3);
  await press("p");
  await until(lines, (count) => count === before + 9);
});

test("what lies behind a number of the overview is one key or click away", options, async () => {
  await open("/overview?from=-2d&live=0");
  await page.getByRole("region", { name: "Callees" }).getByRole("link").first().click();
  await page.waitForURL(/\?.*q=/);
  await firstRow();
});
