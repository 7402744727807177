import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PASSWORD, signIn, startApp, type TestApp } from "./app.fixture.ts";

const HOUR_US = 3_600e6;
const codeOf = (body: string): string => (JSON.parse(body) as { error: { code: string } }).error.code;

describe("signing in", () => {
  let it: TestApp;
  before(async () => void (it = await startApp()));
  after(() => it.close());

  const login = (payload: object, headers = {}) => it.app.inject({ method: "POST", url: "/api/v1/auth/login", payload, headers });
  const me = (headers: Record<string, string>) => it.app.inject({ url: "/api/v1/auth/me", headers });

  test("the right password gives a token, its expiry, the user, and an HttpOnly SameSite cookie", async () => {
    const answer = await login({ username: "carl", password: PASSWORD });
    assert.equal(answer.statusCode, 200);
    const body = answer.json<{ token: string; expires_at: string; user: object }>();
    assert.match(body.token, /^sgs_[\w-]{43}$/);
    assert.equal(body.expires_at, "2026-11-21T11:00:00.000000Z");
    assert.deepEqual(body.user, { username: "carl", display_name: "", source: "local", role: "customer", tenants: ["acme"] });
    const cookie = String(answer.headers["set-cookie"]);
    assert.match(cookie, /^sipglass=sgs_[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("behind a trusted TLS proxy the cookie is Secure", async () => {
    const proxied = await startApp({ trustProxy: true });
    const answer = await proxied.app.inject({
      method: "POST",
      url: "/api/v1/auth/login",
      payload: { username: "carl", password: PASSWORD },
      headers: { "x-forwarded-proto": "https" },
    });
    assert.match(String(answer.headers["set-cookie"]), /; Secure/);
    await proxied.close();
  });

  test("a wrong password and an unknown user get the same answer", async () => {
    const wrong = await login({ username: "rita", password: "wrong" });
    const unknown = await login({ username: "nobody", password: "wrong" });
    assert.equal(wrong.statusCode, 401);
    assert.equal(wrong.body, unknown.body);
    assert.equal(codeOf(wrong.body), "unauthorized");
  });

  test("cookie, Bearer and Basic all say who one is", async () => {
    const { cookie, token } = await signIn(it, "susi");
    const basic = `Basic ${Buffer.from(`susi:${PASSWORD}`).toString("base64")}`;
    for (const headers of [{ cookie }, { authorization: `Bearer ${token}` }, { authorization: basic }]) {
      const answer = await me(headers);
      assert.equal(answer.statusCode, 200, JSON.stringify(headers));
      assert.equal(answer.json<{ username: string }>().username, "susi");
    }
  });

  test("an API token works as the Basic password of its owner and of nobody else", async () => {
    const secret = it.bearer("support").authorization.slice("Bearer ".length);
    const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}` });
    assert.equal((await me(basic("susi"))).statusCode, 200);
    assert.equal((await me(basic("anna"))).statusCode, 401);
  });

  test("a Basic password that was changed is refused at once, though it was just believed", async () => {
    await it.state.users.create({ name: "bob", role: "readonly", password: PASSWORD });
    const headers = { authorization: `Basic ${Buffer.from(`bob:${PASSWORD}`).toString("base64")}` };
    assert.equal((await me(headers)).statusCode, 200);
    await it.state.users.change("bob", { password: "another password" });
    assert.equal((await me(headers)).statusCode, 401);
  });

  test("nobody signed in, a made-up token and a made-up scheme are 401 with a challenge that opens no browser window", async () => {
    for (const headers of [
      {},
      { authorization: "Bearer sgs_nonsense" },
      { authorization: "Digest x" },
      { cookie: "sipglass=sgs_nonsense" },
    ]) {
      const answer = await me(headers);
      assert.equal(answer.statusCode, 401);
      assert.equal(answer.headers["www-authenticate"], 'Bearer realm="sipglass"');
    }
  });

  test("a write by cookie needs the X-Sipglass header; by Bearer it does not", async () => {
    const { cookie, token } = await signIn(it, "susi");
    const write = (headers: Record<string, string>, name: string) =>
      it.app.inject({ method: "POST", url: "/api/v1/saved-searches", payload: { name, query: "state:failed" }, headers });
    const refused = await write({ cookie }, "a");
    assert.equal(refused.statusCode, 403);
    assert.match(refused.json<{ error: { message: string } }>().error.message, /X-Sipglass/);
    assert.equal((await write({ cookie, "x-sipglass": "1" }, "a")).statusCode, 201);
    assert.equal((await write({ authorization: `Bearer ${token}` }, "b")).statusCode, 201);
  });

  test("a cross-site form cannot sign anybody in: only JSON is taken", async () => {
    const answer = await it.app.inject({
      method: "POST",
      url: "/api/v1/auth/login",
      headers: { "content-type": "text/plain" },
      payload: JSON.stringify({ username: "carl", password: PASSWORD }),
    });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.headers["set-cookie"], undefined);
  });

  test("signing out ends the session", async () => {
    const { cookie } = await signIn(it, "carl");
    const out = await it.app.inject({ method: "POST", url: "/api/v1/auth/logout", headers: { cookie, "x-sipglass": "1" } });
    assert.equal(out.statusCode, 204);
    assert.equal((await me({ cookie })).statusCode, 401);
  });

  test("a disabled user is cut at once: session, token and Basic", async () => {
    await it.state.users.create({ name: "dora", role: "customer", password: PASSWORD });
    const { cookie, token } = await signIn(it, "dora");
    const { secret } = it.state.tokens.create({ user: "dora", name: "t", role: "customer", expiresAtUs: 9e15 });
    const basic = `Basic ${Buffer.from(`dora:${PASSWORD}`).toString("base64")}`;
    const ways = [{ cookie }, { authorization: `Bearer ${token}` }, { authorization: `Bearer ${secret}` }, { authorization: basic }];
    for (const headers of ways) assert.equal((await me(headers)).statusCode, 200);
    const cut = await it.app.inject({
      method: "PATCH",
      url: "/api/v1/users/dora",
      payload: { disabled: true },
      headers: it.bearer("admin"),
    });
    assert.equal(cut.statusCode, 200);
    for (const headers of ways) assert.equal((await me(headers)).statusCode, 401, JSON.stringify(headers));
  });

  test("a new password ends the other sessions and keeps this one", async () => {
    await it.state.users.create({ name: "emil", role: "customer", password: PASSWORD });
    const here = await signIn(it, "emil");
    const there = await signIn(it, "emil");
    const change = (payload: object) =>
      it.app.inject({ method: "POST", url: "/api/v1/auth/password", headers: { cookie: here.cookie, "x-sipglass": "1" }, payload });
    assert.equal((await change({ current: "wrong", new: "long enough now" })).statusCode, 401);
    assert.equal((await change({ current: PASSWORD, new: "short" })).statusCode, 400);
    assert.equal((await change({ current: PASSWORD, new: "long enough now" })).statusCode, 204);
    assert.equal((await me({ cookie: here.cookie })).statusCode, 200);
    assert.equal((await me({ cookie: there.cookie })).statusCode, 401);
    assert.equal((await login({ username: "emil", password: PASSWORD })).statusCode, 401);
  });

  test("one sees and ends one's own sessions, not those of others", async () => {
    const mine = await signIn(it, "susi");
    const list = await it.app.inject({ url: "/api/v1/auth/sessions", headers: { cookie: mine.cookie } });
    const sessions = list.json<{ items: { id: string; current: boolean }[] }>().items;
    assert.equal(sessions.filter(({ current }) => current).length, 1);
    const current = sessions.find((session) => session.current);
    const end = (headers: Record<string, string>) =>
      it.app.inject({ method: "DELETE", url: `/api/v1/auth/sessions/${current?.id}`, headers });
    assert.equal((await end(it.bearer("admin"))).statusCode, 404);
    assert.equal((await end(it.bearer("support"))).statusCode, 403, "a leaked token cannot sign its owner out");
    assert.equal((await end({ authorization: `Basic ${Buffer.from(`susi:${PASSWORD}`).toString("base64")}` })).statusCode, 204);
    assert.equal((await me({ cookie: mine.cookie })).statusCode, 401);
  });

  test("sign-ins and refused ones are in the audit log", () => {
    const actions = it.state.audit.list({ limit: 1000 }).map(({ action, object }) => `${action} ${object}`);
    assert.ok(actions.includes("sign_in susi"));
    assert.ok(actions.includes("sign_in_refused nobody"));
  });
});

describe("time", () => {
  test("a session ends a day after its last use, and using it moves that on", async () => {
    const it = await startApp();
    const { cookie } = await signIn(it, "carl");
    const me = async () => (await it.app.inject({ url: "/api/v1/auth/me", headers: { cookie } })).statusCode;
    it.pass(20 * HOUR_US);
    assert.equal(await me(), 200);
    it.pass(20 * HOUR_US);
    assert.equal(await me(), 200);
    it.pass(25 * HOUR_US);
    assert.equal(await me(), 401);
    await it.close();
  });

  test("a session ends after 30 days however much it is used", async () => {
    const it = await startApp();
    const { cookie } = await signIn(it, "carl");
    const statuses: number[] = [];
    for (let i = 0; i < 62; i++) {
      it.pass(12 * HOUR_US);
      statuses.push((await it.app.inject({ url: "/api/v1/auth/me", headers: { cookie } })).statusCode);
    }
    assert.equal(statuses.indexOf(401), 59, "refused at the 60th half day");
    await it.close();
  });

  test("an API token expires", async () => {
    const it = await startApp();
    const me = async () => (await it.app.inject({ url: "/api/v1/auth/me", headers: it.bearer("admin") })).statusCode;
    assert.equal(await me(), 200);
    it.pass(24 * HOUR_US);
    assert.equal(await me(), 401);
    await it.close();
  });

  test("wrong passwords are slowed, then the right one works again after the wait", async () => {
    const it = await startApp();
    const login = (password: string) =>
      it.app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { username: "carl", password } });
    for (let i = 0; i < 5; i++) assert.equal((await login("wrong")).statusCode, 401);
    assert.equal((await login("wrong")).statusCode, 401, "the sixth is looked at and starts the wait");
    const slowed = await login(PASSWORD);
    assert.equal(slowed.statusCode, 429);
    assert.equal(codeOf(slowed.body), "too_many_attempts");
    assert.equal(slowed.headers["retry-after"], "1");
    it.pass(1e6);
    assert.equal((await login(PASSWORD)).statusCode, 200);
    await it.close();
  });

  test("a hundred guesses at once are no faster than a hundred in a row", async () => {
    const it = await startApp();
    const guess = () => it.app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { username: "carl", password: "wrong" } });
    const statuses = (await Promise.all(Array.from({ length: 100 }, guess))).map(({ statusCode }) => statusCode);
    assert.ok(statuses.filter((status) => status === 401).length <= 6);
    await it.close();
  });
});
