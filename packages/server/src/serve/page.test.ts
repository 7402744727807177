import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startApp, type TestApp } from "./app.fixture.ts";
import { createMetricsApp } from "./metrics-app.ts";
import { healthy } from "./questions.fixture.ts";

describe("the page", () => {
  let it: TestApp;
  let root = "";
  before(async () => {
    root = mkdtempSync(join(tmpdir(), "sipglass-web-"));
    mkdirSync(join(root, "assets"));
    writeFileSync(join(root, "index.html"), '<!doctype html><meta name="base-path" content="" /><title>the page</title><script src="/theme.js"></script>');
    writeFileSync(join(root, "theme.js"), "1");
    writeFileSync(join(root, "assets", "main-Bx81f0aQ.js"), "2");
    writeFileSync(join(root, ".secret"), "no");
    it = await startApp({ webRoot: root });
  });
  after(async () => {
    await it.close();
    rmSync(root, { recursive: true });
  });

  const get = (url: string, accept = "text/html,*/*") => it.app.inject({ url, headers: { accept } });

  test("stands at the root and at every address that the page routes itself", async () => {
    for (const url of ["/", "/calls", "/calls/abc?tab=ladder", "/settings/users"]) {
      const answer = await get(url);
      assert.equal(answer.statusCode, 200, url);
      assert.match(answer.body, /the page/);
      assert.equal(answer.headers["cache-control"], "no-cache", url);
      assert.match(String(answer.headers["content-type"]), /^text\/html/);
    }
  });

  test("below a base path the page, its files and the API are found, whether the proxy strips it or not", async () => {
    const below = await startApp({ webRoot: root, basePath: "/voice" });
    for (const url of ["/voice", "/voice/", "/voice?q=1", "/voice/calls/abc", "/", "/calls/abc"]) {
      const { body, statusCode } = await below.app.inject({ url, headers: { accept: "text/html" } });
      assert.equal(statusCode, 200, url);
      assert.match(body, /name="base-path" content="\/voice".*src="\/voice\/theme\.js"/, url);
    }
    for (const url of ["/voice/theme.js", "/theme.js"]) assert.equal((await below.app.inject({ url })).body, "1", url);
    assert.equal((await below.app.inject({ url: "/voice/api/v1/auth/me" })).statusCode, 401);
    assert.equal((await below.app.inject({ url: "/voicemail/theme.js" })).statusCode, 404);
    assert.match((await below.app.inject({ url: "/voice/api/v1/health" })).headers["content-security-policy"] as string, /default-src 'none'/);
    await below.close();
  });

  test("files with a hash in their name never change; others are asked for again", async () => {
    assert.equal((await get("/assets/main-Bx81f0aQ.js")).headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal((await get("/theme.js")).headers["cache-control"], "no-cache");
  });

  test("may run its own scripts and be framed by nobody", async () => {
    const { headers } = await get("/");
    const policy = String(headers["content-security-policy"]);
    for (const part of ["script-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "default-src 'self'"])
      assert.ok(policy.includes(part), part);
    assert.ok(!/script-src[^;]*unsafe/.test(policy));
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "no-referrer");
  });

  test("an API answer may run nothing", async () => {
    const answer = await it.app.inject({ url: "/api/v1/calls", headers: it.bearer("admin") });
    assert.match(String(answer.headers["content-security-policy"]), /^default-src 'none'/);
    assert.equal(answer.headers["cache-control"], "no-store");
  });

  test("files that are not there are 404, not the page; hidden ones and those outside are not there", async () => {
    for (const url of [
      "/assets/gone-12345678.js",
      "/nothing.png",
      "/.secret",
      "/../package.json",
      "/..%2f..%2fetc%2fpasswd",
      "/%2e%2e/%2e%2e/etc/passwd",
    ]) {
      const answer = await get(url);
      assert.ok(answer.statusCode === 404 || answer.statusCode === 403 || answer.body.includes("the page"), `${url} ${answer.statusCode}`);
      assert.doesNotMatch(answer.body, /root:|"name"|^no$/, url);
    }
    assert.equal((await get("/assets/gone-12345678.js")).statusCode, 404);
  });

  test("a program that asks for JSON at a wrong address gets JSON", async () => {
    const answer = await get("/calls", "application/json");
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.json<{ error: { code: string } }>().error.code, "not_found");
  });

  test("without a built page a line of text says where the answers are", async () => {
    const bare = await startApp();
    const answer = await bare.app.inject({ url: "/", headers: { accept: "text/html" } });
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /\/api\/v1\/docs/);
    await bare.close();
  });
});

