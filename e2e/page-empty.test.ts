// A server that has no call yet, in a real browser: what it says, and a day of invented calls at a click.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, openSite, options, page, server } from "./open-site.ts";

openSite();

test("without a call the list says how the first gets here, and a click loads a demo whose calls open", options, async () => {
  await open("/");
  await page.getByRole("heading", { name: "Waiting for the first packet" }).waitFor();
  await page.getByRole("button", { name: "Load the demo" }).click();
  await page.waitForURL(/from=-24h/);
  await page.getByText(/\d+ calls/).first().waitFor();
  await page.getByRole("button", { name: "Load the demo" }).waitFor({ state: "detached" });
  const { items } = await server.get<{ items: { state: string; started_at: string }[] }>("calls?from=-24h&q=kind:call&limit=1000");
  assert.ok(items.length > 300, `${items.length} calls`);
  assert.ok(items.some(({ state }) => state === "completed") && items.some(({ state }) => state === "busy"));
  // The numbers above the list may come before its rows.
  await page.locator(".rows .row").nth(2).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/calls\//);
});

test("invented calls never come among others: a second time is refused, and the history names the first", async () => {
  const again = await server.fetch("/api/v1/demo", { method: "POST" });
  assert.equal(again.status, 409);
  assert.match(await again.text(), /There are calls here already.*serve --demo/);
  const { items } = await server.get<{ items: { file: string; state: string; calls: number; from: string | null }[] }>("imports");
  assert.deepEqual(items.map(({ file, state }) => [file, state]), [["demo", "done"]]);
  assert.ok(items[0]!.calls > 300 && items[0]!.from !== null);
});
