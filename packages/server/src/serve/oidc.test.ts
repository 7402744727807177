// Signing in at a real OpenID provider, and everything that must not let anybody in.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PASSWORD, signIn, startApp, type TestApp } from "./app.fixture.ts";
import { createOidc, type OidcOptions } from "./auth/oidc.ts";
import { CLIENT, createBrowser, startProvider, type TestProvider } from "./auth/oidc.fixture.ts";
import { ownPath } from "./v1/oidc.ts";

const PUBLIC = "http://glass.test/voice";
const HOMER_UI = "http://homer.test/ui/";

const optionsFor = (issuer: string): OidcOptions => ({
  issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  name: "Acme",
  scopes: ["openid", "profile", "email", "groups"],
  usernameClaim: "preferred_username",
  groupsClaim: "groups",
  clockSkewS: 30,
  policy: {
    roles: [
      { group: "noc", value: "support" },
      { group: "customers", value: "customer" },
    ],
    tenants: [{ group: "tenant-*", value: "*" }],
    defaultRole: null,
    newUsers: true,
  },
});

describe("signing in at an OpenID provider", () => {
  let provider: TestProvider;
  let it: TestApp;
  const faultOf = ({ url }: { url: URL }): string | null => url.searchParams.get("sign_in_fault");
  const browser = () => createBrowser(it, PUBLIC);

  before(async () => {
    provider = await startProvider(PUBLIC);
    it = await startApp({ oidc: createOidc(optionsFor(provider.issuer)), basePath: "/voice", publicUrl: PUBLIC, homerUiUrl: HOMER_UI });
    provider.people.set("u-1", { name: "Nina K.", preferred_username: "nina", groups: ["customers", "tenant-acme"] });
    provider.people.set("u-2", { preferred_username: "otto", groups: ["strangers"] });
    provider.people.set("u-3", { preferred_username: "anna", groups: ["noc"] });
    provider.people.set("u-4", { preferred_username: "dora", groups: ["noc"] });
  });
  after(async () => {
    await it.close();
    await provider.close();
  });

  test("the page learns what is configured", async () => {
    assert.deepEqual((await browser().ask("/api/v1/auth/ways")).json(), {
      directory: false,
      oidc: { name: "Acme", path: "/api/v1/auth/oidc/start" },
    });
  });

  test("the first sign-in makes the user with role and tenants of his groups, and leads back to where he wanted to go", async () => {
    const { signIn: enter, ask, cookies } = browser();
    const page = await enter("u-1");
    assert.equal(page.url.href, `${PUBLIC}/calls/x?q=1`);
    assert.deepEqual((await ask("/api/v1/auth/me")).json(), {
      username: "nina",
      display_name: "Nina K.",
      source: "oidc",
      role: "customer",
      tenants: ["acme"],
    });
    assert.ok(!cookies.has("sipglass_flow"), "the flow is over");
    assert.ok(
      it.state.audit.list({ limit: 10 }).some(({ action, via, user }) => action === "sign_in" && via === "oidc" && user === "nina"),
    );
  });

  test("it leads back to the very place, with what is behind # too, whether he is let in or not, and never to another host", async () => {
    const backAt = async (login: string, to: string): Promise<string> => (await browser().signIn(login, to)).url.href;
    assert.equal(await backAt("u-1", "/calls/x?q=1#m3"), `${PUBLIC}/calls/x?q=1#m3`);
    assert.equal(await backAt("u-2", "/calls/x?q=1#m3"), `${PUBLIC}/calls/x?q=1&sign_in_fault=no_role#m3`);
    for (const elsewhere of ["https://evil.example/x", "//evil.example", "/\\evil.example"])
      assert.equal(await backAt("u-1", elsewhere), `${PUBLIC}/`);
  });

  test("begun in a homer-ui it leads back there with a code, which is a token once, for a minute, and for nobody who has no session", async () => {
    const there = browser();
    const offered = (await there.ask("/api/v3/auth/type/list")).json<{ data: { oauth2: { url: string }[] } }>().data.oauth2[0]!.url;
    const start = new URL(String((await there.ask(offered)).headers.location), PUBLIC);
    await there.signIn("u-1", "/");
    const back = async (): Promise<URL> => new URL(String((await there.ask(start.searchParams.get("to")!)).headers.location));
    const exchange = (token: string | null) => it.app.inject({ method: "POST", url: "/voice/api/v3/oauth2/token", payload: { token } });
    const came = await back();
    assert.equal(came.origin + came.pathname, HOMER_UI);
    const taken = await exchange(came.searchParams.get("token"));
    assert.equal(taken.statusCode, 201, taken.body);
    const authorization = `Bearer ${taken.json<{ token: string }>().token}`;
    assert.equal(
      (await it.app.inject({ url: "/voice/api/v1/auth/me", headers: { authorization } })).json<{ username: string }>().username,
      "nina",
    );
    assert.equal((await exchange(came.searchParams.get("token"))).statusCode, 401, "a code is good once");
    const late = await back();
    it.pass(61e6);
    assert.equal((await exchange(late.searchParams.get("token"))).statusCode, 401, "and for a minute");
    for (const headers of [{}, it.bearer("readonly"), { authorization }])
      assert.equal(
        (await it.app.inject({ url: "/voice/api/v3/oauth2/auth/oidc?to=http://evil.example", headers })).headers.location,
        HOMER_UI,
      );
    assert.equal((await it.app.inject({ url: "/voice/api/v3/oauth2/redirect/google" })).statusCode, 404);
  });

  test("other groups there are other rights here at the next sign-in", async () => {
    provider.people.set("u-1", { name: "Nina K.", preferred_username: "nina", groups: ["noc"] });
    const { signIn: enter, ask } = browser();
    await enter("u-1");
    assert.equal((await ask("/api/v1/auth/me")).json<{ role: string }>().role, "support");
  });

  test("the cookies belong to the base path, are out of reach of scripts, and the flow's goes to the callback alone", async () => {
    const answer = await it.app.inject({ url: "/voice/api/v1/auth/oidc/start" });
    assert.match(
      String(answer.headers["set-cookie"]),
      /^sipglass_flow=[\w-]+; Max-Age=600; Path=\/voice\/api\/v1\/auth\/oidc; HttpOnly; SameSite=Lax$/,
    );
    const url = new URL(String(answer.headers.location));
    assert.deepEqual(
      [url.searchParams.get("code_challenge_method"), url.searchParams.get("redirect_uri")],
      ["S256", `${PUBLIC}/api/v1/auth/oidc/callback`],
    );
    assert.ok(url.searchParams.get("nonce") && url.searchParams.get("state"));
    assert.ok(!url.href.includes(CLIENT.secret));
  });

  test("no role, a name of somebody else, and a disabled account are told apart for the page", async () => {
    assert.equal(faultOf(await browser().signIn("u-2")), "no_role");
    assert.equal(faultOf(await browser().signIn("u-3")), "name_taken");
    await it.state.users.create({ name: "dora", role: "support", source: "oidc" });
    await it.state.users.change("dora", { disabled: true });
    assert.equal(faultOf(await browser().signIn("u-4")), "disabled");
    assert.equal(it.state.users.get("otto"), null);
  });

  test("who is disabled while signed in is cut at once", async () => {
    const { signIn: enter, ask } = browser();
    await enter("u-1");
    assert.equal((await ask("/api/v1/auth/me")).statusCode, 200);
    await it.state.users.change("nina", { disabled: true });
    assert.equal((await ask("/api/v1/auth/me")).statusCode, 401);
    await it.state.users.change("nina", { disabled: false });
    assert.equal((await ask("/api/v1/auth/me")).statusCode, 401, "his sessions are gone for good");
  });

  test("who says no at the provider is told so", async () => {
    const { open } = browser();
    const form = await open(`${PUBLIC}/api/v1/auth/oidc/start?to=/agents`);
    const abort = /href="([^"]+\/abort)"/.exec(form.body)?.[1] ?? "";
    const page = await open(new URL(abort, form.url).href);
    assert.equal(page.url.pathname, "/voice/agents");
    assert.equal(faultOf(page), "denied");
  });

  test("a code without the browser that began it, with another's, or used twice, lets nobody in", async () => {
    const seen: string[] = [];
    const first = browser();
    const spied = it.app.inject.bind(it.app);
    it.app.inject = ((options: { url: string }) => {
      if (options.url.includes("/callback?")) seen.push(options.url);
      return spied(options);
    }) as typeof it.app.inject;
    await first.signIn("u-1");
    it.app.inject = spied;
    const [callback = ""] = seen;
    assert.match(callback, /code=/);
    const again = new URL(callback, PUBLIC).href;
    assert.equal(faultOf(await browser().open(again)), "expired");
    const victim = browser();
    await victim.ask("/api/v1/auth/ways");
    const started = await it.app.inject({ url: "/voice/api/v1/auth/oidc/start" });
    victim.cookies.set("sipglass_flow", /sipglass_flow=([^;]+)/.exec(String(started.headers["set-cookie"]))?.[1] ?? "");
    assert.equal(faultOf(await victim.open(again)), "not_verified");
    assert.equal(victim.cookies.has("sipglass"), false);
  });

  test("a flow cookie that was changed, or is older than ten minutes, is none", async () => {
    const { cookies, open } = browser();
    const started = await it.app.inject({ url: "/voice/api/v1/auth/oidc/start" });
    const flow = /sipglass_flow=([^;]+)/.exec(String(started.headers["set-cookie"]))?.[1] ?? "";
    const callback = `${PUBLIC}/api/v1/auth/oidc/callback?code=x&state=y`;
    cookies.set("sipglass_flow", `${flow.slice(0, -2)}AA`);
    assert.equal(faultOf(await open(callback)), "expired");
    cookies.set("sipglass_flow", flow);
    it.pass(601e6);
    assert.equal(faultOf(await open(callback)), "expired");
  });

  test("signing out leads to the provider, which ends its session too and sends back", async () => {
    const { signIn: enter, ask, open, send } = browser();
    await enter("u-1");
    const out = await ask("/api/v1/auth/logout", "POST");
    const { end_session_url: url } = out.json<{ end_session_url: string }>();
    assert.ok(url.startsWith(provider.issuer) && url.includes("id_token_hint="));
    assert.equal((await ask("/api/v1/auth/me")).statusCode, 401);
    const back = await send(await open(url), { logout: "yes" });
    assert.equal(back.url.href, `${PUBLIC}/`);
    const form = await open(`${PUBLIC}/api/v1/auth/oidc/start`);
    assert.match(form.body, /name="login"/, "the provider asks for the password again");
  });

  test("a provider that does not answer is said, and local users still sign in", async () => {
    const alone = await startApp({ oidc: createOidc(optionsFor("http://127.0.0.1:9")) });
    const answer = await alone.app.inject({ url: "/api/v1/auth/oidc/start?to=/agents" });
    assert.equal(answer.headers.location, "/agents?sign_in_fault=provider_away");
    assert.ok((await signIn(alone, "anna", PASSWORD)).cookie);
    await alone.close();
  });

  test("without a provider there are no such routes", async () => {
    const without = await startApp();
    assert.equal((await without.app.inject({ url: "/api/v1/auth/oidc/start" })).statusCode, 404);
    await without.close();
  });
});

test("after signing in one goes to a path of the page and nowhere else", () => {
  assert.equal(ownPath("/calls/x?q=1#m"), "/calls/x?q=1#m");
  for (const elsewhere of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "",
    undefined,
    "/.//evil.example",
  ])
    assert.equal(ownPath(elsewhere), "/", elsewhere);
});
