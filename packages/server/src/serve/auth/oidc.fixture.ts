// A real OpenID provider (package oidc-provider) on a port of its own, and a browser that signs in there and comes back to an app under
// test.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import type { TestApp } from "../app.fixture.ts";

export const CLIENT = { id: "sipglass", secret: "a secret of the client" };

export interface TestProvider {
  issuer: string;
  /** What it says of people, by the name with which they sign in there. */
  people: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

export async function startProvider(publicUrl: string): Promise<TestProvider> {
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listening(server)}`;
  const people: TestProvider["people"] = new Map();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${publicUrl}/api/v1/auth/oidc/callback`],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email", "email_verified"], groups: ["groups"] },
    scopes: ["openid", "profile", "email", "groups"],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    findAccount: (_context, id) => (people.has(id) ? { accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) } : undefined),
    cookies: { keys: ["of the test"] },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    people,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Page {
  url: URL;
  status: number;
  body: string;
}

/** Follows redirects between the app (injected, at `publicUrl`) and everything else (fetched), and keeps cookies of each. */
export function createBrowser({ app }: TestApp, publicUrl: string) {
  const jars = { app: new Map<string, string>(), other: new Map<string, string>() };
  const isApp = (url: URL): boolean => url.href.startsWith(publicUrl);
  const step = async (url: URL, form?: Record<string, string>): Promise<{ page: Page; location: string | null }> => {
    const jar = jars[isApp(url) ? "app" : "other"];
    const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
    const body = form && new URLSearchParams(form).toString();
    const headers = { cookie, host: url.host, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) };
    if (isApp(url)) {
      const answer = await app.inject({ method: "GET", url: `${url.pathname}${url.search}`, headers });
      keep(jar, [answer.headers["set-cookie"] ?? []].flat());
      return { page: { url, status: answer.statusCode, body: answer.body }, location: answer.headers.location ?? null };
    }
    const answer = await fetch(url, {
      method: form ? "POST" : "GET",
      headers,
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    keep(jar, answer.headers.getSetCookie());
    return { page: { url, status: answer.status, body: await answer.text() }, location: answer.headers.get("location") };
  };
  const keep = (jar: Map<string, string>, lines: readonly string[]): void => {
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
  };
  const open = async (address: string, form?: Record<string, string>): Promise<Page> => {
    let { page, location } = await step(new URL(address, publicUrl), form);
    for (let hops = 0; location !== null && hops < 20; hops++) ({ page, location } = await step(new URL(location, page.url)));
    return page;
  };
  /** Sends the form of the provider's page. */
  const send = (page: Page, fields: Record<string, string>): Promise<Page> => {
    const action = /<form[^>]+action="([^"]+)"/.exec(page.body)?.[1] ?? "";
    const hidden = Object.fromEntries(
      [...page.body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    return open(new URL(action, page.url).href, { ...hidden, ...fields });
  };
  return {
    open,
    send,
    cookies: jars.app,
    /** Out to the provider, signed in there as `login`, consent given, and back: the page that the app shows. */
    async signIn(login: string, to = "/calls/x?q=1"): Promise<Page> {
      const form = await open(`${publicUrl}/api/v1/auth/oidc/start?to=${encodeURIComponent(to)}`);
      const consent = form.body.includes('name="login"') ? await send(form, { login, password: "any" }) : form;
      return isApp(consent.url) ? consent : send(consent, {});
    },
    ask: (path: string, method: "GET" | "POST" = "GET") =>
      app.inject({
        method,
        url: `${new URL(publicUrl).pathname.replace(/\/$/, "")}${path}`,
        headers: { cookie: Array.from(jars.app, ([name, value]) => `${name}=${value}`).join("; "), "x-sipglass": "1" },
      }),
  };
}
