// A real browser for the tests of the page: the system's Chromium, driven through playwright-core, with everything it complains about remembered.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { PASSWORD } from "./server-process.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const program = (process.env["PATH"] ?? "").split(":").flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));

/** Why there is no browser, or undefined. */
export const missingBrowser = (): string | undefined => (program === undefined ? "not installed: chromium" : undefined);

/** Git ignores it. */
const PICTURES = join(import.meta.dirname, "../test-results");

export interface OpenPage {
  readonly page: Page;
  /** What the console called an error, and what nobody caught, since the last look. */
  complaints(): string[];
  /** One PNG under test-results/. */
  picture(name: string): Promise<void>;
}

export async function openBrowser(): Promise<Browser> {
  // Chromium refuses its sandbox to root, which is who tests are in many containers.
  return chromium.launch({ executablePath: program ?? "", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({ timezoneId: "UTC", locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  let found: string[] = [];
  page.on("console", (message) => message.type() === "error" && found.push(`${message.text()} (${message.location().url})`));
  page.on("pageerror", (error) => found.push(`uncaught: ${error.stack ?? error.message}`));
  mkdirSync(PICTURES, { recursive: true });
  return {
    page,
    complaints: () => {
      const all = found;
      found = [];
      return all;
    },
    picture: async (name) => void (await page.screenshot({ path: join(PICTURES, `${name}.png`) })),
  };
}

/** As admin, past the form. */
export async function signIn(page: Page, http: string): Promise<void> {
  await page.request.post(`${http}/api/v1/auth/login`, { data: { username: "admin", password: PASSWORD } });
}

const WEB = join(import.meta.dirname, "../packages/web");

/** The launcher has built it; a test that is run by itself does so when it is not there. */
export function ensurePageIsBuilt(): void {
  const vite = join(import.meta.dirname, "../node_modules/vite/bin/vite.js");
  if (!existsSync(join(WEB, "dist/index.html"))) execFileSync(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: WEB });
}
