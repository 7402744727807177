// The page below a path, behind a proxy that strips it and without one, and signing in there at an OpenID provider, in a real browser.
import assert from "node:assert/strict";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { CLIENT, startProvider, type TestProvider } from "../packages/server/src/serve/auth/oidc.fixture.ts";
import { ensurePageIsBuilt, missingBrowser, openBrowser, openPage } from "./browser.ts";
import { freePort, PASSWORD, startServer, type ServerProcess } from "./server-process.ts";

const missing = missingBrowser();
const options = { skip: missing ?? false, timeout: 120_000 };
let server: ServerProcess;
let browser: Browser;
let provider: TestProvider;
let proxy: Server;
let publicUrl = "";

/** Takes `/voice` away, as nginx does with `proxy_pass http://sipglass/`. */
function startProxy(toPort: number): Server {
  return createServer((incoming, outgoing) => {
    const path = (incoming.url ?? "/").replace(/^\/voice/, "") || "/";
    const onward = request(
      {
        host: "127.0.0.1",
        port: toPort,
        path,
        method: incoming.method,
        headers: { ...incoming.headers, "x-forwarded-for": "203.0.113.9" },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
}

before(async () => {
  if (missing !== undefined) return;
  ensurePageIsBuilt();
  const ports = { hep: await freePort(), http: await freePort() };
  proxy = startProxy(ports.http);
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  publicUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/voice`;
  provider = await startProvider(publicUrl);
  provider.people.set("u-1", { name: "Nina K.", preferred_username: "nina", groups: ["noc"] });
  provider.people.set("u-2", { preferred_username: "otto", groups: [] });
  [server, browser] = await Promise.all([
    startServer({
      ports,
      environment: {
        SIPGLASS_BASE_PATH: "/voice",
        SIPGLASS_PUBLIC_URL: publicUrl,
        SIPGLASS_TRUSTED_PROXIES: "127.0.0.1",
        SIPGLASS_OIDC_ISSUER: provider.issuer,
        SIPGLASS_OIDC_CLIENT_ID: CLIENT.id,
        SIPGLASS_OIDC_CLIENT_SECRET: CLIENT.secret,
        SIPGLASS_OIDC_NAME: "Acme",
        SIPGLASS_OIDC_SCOPES: "openid,profile,groups",
        SIPGLASS_OIDC_ROLES: "noc=support",
      },
    }),
    openBrowser(),
  ]);
});
after(async () => {
  await browser?.close();
  await server?.kill();
  server?.remove();
  proxy?.closeAllConnections();
  proxy?.close();
  await provider?.close();
});

/** Whatever a page asks for lies below its path. */
async function visit(base: string, path = "/") {
  const opened = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  const outside: string[] = [];
  opened.page.on("request", (asked) => {
    const url = new URL(asked.url());
    if (url.origin === new URL(base).origin && url.pathname !== "/voice" && !url.pathname.startsWith("/voice/")) outside.push(url.pathname);
  });
  await opened.page.goto(`${base}${path}`);
  return { ...opened, outside };
}

for (const stripping of [true, false]) {
  test(
    `below /voice, ${stripping ? "behind a proxy that strips it" : "without a proxy"}, every page, link and sign-in stays there`,
    options,
    async () => {
      const base = stripping ? publicUrl : `${server.http}/voice`;
      const { page, outside, complaints } = await visit(base, "/registrations?q=state:failed");
      await page.getByLabel("User name").fill("admin");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("heading", { name: "Registrations" }).waitFor();
      for (const name of ["Overview", "Agents", "Calls"]) await page.getByRole("link", { name, exact: true }).click();
      await page.waitForURL(/\/voice\/?\?q=state:failed/);
      await page.getByRole("combobox").first().fill("from:1");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/voice\/?\?q=from:1/);
      await page.reload();
      await page.locator(".live-toggle").waitFor();
      assert.deepEqual(outside, []);
      assert.deepEqual(
        complaints().filter((line) => !line.includes("401")),
        [],
      );
    },
  );
}

test("who signs in at the provider comes back to the page he wanted, and signs out at both", options, async () => {
  const { page, outside, picture } = await visit(publicUrl, "/agents?from=-6h");
  await page.getByRole("link", { name: "Sign in with Acme" }).waitFor();
  await picture("sign-in-ways");
  await page.getByRole("link", { name: "Sign in with Acme" }).click();
  await page.locator("input[name=login]").fill("u-1");
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").click();
  await page.getByRole("heading", { name: "Capture agents" }).waitFor();
  assert.equal(new URL(page.url()).search, "?from=-6h");
  await page.getByRole("button", { name: /^nina, support/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.locator("button[value=yes], button[name=logout]").first().click();
  await page.getByRole("link", { name: "Sign in with Acme" }).waitFor();
  assert.equal(page.url(), `${publicUrl}/`);
  assert.deepEqual(outside, []);
});

test("who has no role there is told why, in words", options, async () => {
  const { page } = await visit(publicUrl);
  await page.getByRole("link", { name: "Sign in with Acme" }).click();
  await page.locator("input[name=login]").fill("u-2");
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").click();
  await page.getByRole("alert").getByText("None of your groups gives you a role here.").waitFor();
});
