// Every route there is, asked by a tenant's customer: one that never answers him proves nothing.
import assert from "node:assert/strict";
import { ask, isNeedless, NEEDLESS, SILENT, type Asked, type Asking } from "./isolation-requests.fixture.ts";

export async function everyRouteAnswers({ worlds, readers, ids, examine }: Asking): Promise<void> {
  const all = worlds.shared.app.routeRules.filter(({ method }) => method !== "OPTIONS" && method !== "HEAD");
  for (const [pattern, reason] of NEEDLESS)
    assert.ok(
      all.some(({ url }) => pattern.test(url)),
      `no route is needless any more because it ${reason}`,
    );
  const [customer] = readers;
  assert.ok(customer);
  const own = ids.own.slice(0, 2);
  const linkTo = (
    await ask(worlds.shared, customer, { method: "GET", url: `/v1/timelines/call/${encodeURIComponent(own[0] ?? "")}/pcap` })
  ).json<{ download_uri: string }>().download_uri;
  const shared = (await ask(worlds.shared, customer, { method: "POST", url: "/api/v1/shares", payload: { call: own[0] } })).json<{
    secret: string;
  }>().secret;
  const session = worlds.shared.calls.find(({ id, callId }) => own.includes(id) || own.includes(callId))?.sessionId ?? "";
  const link = linkTo.split("/").at(-1) ?? "";
  const names = [...own, session, "home", "carl", "1", "00000000-0000-4000-8000-000000000012"];
  const queries = ["", "field=from", "by=state", "of=pdd", "of=asr", `ids=${own[0]}`, "format=json"].map((text) =>
    text ? `?${text}` : "",
  );
  const timestamp = { from: 1, to: 9e12 };
  const rowId = ids.rows[0];
  const bodies = [
    { timestamp, param: { search: { "1_call": { callid: own, id: rowId, uuid: [rowId] } } } },
    { sip_call_id: "zqaone@pbx", from_time: "2000-01-01T00:00:00Z", to_time: "2100-01-01T00:00:00Z" },
  ];
  const silent: string[] = [];
  for (const rule of all.filter((each) => !isNeedless(each) && !SILENT.test(each.url))) {
    const tenantsMay = rule.access === "public" || rule.access === "signed_in" || rule.access === "own";
    const reads = rule.method === "GET" || /\/(?:search|call|export|stats|sip)\//.test(rule.url);
    if (!tenantsMay || !reads) continue;
    let answered = false;
    for (const name of rule.url.includes(":secret") ? [shared] : rule.url.includes(":token") ? [link] : names) {
      for (const text of rule.method === "GET" ? queries : bodies) {
        if (answered) break;
        let part = 0;
        const path = rule.url.replace(/:\w+/g, () => encodeURIComponent((part++ === 0 ? name : "call") ?? ""));
        const asked: Asked =
          typeof text === "string" ? { method: "GET", url: path + text } : { method: rule.method, url: path, payload: text };
        answered = (await examine(customer, asked)) < 400;
      }
    }
    if (!answered) silent.push(`${rule.method} ${rule.url}`);
  }
  assert.deepEqual(silent, [], "a route that never answers proves nothing: give it what it wants, or a reason");
}
