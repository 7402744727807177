// What call platforms ask when they show the SIP of a call to their customers: its messages, its media in one record, its packets.
// `/v1/timelines/calls` is today's form, `/v1/timelines/call` the older one, `/v1/sip` the one between services that name Call-ID and times
// themselves.
import { or, SipglassError, toRfc3339, type Call, type Query, type Scope } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { homerPcap } from "../../search/homer/export.ts";
import { rowsOfCalls } from "../../search/homer/homer-search.ts";
import { isSipTable } from "../../search/homer/homer-table.ts";
import { newId } from "../../state/secrets.ts";
import { narrowScope, scopeOfUser } from "../../state/roles.ts";
import { identityOf, scopeOf, type Identity } from "../auth/identity.ts";
import { readJwt, signJwt } from "../auth/jwt.ts";
import { rowOptionsOf, sessionsOf } from "../homer/calls.ts";
import { noteOf } from "../note.ts";
import type { Api, Serving } from "../serving.ts";
import { publicUrlOf } from "../v1/oidc.ts";
import { readableMessages } from "../v1/present.ts";
import { rtcpStatsOf } from "../../search/rtcp-stats.ts";

const ById = { config: { access: "signed_in" }, exposeHeadRoute: false, schema: { hide: true, params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 1024 }) }) } } as const;
const Time = Type.String({ minLength: 1, maxLength: 40, description: "RFC 3339" });
const Between = Type.Object({ call_id: Type.Optional(Type.String({ maxLength: 128 })), sip_call_id: Type.String({ minLength: 1, maxLength: 1024 }), from_time: Time, to_time: Time });
const BetweenServices = { config: { access: "signed_in" }, schema: { hide: true, body: Between } } as const;

const MOST_MESSAGES = 1000;
const LINK_S = 900;
const FOREVER_US = Number.MAX_SAFE_INTEGER;

interface Found {
  calls: Call[];
  first: Call;
}

const found = (calls: Call[], id: string): Found => {
  const [first] = calls;
  if (!first) throw new SipglassError("not_found", { call: id }, "no SIP data available for this call");
  return { calls, first };
};

/**
 * By our id, by Call-ID, or by an id that the platform put on the call (a correlation header, HEP's own); with all legs that the reader may
 * see.
 */
async function byId(serving: Pick<Serving, "questions">, scope: Scope, id: string): Promise<Found> {
  const calls = await sessionsOf(serving, scope, [id], undefined);
  if (calls.length > 0) return found(calls, id);
  const query = or(["external_id", "correlation"].map((field): Query => ({ type: "term", field, any: [{ type: "exact", value: id }], at: 0 })));
  const { items } = await serving.questions.search(scope, { query, fromUs: 0, toUs: FOREVER_US, limit: 10, order: "newest" });
  return found(await sessionsOf(serving, scope, items.map(({ callId }) => callId), undefined), id);
}

function timeUsOf(text: string, field: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new SipglassError("bad_request", { field }, `${field} must be a time as in RFC 3339`);
  return ms * 1000;
}

const between = async (serving: Serving, scope: Scope, { sip_call_id: callId, from_time: from, to_time: to }: { sip_call_id: string; from_time: string; to_time: string }): Promise<Found> =>
  found(await sessionsOf(serving, scope, [callId], { fromUs: timeUsOf(from, "from_time"), toUs: timeUsOf(to, "to_time") }), callId);

async function messagesOf({ questions }: Serving, request: FastifyRequest, { calls }: Found) {
  const all = (await Promise.all(calls.map((call) => questions.messages(scopeOf(request), call)))).flat().filter(({ raw, payloadType }) => payloadType === 1 && raw !== "");
  return readableMessages(all.toSorted((a, b) => a.timeUs - b.timeUs).slice(0, MOST_MESSAGES), identityOf(request)).map((message) => ({
    timestamp: toRfc3339(message.timeUs), method: message.method || String(message.statusCode), src_ip: message.src, src_port: message.srcPort, dst_ip: message.dst, dst_port: message.dstPort, raw: message.raw,
  }));
}

async function analysisOf(serving: Serving, request: FastifyRequest, call: Found) {
  const legs = await Promise.all(call.calls.map(async (leg) => ({ call: leg, messages: await serving.questions.messages(scopeOf(request), leg) })));
  return { sip_call_id: call.first.callId, sip_messages: await messagesOf(serving, request, call), rtcp_stats: rtcpStatsOf(legs, serving.codecs) };
}

