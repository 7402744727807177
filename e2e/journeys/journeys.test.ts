// Fifteen ways and more through the page, each in light and in dark, five of them by keyboard alone: at the end axe-core finds nothing wrong with the page,
// and the console has said nothing.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { missingBrowser, openPage, signIn } from "../browser.ts";
import { CALL_JOURNEYS } from "./call.ts";
import { COMPLAINT } from "./complaint.ts";
import { FINDING_JOURNEYS } from "./finding.ts";
import type { Journey, Walk } from "./journey.ts";
import { SITE_JOURNEYS } from "./site.ts";
import { openWorld, settled, violations, type World } from "./world.ts";

const JOURNEYS: readonly Journey[] = [COMPLAINT, ...FINDING_JOURNEYS, ...CALL_JOURNEYS, ...SITE_JOURNEYS];
const missing = missingBrowser();
const options = { skip: missing ?? false, timeout: 120_000 };
/** `node --test` with this set renews the pictures of the guide. */
const GUIDE = process.env["SIPGLASS_GUIDE"];
/** 3 pm in the page is 3 pm where the day was played. */
const timezoneId = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Chromium says this of any answer 401; who is here is asked before anybody is. */
const ASKED_WHO = /401 \(Unauthorized\) \(.*\/auth\/me\)$/;

let world: World;
before(async () => {
  if (missing === undefined) world = await openWorld();
});
after(() => world?.close());

test("there are fifteen journeys and more, five of them by keyboard alone", () => {
  assert.ok(new Set(JOURNEYS.map(({ name }) => name)).size >= 15);
  assert.equal(JOURNEYS.filter(({ byKey }) => byKey).length, 5);
});

for (const theme of ["light", "dark"] as const) {
  for (const journey of JOURNEYS) {
    test(`${theme}: ${journey.name}${journey.byKey ? " (by keyboard alone)" : ""}`, options, () => walkIn(theme, journey));
  }
}

async function walkIn(theme: Walk["theme"], { walk, byKey, signedOut }: Journey): Promise<void> {
  const { server, browser } = world;
  const { page, complaints } = await openPage(browser, { viewport: { width: 1440, height: 900 }, colorScheme: theme, timezoneId, acceptDownloads: true });
  const pointed: string[] = [];
  await page.exposeFunction("sipglassPointed", (what: string) => void pointed.push(what));
  await page.addInitScript(`addEventListener("pointerdown", ({ isTrusted, target }) => isTrusted && sipglassPointed(target.outerHTML.slice(0, 100)), true)`);
  if (!signedOut) await signIn(page, server.http);
  await walk({
    page, server, theme,
    stranger: () => browser.newContext({ colorScheme: theme, timezoneId }),
    open: (path) => page.goto(`${server.http}${path}`),
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    listed: () => page.locator("#calls-grid .row[id]").first().waitFor(),
    async picture(name) {
      if (GUIDE === undefined || theme === "dark") return;
      await settled(page);
      await page.screenshot({ path: join(import.meta.dirname, `../../docs/guide/${name}.png`) });
    },
  });
  if (byKey) assert.deepEqual(pointed, [], "nothing was pointed at");
  assert.deepEqual(await violations(page), [], "axe-core finds nothing");
  assert.deepEqual(complaints().filter((line) => !(signedOut && ASKED_WHO.test(line))), [], "the console stays empty");
  await page.context().close();
}
