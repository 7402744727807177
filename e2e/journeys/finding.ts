// Journeys to calls: by search, list, overview and by key.
import assert from "node:assert/strict";
import { PASSWORD, until } from "../server-process.ts";
import { journey, journeyByKey, rows, verdict, type Journey } from "./journey.ts";

export const FINDING_JOURNEYS: readonly Journey[] = [
  {
    ...journeyByKey("somebody comes on shift, signs in and opens the newest call that failed", async ({ page, open, press }) => {
      await open("/");
      await page.getByRole("heading", { name: /sipglass/ }).waitFor();
      await until(() => page.evaluate<string>("document.activeElement.tagName"), (name) => name === "INPUT");
      await page.keyboard.type("admin");
      await press("Tab");
      await page.keyboard.type(PASSWORD);
      await press("Enter");
      await page.getByRole("navigation", { name: "Pages" }).waitFor();
      await press("/");
      await page.keyboard.type("state:failed last:24h");
      await press("Enter");
      await page.waitForURL(/q=state:failed/);
      // The rows of the range before stay until the answer is there.
      await until(
        () => rows(page).evaluateAll((all) => all.length > 0 && all.every((row) => row.querySelector(".outcome-failed") !== null)),
        Boolean,
      );
      await press("j", "Enter");
      await verdict(page).waitFor();
    }),
    signedOut: true,
  },
  journeyByKey("a query with a slip of the pen is mended while it is typed", async ({ page, open, press, listed, picture }) => {
    await open("/?from=-24h");
    await listed();
    await page.getByRole("button", { name: /^ASR [\d.]+ %/ }).waitFor();
    await picture("calls");
    await press("/");
    await page.keyboard.type("cdoe:486");
    await page.getByText("Perhaps you mean").waitFor();
    await press("Alt+Enter", "Enter");
    await page.waitForURL(/q=code:486/);
    await listed();
    assert.equal(await page.locator("#search").inputValue(), "code:486");
    await rows(page).filter({ hasText: /busy/i }).first().waitFor();
  }),
  journeyByKey("two calls of a list are marked and read in one ladder", async ({ page, open, press, listed }) => {
    await open("/?from=-24h&q=finding:one_way_audio&live=0");
    await listed();
    await press("j", "x", "j", "x");
    await page.getByRole("toolbar", { name: "2 calls marked" }).waitFor();
    await press("Shift+Enter");
    await page.getByRole("heading", { name: "2 calls in one ladder" }).waitFor();
    await page.getByRole("listbox", { name: /^Ladder/ }).getByRole("option").nth(5).waitFor();
  }),
  journey("a number of the overview leads to its calls, and a call back to where one was", async ({ page, open, listed, picture }) => {
    await open("/overview?from=-24h");
    const card = page.getByRole("article").filter({ has: page.getByRole("button", { name: "What Poor MOS means" }) });
    await card.getByRole("link").waitFor();
    await picture("overview");
    await card.getByRole("link").click();
    await listed();
    assert.match(page.url(), /mos/);
    await rows(page).first().getByRole("link").first().click();
    await verdict(page).waitFor();
    await page.keyboard.press("Escape");
    await listed();
  }),
  journey("the noise of a scanner is taken out of the list from its own cell", async ({ page, open, listed }) => {
    await open("/?from=-24h&live=0&q=finding:scanner%20OR%20code:486&cols=time,caller,callee,outcome,finding,ua");
    await listed();
    const scanner = rows(page).filter({ hasText: "Scanner" });
    await scanner.first().waitFor();
    const cell = scanner.first().locator(".col-finding");
    await cell.hover();
    await cell.getByRole("button", { name: /^Filter by/ }).click();
    await page.getByRole("menuitem", { name: "Without these" }).click();
    await page.waitForURL(/NOT/);
    await until(() => scanner.count(), (count) => count === 0);
    assert.ok((await rows(page).count()) > 0, "the others stay");
  }),
];