/** SIP and RTCP, as the reader may have it. */
async function pcapOf(serving: Serving, scope: Scope, reader: Pick<Identity, "role">, { calls }: Found): Promise<Buffer> {
  const rows = await rowsOfCalls(serving.questions, scope, calls, rowOptionsOf(reader, serving));
  return homerPcap(rows.filter(({ table }) => isSipTable(table) || table === "5_default"));
}

const sendPcap = (reply: FastifyReply, id: string, bytes: Buffer): FastifyReply =>
  reply.type("application/vnd.tcpdump.pcap").header("content-disposition", `attachment; filename="call-${id.replace(/[^A-Za-z0-9._@-]+/g, "_").slice(0, 100)}.pcap"`).send(bytes);

export function addTimeline(app: Api, serving: Serving): void {
  const { state, now } = serving;
  const note = noteOf(serving);
  const viewed = (request: FastifyRequest, { first }: Found): void => note(request, "call_viewed", first.callId);
  const taken = (request: FastifyRequest, { first }: Found): void => note(request, "call_exported", first.callId, { format: "pcap" });

  /** A link to the file for who has no token of ours: it ends after a quarter of an hour, and with the rights of who asked for it. */
  const linkTo = (request: FastifyRequest, id: string, { first }: Found) => {
    const { user, role, scope } = identityOf(request);
    const exp = Math.floor(now() / 1e6) + LINK_S;
    const token = signJwt({ jti: `file:${newId()}`, sub: user, exp, file: first.callId, role, tenants: scope.kind === "all" ? null : scope.tenants }, state.settings);
    return { call_id: id, download_uri: `${publicUrlOf(serving, request)}/v1/timelines/files/${token}`, expires_at: new Date(exp * 1000).toISOString() };
  };

  app.get("/v1/timelines/calls/:id/sip-analysis", ById, async (request) => {
    const call = await byId(serving, scopeOf(request), request.params.id);
    viewed(request, call);
    return { call_id: request.params.id, ...(await analysisOf(serving, request, call)) };
  });
  app.get("/v1/timelines/calls/:id/pcap", ById, async (request, reply) => {
    const call = await byId(serving, scopeOf(request), request.params.id);
    taken(request, call);
    return sendPcap(reply, request.params.id, await pcapOf(serving, scopeOf(request), identityOf(request), call));
  });
  app.get("/v1/timelines/call/:id/sip-messages", ById, async (request) => {
    const call = await byId(serving, scopeOf(request), request.params.id);
    viewed(request, call);
    return { call_id: request.params.id, sip_call_id: call.first.callId, messages: await messagesOf(serving, request, call) };
  });
  app.get("/v1/timelines/call/:id/pcap", ById, async (request) => {
    const call = await byId(serving, scopeOf(request), request.params.id);
    taken(request, call);
    return linkTo(request, request.params.id, call);
  });
  app.get("/v1/timelines/files/:token", { config: { access: "public" }, exposeHeadRoute: false, schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 4096 }) }) } }, async (request, reply) => {
    const claims = readJwt(request.params.token, state.settings, now());
    const user = claims && state.users.get(claims.sub);
    if (!claims || typeof claims["file"] !== "string" || !user || user.disabled) throw new SipglassError("not_found", {}, "This link shows nothing, or no longer.");
    const tenants = Array.isArray(claims["tenants"]) ? claims["tenants"].map(String) : null;
    const scope = narrowScope(scopeOfUser(user), tenants);
    const call = await byId(serving, scope, claims["file"]);
    taken(request, call);
    return sendPcap(reply, claims["file"], await pcapOf(serving, scope, { role: claims["role"] as Identity["role"] }, call));
  });

  app.post("/v1/sip/messages", BetweenServices, async (request) => {
    const call = await between(serving, scopeOf(request), request.body);
    viewed(request, call);
    return { call_id: request.body.call_id ?? "", sip_call_id: request.body.sip_call_id, messages: await messagesOf(serving, request, call) };
  });
  app.post("/v1/sip/analysis", BetweenServices, async (request) => {
    const call = await between(serving, scopeOf(request), request.body);
    viewed(request, call);
    return { call_id: request.body.call_id ?? "", ...(await analysisOf(serving, request, call)) };
  });
  app.post("/v1/sip/pcap", BetweenServices, async (request) => {
    const call = await between(serving, scopeOf(request), request.body);
    taken(request, call);
    const bytes = await pcapOf(serving, scopeOf(request), identityOf(request), call);
    return { ...linkTo(request, request.body.call_id ?? call.first.callId, call), data: bytes.toString("base64") };
  });
}