describe("health and metrics", () => {
  let it: TestApp;
  before(async () => void (it = await startApp({ limits: { healthPatienceMs: 50 } })));
  after(() => it.close());

  const ask = async (url: string, headers = {}) => {
    const answer = await it.app.inject({ url, headers });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };

  test("health is terse for strangers and customers, whole for support", async () => {
    for (const url of ["/health", "/api/v1/health"]) {
      assert.deepEqual(await ask(url), { status: 200, body: { status: "ok" } });
      assert.deepEqual(await ask(url, it.bearer("customer")), { status: 200, body: { status: "ok" } });
      const { body } = await ask(url, it.bearer("support"));
      assert.deepEqual(body["store"], { kind: "fixture", ok: true, latency_ms: 1, size_bytes: 1 });
      assert.deepEqual(body["archive"], {
        state: "ok",
        size_bytes: 1,
        stored_through: { "c1-1-0.call": 4 },
        stored_through_at: "2026-11-20T10:00:00.000000Z",
      });
      assert.deepEqual([body["received"], body["stored"], body["duplicates"]], [4, 4, 0]);
    }
  });

  test("a stale cookie does not stand in the way of health", async () => {
    assert.deepEqual(await ask("/health", { cookie: "sipglass=sgs_old" }), { status: 200, body: { status: "ok" } });
  });

  test("ready says what it waits for", async () => {
    assert.equal((await ask("/health/ready")).status, 200);
    const faults: [string, object][] = [
      ["store", { store: { kind: "fixture", ok: false, latencyMs: 9, sizeBytes: 0 }, status: "degraded" }],
      ["archive", { archive: { ...healthy().archive, state: "disk_full" }, status: "degraded" }],
      ["recovery", { recovery: { state: "running", packets: 5 } }],
    ];
    for (const [name, fault] of faults) {
      it.questions.health_ = { ...healthy(), ...fault };
      const { status, body } = await ask("/health/ready");
      assert.equal(status, 503, name);
      const checks = body["checks"] as Record<string, { ok: boolean }>;
      assert.deepEqual(
        Object.keys(checks).filter((check) => !checks[check]?.ok),
        [name],
      );
      assert.equal((await ask("/health")).status, 200, "alive, if not ready");
    }
    it.questions.health_ = { ...healthy(), status: "down" };
    assert.equal((await ask("/health")).status, 503);
    assert.equal((await ask("/health/ready")).status, 503);
    it.questions.health_ = healthy();
  });

  test("a book that fails or does not answer is down, not a probe that hangs", async () => {
    const good = it.questions.health;
    it.questions.health = () => Promise.reject(new Error("gone"));
    assert.deepEqual(await ask("/health"), { status: 503, body: { status: "down" } });
    it.questions.health = () => new Promise(() => undefined);
    assert.equal((await ask("/health/ready")).status, 503);
    it.questions.health = good;
  });

  test("metrics are the book's and our own, with patterns of routes and never addresses", async () => {
    await it.app.inject({ url: "/api/v1/calls/some-secret-call-id", headers: it.bearer("admin") });
    const { body, headers } = await it.app.inject({ url: "/metrics" });
    assert.match(String(headers["content-type"]), /^text\/plain; version=0\.0\.4/);
    assert.match(body, /^sipglass_fixture 1$/m);
    assert.match(body, /^sipglass_http_requests_total\{method="GET",route="\/api\/v1\/calls\/:id",status="404"\} 1$/m);
    assert.doesNotMatch(body, /some-secret/);
  });

  test("the port for metrics has metrics and nothing else", async () => {
    const app = createMetricsApp({ metricsText: async () => "up 1\n" });
    assert.equal((await app.inject({ url: "/metrics" })).body, "up 1\n");
    assert.equal((await app.inject({ url: "/api/v1/calls" })).statusCode, 404);
    await app.close();
  });

  test("metrics can be kept to those who see everything", async () => {
    const closed = await startApp({ metricsAccess: "everything" });
    assert.equal((await closed.app.inject({ url: "/metrics" })).statusCode, 401);
    assert.equal((await closed.app.inject({ url: "/metrics", headers: closed.bearer("customer") })).statusCode, 403);
    assert.equal((await closed.app.inject({ url: "/metrics", headers: closed.bearer("support") })).statusCode, 200);
    await closed.close();
  });
});
