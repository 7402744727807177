// Every error has one form, wherever it is born.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { ERRORS, SipglassError, type ErrorCode } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";

interface Shape {
  error: { code: ErrorCode; message: string; details: Record<string, unknown> };
}

describe("errors", () => {
  let it: TestApp;
  before(async () => void (it = await startApp({ limits: { bodyBytes: 2_000 } })));
  after(() => it.close());

  const ask = async (
    url: string,
    options: { method?: "GET" | "POST" | "PATCH" | "DELETE" | "PUT"; payload?: object | string; headers?: Record<string, string> } = {},
  ) => {
    const answer = await it.app.inject({ url, ...options, headers: { ...it.bearer("admin"), ...options.headers } });
    const body = answer.json<Shape>();
    assert.deepEqual(Object.keys(body), ["error"], url);
    assert.deepEqual(Object.keys(body.error), ["code", "message", "details"], url);
    assert.equal(answer.statusCode, ERRORS[body.error.code].status, url);
    assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
    assert.equal(answer.headers["cache-control"], "no-store");
    return { ...body.error, headers: answer.headers };
  };

  test("a query that cannot be understood says where", async () => {
    const error = await ask("/api/v1/calls?q=state:failed%20colour:red");
    assert.equal(error.code, "bad_query");
    assert.equal(error.details["position"], 13);
  });

  test("a parameter of the wrong form is named", async () => {
    assert.deepEqual(pick(await ask("/api/v1/calls?limit=5000")), ["bad_request", "limit", "querystring"]);
    assert.deepEqual(pick(await ask("/api/v1/calls?from=yesterday")), ["bad_request", "from", undefined]);
    assert.deepEqual(pick(await ask("/api/v1/calls?from=-1h&to=-2h")), ["bad_request", "from", undefined]);
    assert.deepEqual(pick(await ask("/api/v1/calls/x/ladder?format=png")), ["bad_request", "format", "querystring"]);
    assert.deepEqual(
      pick(await ask("/api/v1/users", { method: "POST", payload: { username: "x", role: "king", password: "long enough" } })),
      ["bad_request", "role", "body"],
    );
    assert.deepEqual(pick(await ask("/api/v1/users", { method: "POST", payload: { username: "x", role: "admin", tenants: [""] } })), [
      "bad_request",
      "tenants.0",
      "body",
    ]);
    assert.deepEqual(pick(await ask("/api/v1/auth/login", { method: "POST", payload: { username: "x" } })), [
      "bad_request",
      "password",
      "body",
    ]);
  });

  test("a misspelt field in a body is refused, not passed over", async () => {
    const error = await ask("/api/v1/users", {
      method: "POST",
      payload: { username: "x", role: "customer", tenant: ["acme"], password: "long enough" },
    });
    assert.deepEqual(pick(error), ["bad_request", "tenant", "body"]);
    assert.equal(it.state.users.get("x"), null);
  });

  test("no JSON, no body, a foreign media type and too much of a body", async () => {
    const json = { "content-type": "application/json" };
    assert.equal((await ask("/api/v1/auth/login", { method: "POST", payload: "{", headers: json })).code, "bad_request");
    assert.equal((await ask("/api/v1/auth/login", { method: "POST" })).code, "bad_request");
    assert.equal(
      (
        await ask("/api/v1/auth/login", {
          method: "POST",
          payload: "a=b",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        })
      ).code,
      "bad_request",
    );
    const large = await ask("/api/v1/auth/login", { method: "POST", payload: { username: "x".repeat(3_000), password: "x" } });
    assert.equal(large.code, "too_large");
    assert.equal(large.details["limit_bytes"], 2_000);
  });

  test("__proto__ in a body is refused", async () => {
    const error = await ask("/api/v1/auth/login", {
      method: "POST",
      payload: '{"username":"x","password":"y","__proto__":{"role":"admin"}}',
      headers: { "content-type": "application/json" },
    });
    assert.equal(error.code, "bad_request");
  });

  test("an unknown route under /api, and a known one with another method, are JSON 404", async () => {
    for (const url of ["/api/v1/nothing", "/api/v9/calls", "/api", "/api/", "/health/nothing"])
      assert.equal((await ask(url)).code, "not_found", url);
    assert.equal((await ask("/api/v1/calls", { method: "DELETE" })).code, "not_found");
  });

  test("an address that is not well-formed", async () => {
    assert.equal((await ask("/api/v1/calls/%ZZ")).code, "bad_request");
  });

  test("what there is twice is a conflict; what there is not is not found", async () => {
    const user = { username: "twin", role: "readonly", password: "long enough" };
    assert.equal(
      (await it.app.inject({ method: "POST", url: "/api/v1/users", payload: user, headers: it.bearer("admin") })).statusCode,
      201,
    );
    assert.equal((await ask("/api/v1/users", { method: "POST", payload: user })).code, "conflict");
    assert.equal((await ask("/api/v1/users/nobody", { method: "PATCH", payload: { disabled: true } })).code, "not_found");
    assert.equal((await ask("/api/v1/users/nobody", { method: "DELETE" })).code, "not_found");
    assert.equal((await ask("/api/v1/tokens/nothing", { method: "DELETE" })).code, "not_found");
    assert.equal((await ask("/api/v1/aliases/192.0.2.250", { method: "DELETE" })).code, "not_found");
    assert.equal((await ask("/api/v1/aliases/host.example", { method: "PUT", payload: { name: "x" } })).code, "bad_request");
  });

  test("errors of the rooms behind pass through with their status", async () => {
    it.questions.search = async () => {
      throw new SipglassError("unavailable", { part: "store" });
    };
    const error = await ask("/api/v1/calls");
    assert.deepEqual([error.code, error.details], ["unavailable", { part: "store" }]);
  });

  test("our own mistakes say nothing of the inside, only the request to look for in the log", async () => {
    it.questions.search = async () => {
      throw new TypeError("cannot read secret of undefined");
    };
    const error = await ask("/api/v1/calls");
    assert.equal(error.code, "internal");
    assert.deepEqual(Object.keys(error.details), ["request_id"]);
    assert.doesNotMatch(JSON.stringify(error), /secret/);
  });

  test("bytes that are not HTTP get the same form", async () => {
    const { port } = new URL(await it.app.listen({ host: "127.0.0.1", port: 0 }));
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("OPTIONS sip:x SIP/2.0\r\n\r\n"));
      socket.on("data", (bytes) => void (text += bytes.toString())).on("close", () => resolve(text));
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal((JSON.parse(answer.split("\r\n\r\n")[1] ?? "") as Shape).error.code, "bad_request");
  });
});

const pick = ({ code, details }: { code: string; details: Record<string, unknown> }) => [code, details["field"], details["in"]];
