// Sessions and links as a program asks for them, and what people say about links.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { Link } from "@sipglass/model";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";
import { callOf } from "./questions.fixture.ts";

const link = (from: string, to: string, change: Partial<Link> = {}): Link => ({ rule: "x_cid", from, to, confidence: 0.99, verdict: "joined", evidence: "The header X-CID is …", ...change });

interface Links {
  session_id: string;
  legs: { id: string }[];
  possible: { id: string }[];
  links: Link[];
}

describe("links", () => {
  let it: TestApp;
  beforeEach(async () => {
    it = await startApp();
    const leg = (id: string, second: number, change = {}) => callOf(id, { sessionId: "a", startedAtUs: START_US - 60e6 + second * 1e6, tenants: ["acme"], ...change });
    it.questions.calls.push(leg("a", 0), leg("b", 1), leg("c", 2, { tenants: ["beta"] }), leg("maybe", 3, { sessionId: "maybe" }), leg("far", 4, { sessionId: "far" }));
    it.questions.linked = [link("a", "b"), link("b", "c"), link("b", "maybe", { rule: "numbers", confidence: 0.6, verdict: "possible" })];
  });
  afterEach(() => it.close());

  const ask = async (method: "GET" | "POST" | "DELETE", url: string, role: "customer" | "support" | "admin" | "readonly" = "support", payload?: object) =>
    it.app.inject({ method, url: `/api/v1/${url}`, headers: it.bearer(role), ...(payload ? { payload } : {}) });
  const ids = (calls: readonly { id: string }[]): string[] => calls.map(({ id }) => id);

  test("a call's links come with its legs and with those that may belong to it", async () => {
    const { session_id, legs, possible, links } = (await ask("GET", "calls/b/links")).json<Links>();
    assert.deepEqual([session_id, ids(legs), ids(possible)], ["a", ["a", "b", "c"], ["maybe"]]);
    assert.deepEqual(links, it.questions.linked);
  });

  test("legs of others, and links to them, are not shown", async () => {
    const { legs, links } = (await ask("GET", "calls/b/links", "customer")).json<Links>();
    assert.deepEqual([ids(legs), links.map(({ from, to }) => from + to)], [["a", "b"], ["ab", "bmaybe"]]);
    assert.equal((await ask("GET", "calls/c/links", "customer")).statusCode, 404);
  });

  test("a session has its links, and answers with its id of today", async () => {
    const session = (await ask("GET", "sessions/a")).json<{ id: string; calls: { id: string }[]; links: Link[] }>();
    assert.deepEqual([session.id, ids(session.calls).sort(), session.links.length], ["a", ["a", "b", "c"], 3]);
  });

  test("calls are listed by session when asked for", async () => {
    const list = (await ask("GET", "calls?group=session")).json<{ items: { session_id: string; legs: number; matched: string[]; call_ids: string[]; call: { id: string } }[] }>();
    assert.deepEqual(list.items.map(({ session_id, legs, call }) => [session_id, legs, call.id]), [["far", 1, "far"], ["maybe", 1, "maybe"], ["a", 3, "a"]]);
    assert.deepEqual(list.items.at(-1)!.matched, ["a", "b", "c"]);
    assert.equal((await ask("GET", "calls?group=agent")).statusCode, 400);
  });

  test("a word about two legs is kept, applied, and written down", async () => {
    const answer = await ask("POST", "calls/a/links", "support", { to: "maybe@fixture.example", verdict: "confirmed" });
    assert.equal(answer.statusCode, 200, answer.body);
    const [said] = it.questions.decided;
    assert.deepEqual([said?.from, said?.to, said?.decision?.verdict, said?.decision?.by], ["a", "maybe", "confirmed", "susi"]);
    assert.deepEqual(it.state.correlation.decisions().map(({ from, to, verdict }) => [from, to, verdict]), [["a", "maybe", "confirmed"]]);
    assert.equal(it.state.audit.list({ limit: 10, action: "link_confirmed" })[0]?.object, "a@fixture.example");
    assert.equal((await ask("DELETE", "calls/maybe/links/a")).statusCode, 204);
    assert.equal(it.questions.decided.at(-1)?.decision, undefined);
    assert.deepEqual(it.state.correlation.decisions(), []);
    assert.equal((await ask("DELETE", "calls/maybe/links/a")).statusCode, 404);
  });

  test("a split without another leg parts the call from all that it is linked to", async () => {
    assert.equal((await ask("POST", "calls/b/links", "support", { verdict: "split" })).statusCode, 200);
    assert.deepEqual(it.state.correlation.decisions().map(({ from, to }) => [from, to]), [["a", "b"], ["b", "c"]]);
    for (const payload of [{ verdict: "confirmed" }, { verdict: "split", to: "b" }, { verdict: "perhaps", to: "a" }]) assert.equal((await ask("POST", "calls/b/links", "support", payload)).statusCode, 400);
    assert.equal((await ask("POST", "calls/b/links", "support", { verdict: "split", to: "absent" })).statusCode, 404);
    assert.equal((await ask("POST", "calls/b/links", "customer", { verdict: "split", to: "a" })).statusCode, 403);
  });

  test("rules of one's own are checked, applied and can be taken back", async () => {
    const made = (await ask("POST", "correlation-rules", "admin", { kind: "header", value: "X-Trace" })).json<{ id: string; value: string }>();
    assert.equal(made.value, "x-trace");
    assert.deepEqual(it.questions.rules.map(({ kind, value }) => [kind, value]), [["header", "x-trace"]]);
    for (const payload of [{ kind: "header", value: "no header" }, { kind: "call_id_pattern", value: "(" }]) assert.equal((await ask("POST", "correlation-rules", "admin", payload)).statusCode, 400);
    assert.equal((await ask("GET", "correlation-rules")).json<{ items: unknown[] }>().items.length, 1);
    assert.equal((await ask("DELETE", `correlation-rules/${made.id}`, "admin")).statusCode, 204);
    assert.deepEqual(it.questions.rules, []);
    assert.equal((await ask("DELETE", `correlation-rules/${made.id}`, "admin")).statusCode, 404);
  });
});
