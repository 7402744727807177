// What a link shows to whoever has it: one call or session, its messages, ladder, findings and quality; nothing around it.
import { negotiationOf, qualityOf } from "@sipglass/analyse";
import { diagnosisToJson, negotiationToJson, toRfc3339 } from "@sipglass/model";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { diagnosisOf, MOST_LEGS } from "../../search/diagnosis.ts";
import { nameLookup, LADDER_FORMATS, ladderOf } from "../../search/ladder.ts";
import { mergeLegs } from "../../search/merge-legs.ts";
import { noteOf } from "../note.ts";
import { createRateLimit } from "../rate-limit.ts";
import { maskShared, messagesOfShared, openShared, type SharedObject } from "../shared-object.ts";
import type { Api, Serving } from "../serving.ts";
import { exportSource, PRODUCES, sendExport, Wanted } from "./exports.ts";
import { sendLadder } from "./ladders.ts";
import { presentCall, presentMessage, wholeList } from "./present.ts";
import { NegotiationAnswer } from "./negotiation.ts";
import { presentQuality } from "./quality.ts";
import { CallAnswer, LadderAnswer, listOf, MessageAnswer, Text, Time } from "./schemas.ts";

const Params = Type.Object({ secret: Type.String({ minLength: 1, maxLength: 128 }) });
const PER_MINUTE = 120;
const SharedAnswer = Type.Object({ kind: Type.Enum(["call", "session"]), masked: Type.Boolean(), expires_at: Time, calls: Type.Array(CallAnswer) });

export function addShared(app: Api, serving: Serving): void {
  const { state, codecs } = serving;
  const note = noteOf(serving);
  const limit = createRateLimit(serving.now, PER_MINUTE);
  const schema = (summary: string) => ({ summary, tags: ["shares"], params: Params });

  const open = async (request: FastifyRequest<{ Params: { secret: string } }>, reply: FastifyReply): Promise<SharedObject> => {
    limit.count(request.ip);
    reply.header("x-robots-tag", "noindex");
    const shared = await openShared(serving, request.params.secret);
    note(request, "share_viewed", shared.share.object, { share: shared.share.id, of: shared.share.user });
    return shared;
  };

  app.get("/shared/:secret", { config: { access: "public" }, schema: { ...schema("The call, or the legs of the session, that a link shows"), response: { 200: SharedAnswer } } }, async (request, reply) => {
    const shared = await open(request, reply);
    const { kind, masked, expiresAtUs } = shared.share;
    // Whose customer it is, is not part of the call.
    const calls = shared.calls.map((call) => ({ ...presentCall(call, shared.scope), tenants: [] }));
    return { kind, masked, expires_at: toRfc3339(expiresAtUs), calls: maskShared(shared, calls) };
  });

  app.get("/shared/:secret/messages", { config: { access: "public" }, schema: { ...schema("Its messages in order"), response: { 200: listOf(MessageAnswer) } } }, async (request, reply) => {
    const shared = await open(request, reply);
    return wholeList(maskShared(shared, mergeLegs(await messagesOfShared(serving, shared)).map(presentMessage)));
  });

  app.get(
    "/shared/:secret/ladder",
    { config: { access: "public" }, schema: { ...schema("Its ladder"), querystring: Type.Object({ format: Type.Enum([...LADDER_FORMATS], { default: "json" }) }), response: { 200: LadderAnswer } } },
    async (request, reply) => {
      const shared = await open(request, reply);
      const ladder = maskShared(shared, ladderOf(mergeLegs(await messagesOfShared(serving, shared)), nameLookup(state.aliases.list())));
      return sendLadder(ladder, { format: request.query.format, mask: false }, reply);
    },
  );

  app.get("/shared/:secret/findings", { config: { access: "public" }, schema: schema("What went wrong with it and why") }, async (request, reply) => {
    const shared = await open(request, reply);
    const messages = await messagesOfShared(serving, shared);
    const legs = shared.calls.map((call, i) => ({ call, messages: messages[i] ?? [] })).slice(0, MOST_LEGS);
    return maskShared(shared, diagnosisToJson(diagnosisOf(legs, shared.links, nameLookup(state.aliases.list()), codecs)));
  });

  app.get(
    "/shared/:secret/export",
    { config: { access: "public" }, exposeHeadRoute: false, schema: { ...schema("It as a file; from a masked link under other names"), querystring: Wanted, produces: PRODUCES } },
    async (request, reply) => {
      const shared = await open(request, reply);
      const wanted = { ...request.query, anonymise: request.query.anonymise || shared.share.masked };
      const reader = { scope: shared.scope, showsDigits: false, hidesNumbers: shared.hidesNumbers };
      const source = await exportSource(serving, reader, { calls: shared.calls, links: shared.links, name: shared.calls[0]?.callId ?? "" }, wanted);
      return sendExport(wanted, { ...source, present: (call) => ({ ...presentCall(call, shared.scope), tenants: [] }) }, reply);
    },
  );

  app.get("/shared/:secret/negotiation", { config: { access: "public" }, schema: { ...schema("Its offers and answers"), response: { 200: NegotiationAnswer } } }, async (request, reply) => {
    const shared = await open(request, reply);
    const messages = await messagesOfShared(serving, shared);
    const legs = shared.calls.map((call, i) => ({ call, messages: messages[i] ?? [] })).slice(0, MOST_LEGS);
    return maskShared(shared, negotiationToJson(negotiationOf({ legs, links: shared.links })));
  });

  app.get(
    "/shared/:secret/quality",
    { config: { access: "public" }, schema: { ...schema("How it sounded, leg by leg"), response: { 200: Type.Object({ items: Type.Array(Type.Object({ call_id: Text }, { additionalProperties: true })) }) } } },
    async (request, reply) => {
      const shared = await open(request, reply);
      const messages = await messagesOfShared(serving, shared);
      const items = shared.calls.map((call, i) => ({ call_id: call.callId, ...presentQuality(qualityOf({ call, messages: messages[i] ?? [] }, { codecs }), false) }));
      return { items: maskShared(shared, items) };
    },
  );
}
