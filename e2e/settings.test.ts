// The settings in a real browser: users are made, given another password and disabled, tokens and tenants made, one's own password changed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { JSON_BODY, open, opened, openSite, options, page, server } from "./open-site.ts";
import { PASSWORD } from "./server-process.ts";

const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");
const NEW_PASSWORD = "another look through it";

openSite({ context: { viewport: { width: 1280, height: 800 } } });

const login = (username: string, password: string): Promise<Response> =>
  fetch(`${server.http}/api/v1/auth/login`, {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({ username, password }),
  });
const part = (name: string): Promise<void> => page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name }).click();
const dialog = () => page.getByRole("dialog");
const row = (text: string) => page.getByRole("row").filter({ hasText: text });
const twice = async (inRow: string, label: string, question: string): Promise<void> => {
  await row(inRow).getByRole("button", { name: label }).click();
  await row(inRow).getByRole("button", { name: question }).click();
};

test("a user is made, given a new password, and cut at once when disabled", options, async () => {
  await open("/settings");
  await part("Users");
  await page.getByRole("button", { name: "Add user" }).click();
  await dialog().getByLabel("user name").fill("carl");
  await dialog().getByLabel("role").selectOption("customer");
  await dialog().getByLabel("tenants").fill("acme, beta");
  await dialog().getByRole("textbox", { name: "password" }).fill("long enough");
  await dialog().getByRole("button", { name: "Add user" }).click();
  await row("acme, beta").waitFor();
  assert.equal((await login("carl", "long enough")).status, 200);
  await twice("carl", "New password", "Replace it?");
  const password = await page.getByLabel("The new password of carl").inputValue();
  const answer = await login("carl", password);
  assert.equal(answer.status, 200);
  await opened.picture("settings-users");
  await twice("carl", "Disable", "Disable now?");
  await row("disabled").waitFor();
  const { token } = (await answer.json()) as { token: string };
  assert.equal((await fetch(`${server.http}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status, 401);
});

test("what the shell of the machine says of a user holds at once in the server that runs", options, async () => {
  const user = (...args: string[]): Buffer => execFileSync(process.execPath, [MAIN, "user", ...args, "--data", server.directory]);
  await server.fetch("/api/v1/users/carl", {
    method: "PATCH",
    headers: JSON_BODY,
    body: JSON.stringify({ password: "long enough" }),
  });
  user("enable", "carl");
  const { token } = (await (await login("carl", "long enough")).json()) as { token: string };
  const me = async (): Promise<number> =>
    (await fetch(`${server.http}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await me(), 200);
  user("disable", "carl");
  assert.equal(await me(), 401);
});

test("a refusal is shown in the form, which keeps what was typed", options, async () => {
  await page.getByRole("button", { name: "Add user" }).click();
  await dialog().getByLabel("user name").fill("CARL");
  await dialog().getByRole("textbox", { name: "password" }).fill("long enough");
  await dialog().getByRole("button", { name: "Add user" }).click();
  await dialog().getByRole("alert").getByText("There is a user of this name already.").waitFor();
  assert.equal(await dialog().getByLabel("user name").inputValue(), "CARL");
  await page.keyboard.press("Escape");
  assert.ok(opened.complaints().every((line) => /\b409\b/.test(line)));
});

test("a token is shown once, works, and not after it is revoked", options, async () => {
  await part("API tokens");
  await page.getByRole("button", { name: "Make token" }).click();
  await dialog().getByLabel("name").fill("billing");
  await dialog().getByRole("button", { name: "Make token" }).click();
  const token = await dialog().getByLabel("The token, shown only now").inputValue();
  const me = async (): Promise<number> =>
    (await fetch(`${server.http}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await me(), 200);
  await page.keyboard.press("Escape");
  await twice("billing", "Revoke", "Revoke now?");
  await page.getByText("There is no token.").waitFor();
  assert.equal(await me(), 401);
});

test("a tenant is made, changed and forgotten", options, async () => {
  await part("Tenants");
  await page.getByRole("button", { name: "Add tenant" }).click();
  await dialog().getByLabel("name").fill("acme");
  await dialog().getByLabel("number prefixes").fill("+4930, +4940");
  await dialog().getByLabel("headers").fill("X-Tenant: acme*");
  await dialog().getByRole("button", { name: "Add tenant" }).click();
  await row("+4930, +4940").getByRole("button", { name: "Change" }).click();
  await dialog().getByLabel("domains").fill(".acme.example");
  await dialog().getByRole("button", { name: "Save" }).click();
  await row(".acme.example").waitFor();
  const { items } = await server.get<{ items: { prefixes: string[]; headers: object }[] }>("tenants");
  assert.deepEqual([items[0]?.prefixes, items[0]?.headers], [["+4930", "+4940"], { "x-tenant": "acme*" }]);
  await twice("acme", "Forget", "Forget it?");
  await page.getByText("There is no tenant").waitFor();
});

test("one's own password is changed, and other sessions end", options, async () => {
  const { token } = (await (await login("admin", PASSWORD)).json()) as { token: string };
  await part("Your account");
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("New password again").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByRole("status").getByText("Changed.").waitFor();
  assert.equal((await login("admin", NEW_PASSWORD)).status, 200);
  assert.equal((await fetch(`${server.http}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status, 401);
});
