// The promise of the ladder: a call of 5,000 messages opens in Chromium in less than 500 ms and scrolls without a task longer than 100 ms.
// Run by hand: `node bench/ladder.ts [MESSAGES]`; it needs Chromium.
import type { Page } from "playwright-core";
import { ensurePageIsBuilt, missingBrowser, openBrowser, openPage } from "../e2e/browser.ts";
import { sendUdp } from "../e2e/hep-frames.ts";
import { longCall, longCallId } from "../e2e/long-call.ts";
import { PASSWORD, startServer, until } from "../e2e/server-process.ts";
import type { CallJson } from "@sipglass/model";
import { allKept, percentile, report } from "./measure.ts";

const MESSAGES = Number(process.argv[2] ?? 5000);
const OPENINGS = 5;
const [OPEN_MS, TASK_MS, MOST_ROWS] = [500, 100, 150];

/** In the page: tasks longer than 50 ms are what the browser tells of (Long Tasks API). */
const WATCH = "window.longTasks = []; new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });";

async function openOnce(page: Page, http: string, id: string): Promise<number> {
  await page.goto(`${http}/?from=-7d&q=callid:%22${encodeURIComponent(longCallId(MESSAGES))}%22`);
  const row = page.locator(`#row-${id}`);
  await row.waitFor();
  await page.waitForLoadState("networkidle");
  // From the press of Enter to the frame in which arrows stand: measured in the page, so that the driver costs nothing.
  await page.evaluate(`window.opened = new Promise((resolve) => {
    let from = 0;
    document.addEventListener("keydown", (event) => event.key === "Enter" && (from = performance.now()), { capture: true });
    const look = () => (from > 0 && document.querySelectorAll(".rung").length > 5 ? requestAnimationFrame(() => resolve(performance.now() - from)) : requestAnimationFrame(look));
    look();
  }), 0`);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  return page.evaluate<number>("window.opened");
}

async function scroll(page: Page): Promise<{ longestMs: number; most: number; frames: number }> {
  // Scrolling is measured, not what still arrives.
  await page.locator(".headline:not(.headline-wait)").waitFor();
  await page.getByRole("tab", { name: new RegExp(`^Messages ?${MESSAGES}`) }).waitFor();
  await page.waitForTimeout(1000);
  return page.evaluate<{ longestMs: number; most: number; frames: number }>(`new Promise((resolve) => {
    ${WATCH}
    const box = document.querySelector(".ladder");
    let [most, frames] = [0, 0];
    const step = () => {
      frames += 1;
      box.scrollTop += 900;
      most = Math.max(most, document.querySelectorAll(".rung").length);
      if (box.scrollTop + box.clientHeight < box.scrollHeight - 2 && frames < 2000) requestAnimationFrame(step);
      else setTimeout(() => resolve({ longestMs: Math.max(0, ...window.longTasks), most, frames }), 300);
    };
    step();
  })`);
}

async function bench(): Promise<void> {
  ensurePageIsBuilt();
  const [server, browser] = await Promise.all([startServer(), openBrowser()]);
  try {
    await sendUdp(longCall(MESSAGES, (Date.now() - 2 * 3600_000) * 1000), server.hepPort);
    const look = (): Promise<CallJson | undefined> =>
      server.get<CallJson>(`calls/${encodeURIComponent(longCallId(MESSAGES))}`).catch(() => undefined);
    const call = await until(look, (found) => found?.messages === MESSAGES);
    const { page } = await openPage(browser, { viewport: { width: 1440, height: 900 } });
    await page.request.post(`${server.http}/api/v1/auth/login`, { data: { username: "admin", password: PASSWORD } });
    const times: number[] = [];
    for (let i = 0; i < OPENINGS; i += 1) times.push(await openOnce(page, server.http, call?.id ?? ""));
    const median = percentile(times, 0.5);
    report(`ladder of ${MESSAGES} messages: Enter in the list → arrows, median`, `${median.toFixed(0)} ms (${times.map((ms) => ms.toFixed(0)).join(", ")})`, `< ${OPEN_MS} ms`, median < OPEN_MS);
    const { longestMs, most, frames } = await scroll(page);
    report(`scrolling it from end to end in ${frames} frames: longest task`, `${longestMs.toFixed(0)} ms`, `≤ ${TASK_MS} ms`, longestMs <= TASK_MS);
    report("rows drawn at once while scrolling, at most", String(most), `≤ ${MOST_ROWS}`, most <= MOST_ROWS);
  } finally {
    await browser.close();
    await server.kill();
    server.remove();
  }
}

const missing = missingBrowser();
if (missing === undefined) await bench();
else console.error(`skipped: ${missing}`);
process.exitCode = missing === undefined && allKept() ? 0 : 1;
