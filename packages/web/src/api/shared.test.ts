import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { CallJson, LinksJson, MessagesList } from "./shapes.ts";
import { isShared, secretOf, sharedAnswer, sharedObject } from "./shared.ts";

const SECRET = "ab-c_d--9_";
const call = (id: string, callId: string): CallJson => ({ id, session_id: "s1", call_id: callId }) as CallJson;
const ANSWERS: Record<string, unknown> = {
  "": { kind: "session", masked: true, expires_at: "2026-01-01T00:00:00Z", calls: [call("a1", "A"), call("b1", "B")] },
  messages: { items: [{ ref: "1", call_id: "A" }, { ref: "2", call_id: "B" }, { ref: "3", call_id: "" }], next: null, partial: false, warnings: [] },
  quality: { items: [{ call_id: "B", verdicts: ["poor"], streams: [{ call_id: "b1", ssrc: 7 }] }] },
  findings: { verdict: "", checks: [], findings: [{ id: "x", evidence: [{ ref: "2", call_id: "b1", at: null, text: "" }] }] },
};
const asked: string[] = [];
const { fetch: real } = globalThis;
globalThis.fetch = async (url) => {
  asked.push(String(url));
  const name = /\/shared\/[^/]+\/?(.*)$/.exec(String(url))?.[1] ?? "";
  return new Response(JSON.stringify(ANSWERS[name]), { status: 200 });
};
after(() => void (globalThis.fetch = real));

test("an id of a link carries its secret, whatever letters it has", async () => {
  const { calls } = await sharedObject(SECRET);
  assert.equal(asked.at(-1), `/api/v1/shared/${SECRET}`);
  assert.ok(calls.every(({ id }) => isShared(id) && secretOf(id) === SECRET));
  assert.equal(isShared("a1"), false);
});

test("each leg has its own messages and quality, and evidence points to legs by the ids of the page", async () => {
  const { calls } = await sharedObject(SECRET);
  const [first = "", second = ""] = calls.map(({ id }) => id);
  const refs = async (id: string): Promise<string[]> =>
    ((await sharedAnswer(id, "messages", undefined)) as MessagesList).items.map(({ ref }) => ref);
  assert.deepEqual([await refs(first), await refs(second)], [["1", "3"], ["2"]]);
  assert.deepEqual(((await sharedAnswer(second, "links", undefined)) as LinksJson).legs.map(({ id }) => id), [first, second]);
  assert.deepEqual(await sharedAnswer(second, "quality", undefined), { verdicts: ["poor"], streams: [{ call_id: second, ssrc: 7 }] });
  assert.deepEqual(await sharedAnswer(first, "quality", undefined), { verdicts: [], streams: [] });
  const { findings } = (await sharedAnswer(first, "findings", undefined)) as { findings: { evidence: { call_id: string }[] }[] };
  assert.equal(findings[0]?.evidence[0]?.call_id, second);
});

test("a call that the link does not show is not there", async () => {
  const [id = ""] = (await sharedObject(SECRET)).calls.map((each) => each.id);
  await assert.rejects(sharedAnswer(`${id}x`, "", undefined), { code: "not_found" });
});
