// "+49 30 … could not call yesterday around 3 pm": from the complaint to the root cause in three actions, without having read anything.
import assert from "node:assert/strict";
import type { CallJson } from "@sipglass/model";
import { until } from "../server-process.ts";
import { journey, rows, verdict } from "./journey.ts";

const MOST_ACTIONS = 3;

export const COMPLAINT = journey("from a customer's complaint to the root cause in three actions", async ({ page, server, open, listed, picture }) => {
  // Five minutes less than a day: the walk takes a while.
  const refused = encodeURIComponent("code:503 ip:198.51.100.11 cause:34 from:+4930* last:1435m");
  const { items } = await server.get<{ items: CallJson[] }>(`calls?limit=1&sort=oldest&q=${refused}`);
  const number = items[0]?.from_user ?? assert.fail("nobody from Berlin was refused");
  await open("/");
  await page.getByRole("heading", { name: "Calls" }).waitFor({ state: "attached" });
  let actions = 0;
  const action = async (what: () => Promise<unknown>): Promise<void> => {
    actions += 1;
    await what();
  };

  await action(async () => {
    await page.locator("#search").click();
    await page.keyboard.type(number);
    await page.keyboard.press("Enter");
  });
  await page.getByRole("heading", { name: "No call matches" }).waitFor();
  await picture("complaint-1-number");
  await action(() => page.getByRole("button", { name: "Last 24 h" }).click());
  await listed();
  await until(() => rows(page).count(), (count) => count === 1);
  await picture("complaint-2-found");
  await action(() => rows(page).first().getByRole("link").first().click());
  await verdict(page).filter({ hasText: /carrier-south/ }).waitFor();
  await picture("complaint-3-cause");

  assert.match(await verdict(page).innerText(), /carrier-south.*(no (line|circuit)|503)/i);
  assert.ok(actions <= MOST_ACTIONS, `${actions} actions`);
});
