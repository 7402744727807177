// What most tests of the page stand on: a real server, a browser, and a page in it that has signed in and may leave nothing in the console.
// `node --test` runs each file as a process of its own, so each has these to itself.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { CallJson } from "@sipglass/model";
import { ensurePageIsBuilt, missingBrowser, openBrowser, openPage, signIn, type OpenPage } from "./browser.ts";
import { startServer, until, type ServerOptions, type ServerProcess } from "./server-process.ts";

const missing = missingBrowser();
/** Of every test here. */
export const options = { skip: missing ?? false, timeout: 120_000 };
export const JSON_BODY = { "content-type": "application/json" };

/** Set before the first test. */
export let server: ServerProcess;
export let browser: Browser;
export let opened: OpenPage;
export let page: Page;

export interface SiteOptions {
  /** What the server starts with. */
  start?(): Promise<ServerOptions>;
  context?: BrowserContextOptions;
  signedOut?: true;
  /** What is there before the first test. */
  fill?(): Promise<unknown>;
}

/** To be called once, before the tests of the file. */
export function openSite({ start = async () => ({}), context = {}, signedOut, fill }: SiteOptions = {}): void {
  before(async () => {
    if (missing !== undefined) return;
    ensurePageIsBuilt();
    [server, browser] = await Promise.all([start().then(startServer), openBrowser()]);
    opened = await openPage(browser, { viewport: { width: 1440, height: 900 }, colorScheme: "light", ...context });
    ({ page } = opened);
    await fill?.();
    if (!signedOut) await signIn(page, server.http);
  });
  after(async () => {
    await browser?.close();
    await server?.health().catch(() => console.error(`The server is gone. Its last words:\n${server.output().slice(-4000)}`));
    await server?.kill();
    server?.remove();
  });
  afterEach(() => assert.deepEqual(opened?.complaints() ?? [], [], "the console stays empty"));
}

/** After `server.kill()`: with what it had, where it was. */
export async function startAgain(): Promise<void> {
  const { directory, hepPort, httpPort } = server;
  server = await startServer({ directory, ports: { hep: hepPort, http: httpPort } });
}

export const open = (path: string): Promise<unknown> => page.goto(`${server.http}${path}`);

export async function nameHosts(hosts: readonly { name: string; ip: string }[]): Promise<void> {
  for (const { name, ip } of hosts) {
    await server.fetch(`/api/v1/aliases/${ip}`, { method: "PUT", headers: JSON_BODY, body: JSON.stringify({ name }) });
  }
}

/** The call as soon as the server knows it and it is as far as `done` says. */
export async function callOf(callId: string, done: (call: CallJson) => boolean = () => true): Promise<CallJson> {
  const look = (): Promise<CallJson | undefined> => server.get<CallJson>(`calls/${encodeURIComponent(callId)}`).catch(() => undefined);
  const found = await until(look, (call) => call !== undefined && done(call));
  assert.ok(found);
  return found;
}
