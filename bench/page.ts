// The promises of the page, measured in the system's Chromium against the real server: weight of the first load, time until it can be used, and a list
// of a million calls that is scrolled by wheel, by thumb and by key. `node bench/page.ts [CALLS]`; Chromium must be installed and the page built.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { ensurePageIsBuilt, missingBrowser, openBrowser, openPage, signIn } from "../e2e/browser.ts";
import { startServer, type ServerProcess } from "../e2e/server-process.ts";
import { keptCount, percentile, report } from "./measure.ts";
import { fillStore } from "./page-fill.ts";

const CALLS = Number(process.argv[2] ?? 1_000_000);
const DAYS = 3;
const ASSETS = join(import.meta.dirname, "../packages/web/dist/assets");
const ALL = "/?from=-7d&live=0";

const directory = mkdtempSync(join(tmpdir(), "sipglass-page-"));
mkdirSync(join(directory, "index"), { recursive: true });

async function main(): Promise<void> {
  const missing = missingBrowser();
  if (missing !== undefined) throw new Error(missing);
  ensurePageIsBuilt();
  const nowUs = Date.now() * 1000;
  const begun = performance.now();
  await fillStore(join(directory, "index"), CALLS, nowUs - DAYS * 86_400e6, nowUs - 60e6);
  console.log(`  ${CALLS} calls written in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  const [server, browser] = await Promise.all([startServer({ directory }), openBrowser()]);
  try {
    await measureLoad(server, browser);
    await measureList(server, browser);
  } finally {
    await browser.close();
    await server.kill();
    server.remove();
  }
  const { kept, broken } = keptCount();
  console.log(`\n${kept} promises kept, ${broken} broken`);
  process.exitCode = broken > 0 ? 1 : 0;
}

async function signedIn(server: ServerProcess, browser: Browser): Promise<Page> {
  const { page } = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
  await signIn(page, server.http);
  return page;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

/** Script that the list of calls needs, by what the browser really asked for. */
async function measureLoad(server: ServerProcess, browser: Browser): Promise<void> {
  const page = await signedIn(server, browser);
  const loaded = new Set<string>();
  page.on("request", (request) => request.resourceType() === "script" && loaded.add(new URL(request.url()).pathname));
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const begun = performance.now();
    await page.goto(`${server.http}${ALL}`, { waitUntil: "commit" });
    await page.locator(".rows .row[id]").first().waitFor();
    // It answers: a key moves the selection.
    await page.keyboard.press("j");
    await page.locator(".rows .row-selected").waitFor();
    times.push(performance.now() - begun);
  }
  const bytes = readdirSync(ASSETS).filter((name) => loaded.has(`/assets/${name}`)).reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0);
  report("script of the first load, gzip", kilobytes(bytes), "≤ 250 kB", bytes <= 250_000);
  report("first load until a key moves the list: median of 5", `${Math.round(percentile(times, 0.5))} ms`, "< 1500 ms", percentile(times, 0.5) < 1500);
  await page.context().close();
}

/** The most rows that were ever in the DOM, since it was last asked. */
const WATCH = `
  window.mostRows = 0;
  const count = () => { window.mostRows = Math.max(window.mostRows, document.querySelectorAll("#calls-grid .row").length); requestAnimationFrame(count); };
  count();
`;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** µs of the wall clock, and of the thread's own. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** Longest tasks of the page's main thread, in ms: as the clock on the wall has it, and without what other programs took of the processor. */
async function longestTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<{ wall: number; own: number }> {
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = new Set(traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith("RunTask") && main.has(`${pid} ${tid}`));
  const longest = (of: "dur" | "tdur"): number => Math.max(0, ...tasks.map((task) => task[of] ?? 0)) / 1000;
  return { wall: longest("dur"), own: longest("tdur") };
}

async function measureList(server: ServerProcess, browser: Browser): Promise<void> {
  const page = await signedIn(server, browser);
  await page.goto(`${server.http}${ALL}`);
  await page.locator(".rows .row[id]").first().waitFor();
  await page.waitForLoadState("networkidle");
  const { total } = await server.get<{ total: number }>("calls/histogram?from=-7d&buckets=1&q=kind:call");
  report("calls in the list", String(total), String(CALLS), total === CALLS);
  await page.evaluate(WATCH);
  const judge = async (how: string, work: () => Promise<void>): Promise<void> => {
    await page.evaluate("window.mostRows = 0");
    const { wall, own } = await longestTasks(browser, page, work);
    const rows = Number(await page.evaluate("window.mostRows"));
    report(`${how}: longest task (on the wall)`, `${Math.round(own)} ms (${Math.round(wall)} ms)`, "≤ 100 ms", own > 0 && own <= 100);
    report(`${how}: most rows in the DOM`, String(rows), "≤ 150", rows <= 150 && rows > 20);
  };
  await judge("wheel over 1,300 rows", async () => {
    await page.mouse.move(700, 500);
    for (let i = 0; i < 120; i += 1) await page.mouse.wheel(0, 300);
    await rowsAreThere(page);
  });
  await judge("thumb dragged from end to end", () => dragThumb(page));
  await judge("60 pages by key", async () => {
    await page.locator("#calls-grid").focus();
    for (let i = 0; i < 60; i += 1) await page.keyboard.press("PageDown");
  });
  await measureJumps(page);
  await measureSearch(page);
  await page.context().close();
}

/** The page's own rules forbid `eval`, by which Playwright would wait for a function: asked again and again instead. */
async function untilTrue(page: Page, condition: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await page.evaluate(`Boolean(${condition})`))) {
    if (Date.now() > deadline) throw new Error(`never: ${condition}`);
    await page.waitForTimeout(10);
  }
}

/** Calls, not their shapes, where one looks. */
const rowsAreThere = (page: Page): Promise<void> =>
  untilTrue(page, `(() => { const box = document.querySelector("#calls-grid").getBoundingClientRect();
    return document.elementFromPoint(box.left + 300, box.top + 300)?.closest(".row[id]"); })()`);

/** As a hand would: many small steps over the whole length, and back. */
async function dragThumb(page: Page): Promise<void> {
  await page.evaluate(`new Promise((done) => { const box = document.querySelector("#calls-grid"); const most = box.scrollHeight - box.clientHeight; let step = 0;
    const go = () => { box.scrollTop = most * (step <= 100 ? step / 100 : (200 - step) / 100); step += 1; if (step <= 200) setTimeout(go, 16); else done(); }; go(); })`);
  await rowsAreThere(page);
}

/** From letting go of the thumb anywhere until the calls of that time are read. */
async function measureJumps(page: Page): Promise<void> {
  const times: number[] = [];
  for (const share of [0.5, 0.1, 0.9, 0.3, 0.7, 0.97, 0.03]) {
    const begun = performance.now();
    await page.evaluate(`(() => { const box = document.querySelector("#calls-grid"); box.scrollTop = (box.scrollHeight - box.clientHeight) * ${share}; })()`);
    await page.waitForTimeout(30);
    await rowsAreThere(page);
    times.push(performance.now() - begun);
  }
  report("calls shown after a jump anywhere: median, worst", `${Math.round(percentile(times, 0.5))} ms, ${Math.round(Math.max(...times))} ms`, "< 1000 ms", Math.max(...times) < 1000);
}

async function measureSearch(page: Page): Promise<void> {
  const times: number[] = [];
  for (const query of ["code:503", "state:failed,busy", "from:+49*", "pdd>300ms", "code:486 NOT ua:~snom"]) {
    await page.keyboard.press("/");
    await page.locator("#search").fill(query);
    const answered = page.waitForResponse((response) => response.url().includes("/calls?") && response.url().includes(encodeURIComponent(query.slice(0, 4))));
    const begun = performance.now();
    await page.keyboard.press("Enter");
    await answered;
    await untilTrue(page, `!document.querySelector("#calls-grid.stale") && document.querySelector("#calls-grid .rows .row[id]")`);
    times.push(performance.now() - begun);
  }
  report("rows shown after Enter: median, worst of 5", `${Math.round(percentile(times, 0.5))} ms, ${Math.round(Math.max(...times))} ms`, "< 500 ms", Math.max(...times) < 500);
}

await main();
