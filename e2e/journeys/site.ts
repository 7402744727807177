// Journeys around the calls: registrations, agents, names of hosts, captures that come as files.
import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../server-process.ts";
import { arrows, journey, rows, verdict, type Journey } from "./journey.ts";

const CAPTURE = join(import.meta.dirname, "../../fixtures/homer/call.pcap");

export const SITE_JOURNEYS: readonly Journey[] = [
  journey("a telephone that cannot register: refused, by whom, with what password retries", async ({ page, open, listed }) => {
    await open("/registrations?from=-24h");
    await page.getByRole("button", { name: /^refused/ }).click();
    await page.waitForURL(/state=/);
    await page.locator("tbody tr").first().waitFor();
    await page.locator("tbody tr").filter({ hasText: "401" }).first().getByRole("link").first().click();
    await listed();
    await rows(page).first().getByRole("link").first().click();
    await arrows(page).nth(1).waitFor();
  }),
  journey("what an agent sends, and the calls that it saw", async ({ page, open, listed }) => {
    await open("/agents?from=-24h");
    const agent = page.getByRole("row").filter({ hasText: "demo-border" });
    await agent.waitFor();
    await agent.getByRole("link", { name: "demo-border" }).click();
    await page.waitForURL(/q=agent:demo-border/);
    await page.goto(`${page.url()}&from=-24h`);
    await listed();
  }),
  journey("a carrier gets a name, and is called by it everywhere", async ({ page, open, listed, theme }) => {
    const name = `overseas-${theme}`;
    await open("/hosts");
    await page.getByRole("button", { name: "Add a name" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("address or network").fill("198.51.100.12");
    await dialog.getByLabel("name", { exact: true }).fill(name);
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row").filter({ hasText: name }).waitFor();
    await open("/?from=-24h&live=0&q=ip:198.51.100.12%20state:completed");
    await listed();
    await rows(page).first().getByRole("link").first().click();
    await verdict(page).waitFor();
    await page.getByRole("button", { name: new RegExp(`^Column ${name}`) }).waitFor();
  }),
  journey("a capture from a customer's site is brought in, and its calls are there", async ({ page, open, server }) => {
    const before = (await server.health()).received;
    await open("/imports");
    await page.locator('input[type="file"]').first().setInputFiles(CAPTURE);
    await page.getByRole("link", { name: /calls?/i }).last().waitFor();
    await until(() => server.health(), ({ received }) => received > before);
    assert.ok((await page.getByText(/call\.pcap/).count()) > 0);
  }),
];
