// The list as a file: all of it, with the columns asked for, for those who may see it, and safe to open.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";
import { callOf } from "./questions.fixture.ts";

let it: TestApp;
before(async () => {
  it = await startApp({ maskNumbers: ["readonly"] });
  for (let i = 0; i < 2300; i += 1) it.questions.calls.push(callOf(`c${i}`, { startedAtUs: START_US - i * 1000 - 1, caller: i === 3 ? '=1+"x"' : "+4930123456", tenants: i < 5 ? ["acme"] : ["other"] }));
});
after(() => it.close());

const csv = (url: string, role: "admin" | "customer" | "readonly" = "admin") =>
  it.app.inject({ url: `/api/v1/calls/export${url}`, headers: it.bearer(role) });

test("more calls than a page holds are all in the file, newest first", async () => {
  const answer = await csv("?columns=id,caller");
  const lines = answer.body.trimEnd().split("\r\n");
  assert.equal(answer.headers["content-type"], "text/csv; charset=utf-8");
  assert.deepEqual([lines.length, lines[0], lines[1], lines.at(-1)], [2301, "id,caller", "c0,+4930123456", "c2299,+4930123456"]);
  assert.equal(new Set(lines).size, 2301);
  assert.equal(lines[4], `c3,"'=1+""x"""`);
});

test("a limit ends it, oldest first begins at the other end", async () => {
  assert.deepEqual((await csv("?columns=id&limit=2&sort=oldest")).body, "id\r\nc2299\r\nc2298\r\n");
});

test("a customer's file has the calls of that customer only, and numbers are masked for roles that see none", async () => {
  assert.equal((await csv("?columns=id", "customer")).body.trimEnd().split("\r\n").length, 6);
  assert.equal((await csv("?columns=caller&limit=1", "readonly")).body, "caller\r\n'+493*****56\r\n");
});

test("what is no column, and a query that is none, are errors and no file", async () => {
  const answer = await csv("?columns=id,secret");
  assert.deepEqual([answer.statusCode, answer.json().error.details.unknown], [400, "secret"]);
  assert.equal((await csv("?q=codd:5")).json().error.code, "bad_query");
});

test("who took a file away is in the audit log", async () => {
  await csv("?q=code:486&columns=id");
  const [entry] = it.state.audit.list({ action: "calls_exported", limit: 1 });
  assert.deepEqual([entry?.object, entry?.details["columns"]], ["code:486", "id"]);
});
